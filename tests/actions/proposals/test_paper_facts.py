"""The papers that answer a review proposal: their words, who may make them, and that erasing takes their bytes."""

import io
from datetime import date

import pytest
from docx import Document as Docx
from sqlmodel import select

from registry.actions.papers.make_paper import make_paper, replace_paper
from registry.actions.proposals.move_proposal import Details, move_proposal
from registry.actions.proposals.personal_data import erase_proposer
from registry.actions.proposals.sign_reply import sign_reply
from registry.domain.errors import Denied, Refusal
from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.review_proposals import ProposalMove
from registry.storage.audit import AuditEntry
from registry.storage.engine import Store, reading
from registry.storage.papers import Paper, papers_of
from tests.building.concurrent_acts import check_sound, perform_at_once
from tests.building.proposals import NAME, enter, examine
from tests.cast import NOW, Cast

TODAY = date(2026, 3, 5)


def papers(store: Store, proposal_id: int) -> list[Paper]:
    with reading(store) as session:
        return papers_of(session, SubjectKind.PROPOSAL, proposal_id)


def lines_of(store: Store, paper: Paper) -> list[str]:
    with reading(store) as session:
        content = session.get_one(Paper, paper.id).docx or b""
    return [line.text for line in Docx(io.BytesIO(content)).paragraphs if line.text.strip()]


def signed(store: Store, cast: Cast) -> int:
    proposal_id = enter(store, cast.clerk)
    examine(store, cast.clerk, proposal_id)
    sign_reply(store, cast.lead, proposal_id, on=TODAY, now=NOW)
    return proposal_id


def test_the_words_of_the_reply(store: Store, cast: Cast) -> None:
    (paper,) = papers(store, signed(store, cast))
    assert (paper.kind, paper.authority_id, paper.serial) == (PaperKind.PROPOSAL_REPLY, None, None)
    lines = lines_of(store, paper)
    assert lines[0] == "关于审查建议的答复"
    assert lines[2] == f"{NAME}："
    assert lines[3].startswith("您对《")
    assert lines[3].endswith("提出的审查建议（审建〔2026〕1号）于2026年3月2日收悉。现答复如下：")
    assert lines[4:7] == ["经审查，第三条应当修改。", "已要求制定机关处理。", "特此答复。"]


def test_the_words_of_a_refusal(store: Store, cast: Cast) -> None:
    proposal_id = enter(store, cast.clerk)
    told = Details("所提的是会议纪要。\n不属于行政规范性文件。")
    move_proposal(store, cast.clerk, proposal_id, ProposalMove.REFUSE, told, on=TODAY, now=NOW)
    (paper,) = papers(store, proposal_id)
    lines = lines_of(store, paper)
    assert (paper.kind, lines[0]) == (PaperKind.PROPOSAL_REFUSAL, "审查建议不予受理告知书")
    assert lines[3].endswith("收悉。经研究，决定不予受理，理由如下：")
    assert lines[4:7] == ["所提的是会议纪要。", "不属于行政规范性文件。", "特此告知。"]


def test_the_words_of_a_forwarding(store: Store, cast: Cast) -> None:
    proposal_id = enter(store, cast.clerk)
    told = Details("属于税务部门的规定。", receiver="示范市税务局")
    move_proposal(store, cast.clerk, proposal_id, ProposalMove.FORWARD, told, on=TODAY, now=NOW)
    (paper,) = papers(store, proposal_id)
    lines = lines_of(store, paper)
    assert (paper.kind, lines[0]) == (PaperKind.PROPOSAL_FORWARDING, "审查建议转送告知书")
    assert "该建议已于2026年3月5日转送示范市税务局处理，理由如下：" in lines[3]
    assert lines[4] == "属于税务部门的规定。"


def test_other_moves_have_no_paper(store: Store, cast: Cast) -> None:
    proposal_id = enter(store, cast.clerk)
    examine(store, cast.clerk, proposal_id)
    assert papers(store, proposal_id) == []
    with pytest.raises(Refusal, match="没有“签发答复”"):
        make_paper(store, cast.lead, PaperKind.PROPOSAL_REPLY, proposal_id, now=NOW)


def test_a_reply_has_one_paper_and_none_before_its_day(store: Store, cast: Cast) -> None:
    proposal_id = signed(store, cast)
    with pytest.raises(Refusal, match=r"已经出具.*出具新的替代它"):
        make_paper(store, cast.lead, PaperKind.PROPOSAL_REPLY, proposal_id, now=NOW)
    with pytest.raises(Refusal, match="成文日期1999年1月1日早于"):
        make_paper(store, cast.lead, PaperKind.PROPOSAL_REPLY, proposal_id, on=date(1999, 1, 1), now=NOW)


def test_a_wrong_reply_is_replaced_by_who_signs(store: Store, cast: Cast) -> None:
    proposal_id = signed(store, cast)
    wrong = papers(store, proposal_id)[0].id or 0
    for actor in (cast.clerk, cast.drafter, cast.auditor):
        with pytest.raises(Denied):
            replace_paper(store, actor, wrong, "日期误写", now=NOW)
    newer = replace_paper(store, cast.lead, wrong, "日期误写", now=NOW)
    assert (newer.number, newer.replaces_id) == ("审建〔2026〕1号", wrong)


def test_erasing_the_person_takes_the_bytes_of_every_paper(store: Store, cast: Cast) -> None:
    proposal_id = signed(store, cast)
    replace_paper(store, cast.lead, papers(store, proposal_id)[0].id or 0, f"{NAME}的姓名误写", now=NOW)
    erase_proposer(store, cast.lead, proposal_id, now=NOW)
    with reading(store) as session:
        kept = papers_of(session, SubjectKind.PROPOSAL, proposal_id)
        assert [(paper.docx, paper.because, len(paper.sha256)) for paper in kept] == [(None, "", 64)] * 2
        entries = [entry.fields for entry in session.exec(select(AuditEntry))]
    assert NAME not in str(entries)
    check_sound(store)
    with pytest.raises(Refusal, match="不能再出具文书"):
        make_paper(store, cast.lead, PaperKind.PROPOSAL_REPLY, proposal_id, now=NOW)


def test_no_paper_is_written_after_the_person_is_erased(store: Store, cast: Cast) -> None:
    proposal_id = signed(store, cast)
    perform_at_once(
        [
            lambda: make_paper(store, cast.lead, PaperKind.PROPOSAL_REPLY, proposal_id, now=NOW),
            lambda: erase_proposer(store, cast.lead, proposal_id, now=NOW),
            lambda: make_paper(store, cast.lead, PaperKind.PROPOSAL_REPLY, proposal_id, now=NOW),
        ]
    )
    with reading(store) as session:
        assert {paper.docx for paper in papers_of(session, SubjectKind.PROPOSAL, proposal_id)} == {None}
