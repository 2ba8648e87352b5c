"""A bulletin and a yearly report: the table of Inner Mongolia 2010 to the tenth, and no number that its tables lack."""

import io
import re
from datetime import date, datetime

import pytest
from docx import Document as Docx

from registry.actions.figures.annual_report import report_facts
from registry.actions.figures.bulletin import bulletin_facts, count_period, list_period
from registry.actions.papers.keep_paper import PaperFacts
from registry.actions.papers.make_paper import make_paper
from registry.domain.day_ranges import year
from registry.domain.documents import Dates, Disclosure
from registry.domain.errors import Refusal
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import OPERATOR
from registry.exports.papers.model import Table
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading, transaction
from registry.storage.papers import Paper
from tests.building.documents import register
from tests.building.figures import inner_mongolia
from tests.building.filings import filing_of, make_move, submitted_filing
from tests.building.papers import words_of_paper
from tests.cast import NOW, Cast

ON = date(2026, 3, 5)
RATE = re.compile(r"\d+/\d+（[\d.]+%）|\d+/\d+（—）")


def facts_of(store: Store, subject: str = "2026", on: date = ON) -> PaperFacts:
    with reading(store) as session:
        return bulletin_facts(session, subject, on)


def text_of(facts: PaperFacts) -> str:
    return "\n".join("\n".join(value) for value in facts.values.values() if isinstance(value, tuple))


def cells_of(facts: PaperFacts) -> set[str]:
    """The words of every cell of the tables, in the body and in the annexes."""
    blocks = [*facts.values.values(), *(block for annex in facts.annexes for block in annex.blocks)]
    tables = [block for block in blocks if isinstance(block, Table)]
    rows = [row for table in tables for row in table.rows]
    for group in (group for table in tables for group in table.groups):
        rows += [*group.rows, *([group.total] if group.total else [])]
    return {cell for row in rows for cell in row}


def test_the_bulletin_of_inner_mongolia_is_drafted_to_the_tenth(store: Store) -> None:
    inner_mongolia(store)
    text = facts_of(store).values
    assert text["报备情况"] == (
        "据发文登记簿，2026年各制定机关印发行政规范性文件198件，已报送备案197件，报备率为197/198（99.5%）；"
        "已按要求公布并载明公布日期163件，公布率为163/198（82.3%）。应交发文登记簿的3个机关中，2个没有交，不计入这两项。",
        "按公布日期统计，2026年公布的文件已报送备案197件，其中按期报送100件，及时率为100/197（50.8%）；"
        "已形式审查197件，其中未经补正即予登记144件，规范率为144/197（73.1%）。",
        "逾期报送97件：示范区农业农村局97件。具体文件见附件2（另有34件不予列明）。",
        "另有1件发文在登记簿中没有对应的文件，未计为已备案、已公布。",
    )
    assert text["审查情况"] == (
        "由我单位予以登记、应当审查197件，已审查办结193件，审查办结率为193/197（98.0%）。",
        "提出审查意见、应当纠正12件，已纠正8件，尚未纠正4件，纠错率为8/12（66.7%）。具体文件见附件3。",
    )


@pytest.mark.parametrize("n_odd", [0, 60])
@pytest.mark.parametrize("subject", ["2026", "2026Q1", "2026H1", "2026-01-02_2026-02-28"])
def test_every_rate_of_the_text_stands_in_a_table(store: Store, n_odd: int, subject: str) -> None:
    inner_mongolia(store, 60, n_odd)
    facts = facts_of(store, subject)
    rates = RATE.findall(text_of(facts))
    assert len(rates) >= 3
    assert set(rates) <= cells_of(facts)


def test_the_late_are_as_many_as_their_annex_has_rows(store: Store) -> None:
    inner_mongolia(store, 60, 60)
    with reading(store) as session:
        period = count_period(session, year(2026), ON)
        listed = list_period(session, period)
    assert len(listed.late) == period.told.n_late + period.told.n_overdue
    annex = next(annex for annex in facts_of(store).annexes if "逾期" in annex.title)
    table = annex.blocks[0]
    assert isinstance(table, Table)
    assert sum(len(group.rows) for group in table.groups) == len(listed.late)


def test_the_total_of_the_authorities_is_the_sum_of_their_rows(store: Store) -> None:
    inner_mongolia(store, 60, 60)
    table = facts_of(store).annexes[0].blocks[0]
    assert isinstance(table, Table)
    (group,) = table.groups
    assert group.total is not None
    for at in (2, 3):
        assert sum(int(row[at]) for row in group.rows) == int(group.total[at])


def test_what_is_owed_and_late_is_named_with_its_authority(store: Store) -> None:
    register(store, OPERATOR, NOW, dates=Dates(published_on=date(2026, 1, 5)))
    facts = facts_of(store)
    assert "逾期尚未报送1件：" in text_of(facts)
    assert "1件超过期限仍未报送" in text_of(facts)
    assert "未报送" in cells_of(facts)


def test_secret_stubs_are_counted_and_told_apart_from_what_the_annexes_list(store: Store) -> None:
    inner_mongolia(store, 198)
    with transaction(store) as session:
        for key in (1000, 1150, 1151):  # with an opinion, and two that came late
            session.get_one(Document, key).disclosure = Disclosure.SECRET
    text = facts_of(store).values
    assert text["报备情况"][2] == "逾期报送97件：示范区农业农村局97件。具体文件见附件2（另有36件不予列明）。"
    assert str(text["审查情况"][1]).endswith("具体文件见附件3（另有1件不予列明）。")
    with reading(store) as session:
        listed = list_period(session, count_period(session, year(2026), ON))
    assert (len(listed.late), listed.n_late_unlisted) == (61, 36)


def test_an_annex_names_only_what_is_public(store: Store) -> None:
    inner_mongolia(store)
    with transaction(store) as session:
        session.get_one(Document, 1000).disclosure = Disclosure.WITHHELD
    facts = facts_of(store)
    assert str(facts.values["审查情况"][1]).endswith("具体文件见附件3（另有1件不予列明）。")
    cells = cells_of(facts)
    assert {"关于第1001号事项的办法", "关于第1162号事项的办法"} <= cells
    assert not cells & {"关于第1000号事项的办法", "关于第1163号事项的办法"}


def test_a_secret_stub_that_is_overdue_is_counted_and_never_listed(store: Store) -> None:
    document_id = register(store, OPERATOR, NOW, dates=Dates(published_on=date(2026, 1, 5)))
    with transaction(store) as session:
        session.get_one(Document, document_id).disclosure = Disclosure.SECRET
    facts = facts_of(store)
    assert "逾期尚未报送1件：示范区农业农村局1件。" in text_of(facts)
    assert len(facts.annexes) == 1


@pytest.mark.parametrize("kind", [PaperKind.FILING_BULLETIN, PaperKind.ANNUAL_REPORT])
def test_a_paper_says_the_day_as_of_which_it_was_counted(store: Store, cast: Cast, kind: PaperKind) -> None:
    register(store, OPERATOR, NOW, dates=Dates(published_on=date(2025, 3, 20)))
    subject, words = ("2025", "2025年") if kind is PaperKind.ANNUAL_REPORT else ("2025Q1", "2025年第一季度")
    made = make_paper(store, cast.clerk, kind, subject, now=NOW)
    assert f"统计范围为{words}公布、印发的文件，办理情况截至2026年3月5日" in words_of_paper(store, made)


def test_a_period_without_anything_says_so(store: Store) -> None:
    text = text_of(facts_of(store))
    assert "没有应当报送备案的文件" in text
    assert "期间内没有制定机关交来发文登记簿" in text


def test_a_bulletin_is_made_and_kept_with_its_number(store: Store, cast: Cast, now: datetime) -> None:
    submitted_filing(store)
    paper = make_paper(store, cast.clerk, PaperKind.FILING_BULLETIN, "2026Q1", now=now)
    assert (paper.number, paper.about) == ("备通〔2026〕1号", "2026年第一季度")
    assert paper.title == "关于2026年第一季度行政规范性文件备案情况的通报"


@pytest.mark.parametrize(
    ("subject", "sentence"),
    [
        ("去年", "看不懂期间"),
        ("2027", "还没有开始"),
        ("2026Q3", "还没有开始"),
        ("2026-02-30_2026-03-01", "没有的日期"),
    ],
)
def test_what_is_no_period_is_refused(
    store: Store, cast: Cast, now: datetime, subject: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        make_paper(store, cast.clerk, PaperKind.FILING_BULLETIN, subject, now=now)


def test_a_report_is_of_a_whole_year_and_leaves_a_line_to_sign_on(
    store: Store, cast: Cast, now: datetime
) -> None:
    with pytest.raises(Refusal, match="不是一个整年"):
        make_paper(store, cast.clerk, PaperKind.ANNUAL_REPORT, "2026Q1", now=now)
    made = make_paper(store, cast.clerk, PaperKind.ANNUAL_REPORT, "2026", now=now)
    with reading(store) as session:
        docx = Docx(io.BytesIO(session.get_one(Paper, made.id).docx or b""))
    assert "＿＿＿＿" in "".join(paragraph.text for paragraph in docx.paragraphs)


def test_a_report_tells_what_was_examined_by_kind_of_document(store: Store) -> None:
    filing_id = submitted_filing(store)
    make_move(store, OPERATOR, filing_id, "register", NOW)
    with reading(store) as session:
        facts = report_facts(session, "2026", ON)
    table = facts.values["文种表"]
    assert isinstance(table, Table)
    (group,) = table.groups
    assert (
        [row[1:] for row in group.rows] == [("1", group.total[2], "1", "0", "0", "0")] if group.total else []
    )
    assert set(RATE.findall(text_of(facts))) <= cells_of(facts)
    assert filing_of(store, 1) == filing_id
