"""The filer's papers: drawn from the register, handed in as a material and kept, closed to other authorities."""

import io
from dataclasses import replace
from datetime import date, datetime

import pytest
from docx import Document as Docx

from registry.actions.filings.filer_facts import ReportWords, StatementWords, known_words
from registry.actions.filings.hand_in_paper import draft_filer_paper, hand_in_paper
from registry.actions.papers.make_paper import make_paper, replace_paper
from registry.domain.documents import Step, StepKind
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.roles import OPERATOR
from registry.storage import office
from registry.storage.engine import Store, reading, transaction
from registry.storage.files import attachments_of, path_of
from registry.storage.filings import Filing
from registry.storage.papers import Paper, papers_of
from tests.building.documents import DATES, STEPS, register
from tests.building.filings import TODAY, filing_of, make_move, owed_filing, stored_filing
from tests.cast import Cast

REPORT, STATEMENT = PaperKind.FILING_REPORT, PaperKind.DRAFTING_STATEMENT
WRITTEN = StatementWords(
    "原办法已到期。", "2025年12月公开征求意见。", "共三条。", "《中华人民共和国农业机械化促进法》"
)


def words_of(store: Store, filing_id: int) -> ReportWords:
    with reading(store) as session:
        known = known_words(session, session.get_one(Filing, filing_id), REPORT)
    assert isinstance(known, ReportWords)
    return known


def lines_of(content: bytes | None) -> list[str]:
    return [line.text for line in Docx(io.BytesIO(content or b"")).paragraphs if line.text.strip()]


def handed_in(store: Store, cast: Cast, filing_id: int, now: datetime, **changes: object) -> Paper:
    words = replace(words_of(store, filing_id), **changes)  # type: ignore[arg-type]
    return hand_in_paper(store, cast.drafter, filing_id, REPORT, words, signed_on=TODAY, now=now)


def named_government(store: Store) -> None:
    with transaction(store) as session:
        office.set_setting(session, "government_name", "示范区人民政府")


def test_the_report_says_what_the_register_knows(store: Store, cast: Cast, now: datetime) -> None:
    named_government(store)
    filing_id = owed_filing(store)
    paper = handed_in(
        store, cast, filing_id, now, number="示农报〔2026〕8号", signatory="何局长", phone="6601234"
    )
    with reading(store) as session:
        kept = session.get_one(Paper, paper.id)
        lines = lines_of(kept.docx)
    assert (kept.number, kept.serial, kept.authority_id) == ("示农报〔2026〕8号", None, cast.authority_id)
    text = "\n".join(lines)
    assert "示范区人民政府：" in lines
    assert (
        "现将《示范区农机购置补贴办法之3》（示农〔2026〕3号）报送备案。该文件于2025年12月31日经局长办公会议审议通过，"
        "于2026年2月2日公布，自2026年3月1日起施行。"
    ) in lines
    assert "联系人：周起草，联系电话：6601234" in text
    assert lines.index("特此报告。") < next(at for at, line in enumerate(lines) if line == "2026年3月5日")


def test_it_becomes_the_material_of_the_filing_with_the_same_bytes(
    store: Store, cast: Cast, now: datetime
) -> None:
    filing_id = owed_filing(store)
    paper = handed_in(store, cast, filing_id, now)
    document_id = stored_filing(store, filing_id).document_id
    with reading(store) as session:
        (file,) = attachments_of(session, document_id)
    assert (file.role, file.material, file.filing_id) == ("material", "备案报告", filing_id)
    assert file.sha256 == paper.sha256
    assert path_of(store, file.sha256).exists()


def test_what_was_handed_in_is_listed_as_enclosed(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = owed_filing(store)
    hand_in_paper(store, cast.drafter, filing_id, STATEMENT, WRITTEN, signed_on=TODAY, now=now)
    paper = handed_in(store, cast, filing_id, now, n_copies=3)
    with reading(store) as session:
        assert "附件：起草说明（3份）" in lines_of(session.get_one(Paper, paper.id).docx)


def test_a_missing_day_is_a_line_to_fill_and_is_not_handed_in(
    store: Store, cast: Cast, now: datetime
) -> None:
    document_id = register(store, OPERATOR, now, dates=replace(DATES, effective_on=None, valid_until=None))
    filing_id = filing_of(store, document_id)
    draft = lines_of(draft_filer_paper(store, cast.drafter, filing_id, REPORT, None, TODAY))
    assert any("自＿＿＿＿年＿＿月＿＿日起施行" in line for line in draft)
    with pytest.raises(Refusal, match="留有空白"):
        handed_in(store, cast, filing_id, now)
    handed_in(store, cast, filing_id, now, effective_on=date(2026, 3, 1))


def test_a_step_that_does_not_apply_is_not_told(store: Store, cast: Cast, now: datetime) -> None:
    decided = Step(StepKind.COLLECTIVE_DECISION, not_applicable_because="镇一级没有会议")
    filing_id = filing_of(store, register(store, OPERATOR, now, steps=(*STEPS[:2], decided)))
    paper = handed_in(store, cast, filing_id, now)
    with reading(store) as session:
        text = "".join(lines_of(session.get_one(Paper, paper.id).docx))
    assert "审议" not in text


def test_a_report_to_a_congress_asks_to_whom(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = owed_filing(store)
    with pytest.raises(Refusal, match="留有空白"):
        handed_in(store, cast, filing_id, now, reviewer="")


def test_the_statement_is_drafted_with_the_steps_and_a_line_for_the_rest(
    store: Store, cast: Cast, now: datetime
) -> None:
    filing_id = owed_filing(store)
    lines = lines_of(draft_filer_paper(store, cast.drafter, filing_id, STATEMENT, None, TODAY))
    at = lines.index("二、起草过程")
    assert lines[at + 1] == "2025年12月1日，示范区农业农村局公开征求意见，结果：收到意见3条。"
    assert set(lines[lines.index("三、主要内容") + 1]) == {"＿"}
    with reading(store) as session:
        known = known_words(session, session.get_one(Filing, filing_id), STATEMENT)
    with pytest.raises(Refusal, match="留有空白"):
        hand_in_paper(store, cast.drafter, filing_id, STATEMENT, known, signed_on=TODAY, now=now)
    with reading(store) as session:
        assert papers_of(session, SubjectKind.FILING, filing_id) == []


def test_a_second_report_replaces_the_first_with_a_reason(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = owed_filing(store)
    first = handed_in(store, cast, filing_id, now)
    with pytest.raises(Refusal, match="请写明原因"):
        handed_in(store, cast, filing_id, now, signatory="何局长")
    words = replace(words_of(store, filing_id), signatory="何局长")
    second = hand_in_paper(
        store, cast.drafter, filing_id, REPORT, words, signed_on=TODAY, because="漏写签发人", now=now
    )
    assert second.replaces_id == first.id
    with reading(store) as session:
        assert len(attachments_of(session, stored_filing(store, filing_id).document_id)) == 2


def test_a_contact_makes_papers_of_its_own_authority_alone(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = owed_filing(store)
    words = words_of(store, filing_id)
    for actor, error in ((cast.stranger, Hidden), (cast.auditor, Denied)):
        with pytest.raises(error):
            hand_in_paper(store, actor, filing_id, REPORT, words, signed_on=TODAY, now=now)
        with pytest.raises(error):
            draft_filer_paper(store, actor, filing_id, REPORT, None, TODAY)
    with pytest.raises(Hidden):
        make_paper(store, cast.stranger, REPORT, filing_id, now=now)


def test_no_other_way_makes_or_replaces_a_paper_of_the_filer(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = owed_filing(store)
    paper = handed_in(store, cast, filing_id, now)
    for actor in (cast.drafter, OPERATOR):
        with pytest.raises(Refusal, match="备案报告是备案材料，请打开这件备案的“备案材料”页制作"):
            make_paper(store, actor, REPORT, filing_id, now=now)
        with pytest.raises(Refusal, match="在那里重新制作"):
            replace_paper(store, actor, paper.id or 0, "有误", now=now)


def test_a_concluded_filing_takes_no_paper(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = owed_filing(store)
    words = words_of(store, filing_id)
    for move in ("submit", "register", "start_review", "pass"):
        make_move(store, OPERATOR, filing_id, move, now)
    with pytest.raises(Refusal, match="已经办结"):
        hand_in_paper(store, cast.drafter, filing_id, REPORT, words, signed_on=TODAY, now=now)


@pytest.mark.parametrize(
    ("day", "sentence"), [(date(2026, 3, 6), "晚于今天"), (date(2026, 2, 1), "早于文件公布")]
)
def test_the_day_lies_between_publication_and_today(
    store: Store, cast: Cast, now: datetime, day: date, sentence: str
) -> None:
    filing_id = owed_filing(store)
    with pytest.raises(Refusal, match=sentence):
        hand_in_paper(
            store, cast.drafter, filing_id, REPORT, words_of(store, filing_id), signed_on=day, now=now
        )
