"""The lists of a quarter and of a year: whole, with public documents only, and the others counted."""

import io
from datetime import date, datetime

import pytest
from docx import Document as Docx

from registry.actions.figures.list_papers import annual_list_facts, quarterly_list_facts
from registry.actions.papers.keep_paper import PaperFacts
from registry.actions.papers.make_paper import make_paper
from registry.domain.day_ranges import quarter
from registry.domain.documents import Dates, Disclosure
from registry.domain.errors import Refusal
from registry.domain.measures import Measure
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import OPERATOR
from registry.exports.papers.model import Table
from registry.storage.engine import Store, reading
from registry.storage.figures import Asked, count
from registry.storage.papers import Paper
from tests.building.documents import register
from tests.building.filings import filing_of, make_move, submitted_filing
from tests.cast import NOW, Cast

ON = date(2026, 3, 5)


def quarterly(store: Store, subject: str = "2026Q1") -> PaperFacts:
    with reading(store) as session:
        return quarterly_list_facts(session, subject, ON)


def annual(store: Store, on: date = ON) -> PaperFacts:
    with reading(store) as session:
        return annual_list_facts(session, "2026", on)


def rows_of(facts: PaperFacts) -> list[tuple[str, ...]]:
    (block,) = facts.annexes[0].blocks
    return [row for group in block.groups for row in group.rows] if isinstance(block, Table) else []


def registered(store: Store, n: int = 1) -> None:
    for number in range(2, 2 + n):
        document_id = register(
            store,
            OPERATOR,
            NOW,
            title=f"示范区第{number}号办法",
            doc_no=f"示农〔2026〕{number}号",
            dates=Dates(published_on=date(2026, 2, 20)),
        )
        for move in ("submit", "register"):
            make_move(store, OPERATOR, filing_of(store, document_id), move, NOW)


def test_the_list_of_a_quarter_has_what_was_registered_in_it(store: Store) -> None:
    registered(store)
    submitted_filing(store)  # not registered
    facts = quarterly(store)
    assert facts.values["件数"] == "1"
    (row,) = rows_of(facts)
    assert row == (
        "示范区第2号办法",
        "示农〔2026〕2号",
        "示范区农业农村局",
        "2026.2.20",
        "2026.3.5",
        "备〔2026〕1号",
        "2026.3.5",
    )
    assert rows_of(quarterly(store, "2026-01-01_2026-03-04")) == []


def test_the_list_agrees_with_the_figures(store: Store) -> None:
    registered(store, 3)
    with reading(store) as session:
        figures = count(session, Asked(quarter(2026, 1))).total
    assert len(rows_of(quarterly(store))) == figures.number(Measure.REGISTERED) == 3


def test_what_is_not_public_is_counted_and_not_named(store: Store) -> None:
    registered(store)
    hidden = register(
        store,
        OPERATOR,
        NOW,
        title="示范区内部管理办法",
        doc_no="示农〔2026〕9号",
        disclosure=Disclosure.WITHHELD,
    )
    for move in ("submit", "register"):
        make_move(store, OPERATOR, filing_of(store, hidden), move, NOW)
    for facts in (quarterly(store), annual(store)):
        assert facts.values["件数"] == "1"
        assert facts.values["未列说明"] == "另有依法不予公开或者尚未公开的1件，不列入本目录。"
        assert "内部" not in str(rows_of(facts))


def test_a_secret_stub_of_the_year_is_counted_in_the_list_of_the_year(store: Store) -> None:
    register(
        store,
        OPERATOR,
        NOW,
        title="",
        doc_no="",
        disclosure=Disclosure.SECRET,
        text="",
        local_serial="密1",
        dates=Dates(signed_on=date(2026, 1, 1)),
    )
    assert annual(store).values["未列说明"] == "另有依法不予公开或者尚未公开的1件，不列入本目录。"


def test_the_list_of_a_year_tells_the_status_of_the_day(store: Store) -> None:
    register(
        store,
        OPERATOR,
        NOW,
        dates=Dates(
            published_on=date(2026, 1, 5), effective_on=date(2026, 1, 5), valid_until=date(2026, 3, 31)
        ),
    )
    assert "继续有效" in rows_of(annual(store))[0]
    assert "2026.4.1起失效" in rows_of(annual(store, date(2026, 4, 2)))[0]


def test_the_list_is_one_table_under_its_authorities_in_the_kept_paper(
    store: Store, cast: Cast, now: datetime
) -> None:
    registered(store, 3)
    made = make_paper(store, cast.clerk, PaperKind.QUARTERLY_LIST, "2026Q1", now=now)
    with reading(store) as session:
        docx = Docx(io.BytesIO(session.get_one(Paper, made.id).docx or b""))
    cells = [[cell.text for cell in row.cells] for row in docx.tables[-1].rows]
    assert cells[0][:3] == ["序号", "文件名称", "发文字号"]
    assert "制定机关" not in cells[0]
    assert [row[0] for row in cells[1:]] == [
        "一、政府部门文件（3件）",
        "（一）示范区农业农村局（3件）",
        "1",
        "2",
        "3",
    ]


def test_a_list_of_nothing_says_none(store: Store) -> None:
    assert quarterly(store).annexes[0].blocks == ("无。",)


def test_a_quarter_to_come_has_no_list(store: Store) -> None:
    with pytest.raises(Refusal, match="还没有开始"):
        quarterly(store, "2026Q2")
