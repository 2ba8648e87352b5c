"""The paper of an opinion on a draft: numbered and kept with the opinion, and none of an opinion that was refused."""

import io
from datetime import date

import pytest
from docx import Document as Docx

from registry.actions.papers.make_paper import make_paper, replace_paper
from registry.domain.errors import Denied, Refusal
from registry.domain.legality_reviews import ReviewMove as M
from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading
from registry.storage.files import attachments_of
from registry.storage.papers import Paper, papers_of
from tests.building.reviews import draft, move, under_review
from tests.cast import NOW, Cast

ON = date(2026, 2, 11)


def papers(store: Store, document_id: int) -> list[Paper]:
    with reading(store) as session:
        return papers_of(session, SubjectKind.DOCUMENT, document_id)


def lines_of(store: Store, paper: Paper) -> list[str]:
    with reading(store) as session:
        content = session.get_one(Paper, paper.id).docx or b""
    return [line.text for line in Docx(io.BytesIO(content)).paragraphs if line.text.strip()]


def test_an_opinion_has_its_numbered_paper(store: Store, cast: Cast) -> None:
    document_id = under_review(store, cast.drafter)
    move(store, OPERATOR, document_id, M.ASK_CHANGES, ON, "删去第三条的罚款。\n补写依据。")
    (paper,) = papers(store, document_id)
    assert (paper.number, paper.kind, paper.signed_on) == ("审〔2026〕1号", PaperKind.LEGALITY_OPINION, ON)
    assert paper.authority_id == cast.authority_id
    lines = lines_of(store, paper)
    assert lines[:2] == ["合法性审核意见书", "审〔2026〕1号"]
    assert lines[2:8] == [
        "示范区农业农村局：",
        "你单位于2026年2月2日送审的《示范区农机购置补贴办法》（送审稿）收悉。经审核，提出以下意见：",
        "一、审核结论：应当修改",
        "二、审核意见",
        "1．删去第三条的罚款。",
        "2．补写依据。",
    ]


def test_the_material_of_the_draft_has_the_bytes_of_the_paper(store: Store, cast: Cast) -> None:
    document_id = under_review(store, cast.drafter)
    move(store, OPERATOR, document_id, M.FIND_LAWFUL, ON, "没有意见。")
    (paper,) = papers(store, document_id)
    with reading(store) as session:
        files = [file for file in attachments_of(session, document_id) if file.material == "合法性审核意见"]
    assert [file.sha256 for file in files] == [paper.sha256]


def test_a_refused_opinion_leaves_no_paper_no_number_and_no_file(store: Store, cast: Cast) -> None:
    document_id = under_review(store, cast.drafter)
    before = sorted(store.files.glob("??/*"))
    with pytest.raises(Denied):
        move(store, cast.clerk, document_id, M.FIND_LAWFUL, ON, "没有意见。")
    with pytest.raises(Refusal, match="早于"):
        move(store, OPERATOR, document_id, M.FIND_LAWFUL, date(2026, 1, 5), "没有意见。")
    assert papers(store, document_id) == []
    assert sorted(store.files.glob("??/*")) == before
    move(store, OPERATOR, document_id, M.FIND_LAWFUL, ON, "没有意见。")
    assert papers(store, document_id)[0].number == "审〔2026〕1号"


def test_a_wrong_opinion_is_replaced_by_a_lead(store: Store, cast: Cast) -> None:
    document_id = under_review(store, cast.drafter)
    move(store, OPERATOR, document_id, M.FIND_LAWFUL, ON, "没有意见。")
    (wrong,) = papers(store, document_id)
    with pytest.raises(Denied):
        replace_paper(store, cast.drafter, wrong.id or 0, "误写", now=NOW)
    newer = replace_paper(store, cast.lead, wrong.id or 0, "主送机关误写", now=NOW)
    assert (newer.number, newer.replaces_id) == ("审〔2026〕2号", wrong.id)
    with reading(store) as session:
        files = [file for file in attachments_of(session, document_id) if file.material == "合法性审核意见"]
    assert [file.sha256 for file in files] == [wrong.sha256, newer.sha256]


def test_an_earlier_opinion_is_not_written_anew(store: Store, cast: Cast) -> None:
    document_id = under_review(store, cast.drafter)
    move(store, OPERATOR, document_id, M.ASK_CHANGES, ON, "删去第三条的罚款。")
    move(store, cast.drafter, document_id, M.REVISE, date(2026, 2, 12), "", answers=["已删去"])
    move(store, OPERATOR, document_id, M.CONFIRM_CHANGES, date(2026, 2, 13), "没有意见。")
    first, last = papers(store, document_id)
    with pytest.raises(Refusal, match="以前的一次审核意见，2026年2月13日"):
        replace_paper(store, cast.lead, first.id or 0, "误写", now=NOW)
    newer = replace_paper(store, cast.lead, last.id or 0, "误写", now=NOW)
    assert "一、审核结论：应当修改，已按审核意见修改" in lines_of(store, newer)


def test_an_opinion_has_one_paper_and_none_before_its_day(store: Store, cast: Cast) -> None:
    document_id = under_review(store, cast.drafter)
    move(store, OPERATOR, document_id, M.FIND_LAWFUL, ON, "没有意见。")
    with pytest.raises(Refusal, match="已经出具：审〔2026〕1号"):
        make_paper(store, cast.lead, PaperKind.LEGALITY_OPINION, document_id, now=NOW)
    with pytest.raises(Refusal, match="成文日期1999年1月1日早于2026年2月11日"):
        make_paper(store, cast.lead, PaperKind.LEGALITY_OPINION, document_id, on=date(1999, 1, 1), now=NOW)


def test_there_is_no_paper_without_an_opinion(store: Store, cast: Cast) -> None:
    document_id = draft(store, cast.drafter)
    for subject in (document_id, 999):
        with pytest.raises(Refusal, match="没有"):
            make_paper(store, cast.lead, PaperKind.LEGALITY_OPINION, subject, now=NOW)
