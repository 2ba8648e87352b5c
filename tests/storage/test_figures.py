"""The figures of a period: documents are counted, each number from its own fact, and by the right day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from registry.actions.filings.refile_document import refile_document
from registry.domain.day_ranges import DayRange, quarter, year
from registry.domain.documents import Dates, DocumentKind
from registry.domain.measures import Measure
from registry.domain.roles import OPERATOR
from registry.domain.statistics import By, RateKind
from registry.storage.engine import Store, reading, transaction
from registry.storage.figures import Asked, Counted, count, rows_behind
from registry.storage.filings import Filing
from registry.storage.issue_register.entries import IssueEntry
from tests.building.documents import register
from tests.building.figures import inner_mongolia
from tests.building.filings import answered_filing, filing_of, make_move, submitted_filing
from tests.building.issue_registers import import_list
from tests.building.prepared_registers import Prepare
from tests.cast import NOW

IN_2026 = Asked(year(2026))


def counted(store: Store, asked: Asked = IN_2026) -> Counted:
    with reading(store) as session:
        return count(session, asked)


def numbers(store: Store, *measures: Measure) -> tuple[int, ...]:
    total = counted(store).total
    return tuple(total.number(measure) for measure in measures)


def change(store: Store, filing_id: int, edit: Callable[[Filing], None]) -> None:
    with transaction(store) as session:
        filing = session.get_one(Filing, filing_id)
        edit(filing)
        session.add(filing)


def test_a_document_that_is_filed_again_counts_once(store: Store) -> None:
    filing_id = submitted_filing(store)
    make_move(store, OPERATOR, filing_id, "refuse", NOW)
    wanted = Measure.SUBMITTED, Measure.CHECKED, Measure.CONFORMING
    assert numbers(store, *wanted) == (1, 1, 0)
    again = refile_document(store, OPERATOR, filing_id, reason="已补正", now=NOW)
    assert numbers(store, *wanted, Measure.UNSUBMITTED) == (0, 0, 0, 1)
    make_move(store, OPERATOR, again, "submit", NOW)
    assert numbers(store, *wanted, Measure.UNCHECKED) == (1, 0, 0, 1)
    make_move(store, OPERATOR, again, "register", NOW)
    assert numbers(store, *wanted) == (1, 1, 1)


def test_what_was_taken_back_is_not_filed_and_its_first_day_does_not_count(store: Store) -> None:
    filing_id = submitted_filing(store)
    change(store, filing_id, lambda filing: setattr(filing, "first_submitted_on", filing.due_on))
    assert numbers(store, Measure.SUBMITTED, Measure.ON_TIME) == (1, 1)
    make_move(store, OPERATOR, filing_id, "take_back", NOW)
    assert numbers(store, Measure.SUBMITTED) == (0,)
    make_move(store, OPERATOR, filing_id, "submit", NOW)
    assert numbers(store, Measure.SUBMITTED, Measure.ON_TIME) == (1, 0)


@pytest.mark.parametrize(
    ("move", "opined", "corrected"),
    [("accept", 0, 0), ("correct", 1, 1), ("annul", 1, 1), ("opine_again", 1, 0)],
)
def test_an_opinion_counts_while_it_stands(store: Store, move: str, opined: int, corrected: int) -> None:
    make_move(store, OPERATOR, answered_filing(store), move, NOW)
    assert numbers(store, Measure.OPINED, Measure.CORRECTED) == (opined, corrected)
    assert numbers(store, Measure.SUBMITTED, Measure.CONFORMING) == (1, 1)  # an opinion is no 补正


def test_what_was_sent_back_is_not_conforming_ever_after(store: Store) -> None:
    filing_id = submitted_filing(store)
    for move in ("defer", "submit", "register"):
        make_move(store, OPERATOR, filing_id, move, NOW)
    assert numbers(store, Measure.CHECKED, Measure.CONFORMING) == (1, 0)


def test_a_withdrawn_filing_is_filed_in_no_figure(store: Store) -> None:
    filing_id = submitted_filing(store)
    import_list(store, OPERATOR)
    assert numbers(store, Measure.ISSUED_FILED) == (1,)
    for move in ("defer", "withdraw"):
        make_move(store, OPERATOR, filing_id, move, NOW)
    assert numbers(store, Measure.ISSUED_FILED, Measure.SUBMITTED, Measure.WITHDRAWN) == (0, 0, 1)


def test_a_historic_filing_counts_as_filed_and_in_no_rate_of_facts_that_a_ledger_lacks(store: Store) -> None:
    filing_id = submitted_filing(store)
    import_list(store, OPERATOR)
    change(store, filing_id, lambda filing: setattr(filing, "is_historic", True))
    assert numbers(store, Measure.ISSUED_FILED, Measure.HISTORIC, Measure.SUBMITTED) == (1, 1, 0)


def test_a_filing_counts_by_the_day_of_publication_across_the_turn_of_the_year(store: Store) -> None:
    filing_id = submitted_filing(store)
    change(store, filing_id, lambda filing: setattr(filing, "start_on", date(2026, 12, 31)))
    change(store, filing_id, lambda filing: setattr(filing, "first_submitted_on", date(2027, 1, 8)))
    assert numbers(store, Measure.SUBMITTED) == (1,)
    assert counted(store, Asked(year(2027))).total.number(Measure.SUBMITTED) == 0
    assert counted(store, Asked(quarter(2026, 4))).total.number(Measure.SUBMITTED) == 1


def test_what_was_published_before_tracking_began_is_left_out(store: Store) -> None:
    filing_id = submitted_filing(store)
    change(store, filing_id, lambda filing: setattr(filing, "start_on", date(2025, 12, 31)))
    assert counted(store, Asked(year(2025))).total.numbers == {}


def test_a_document_that_also_goes_to_the_congress_counts_once(store: Store) -> None:
    document_id = register(store, OPERATOR, NOW, authority_ids=(1,), doc_no="示政规〔2026〕1号")
    make_move(store, OPERATOR, filing_of(store, document_id), "submit", NOW)
    assert len(counted(store).filings) == 1
    with reading(store) as session:
        n_tracks = session.execute(sa.select(sa.func.count()).select_from(Filing)).scalar_one()
    assert n_tracks == 2


def test_a_joint_document_counts_for_its_lead_alone(store: Store) -> None:
    register(store, OPERATOR, NOW, authority_ids=(2, 3))
    line = "示范区农机购置补贴办法\t示农〔2026〕3号\t2026-02-02"
    for authority_id in (2, 3):
        import_list(store, OPERATOR, line, authority_id)
    total = counted(store).total
    assert (total.number(Measure.ISSUED), total.number(Measure.JOINT_LINES)) == (1, 1)
    of = {group.asked.authority_id: group.figures for group in counted(store).groups(By.AUTHORITY)}
    assert [of[n].number(Measure.ISSUED) for n in (2, 3)] == [1, 0]


def test_a_line_without_a_day_counts_in_its_year_and_in_no_quarter(store: Store) -> None:
    import_list(store, OPERATOR)  # one of its three lines has no day
    whole = counted(store)
    assert whole.total.number(Measure.ISSUED) == 3
    by_quarter = {group.label: group.figures.number(Measure.ISSUED) for group in whole.groups(By.QUARTER)}
    assert by_quarter == {
        "2026年第一季度": 2,
        "2026年第二季度": 0,
        "2026年第三季度": 0,
        "2026年第四季度": 0,
        "未载印发日期": 1,
    }
    part = counted(store, Asked(quarter(2026, 1))).total
    assert (part.number(Measure.ISSUED), part.number(Measure.UNDATED_LINES)) == (2, 1)


def test_a_line_counts_in_the_year_of_its_day_whichever_list_holds_it(store: Store) -> None:
    import_list(store, OPERATOR, "示范区农机购置补贴办法\t示农〔2026〕3号\t2026-02-02")
    with transaction(store) as session:
        session.execute(sa.update(IssueEntry).values(year=2027))
    assert numbers(store, Measure.ISSUED) == (1,)
    assert counted(store, Asked(year(2027))).total.number(Measure.ISSUED) == 0
    both = counted(store, Asked(DayRange(date(2026, 1, 1), date(2027, 12, 31))))
    for group in both.groups(By.YEAR):
        with reading(store) as session:
            rows = rows_behind(session, group.asked, Measure.ISSUED)
        assert group.figures.number(Measure.ISSUED) == len(rows)
    assert both.total.number(Measure.ISSUED) == 1


def test_without_a_list_an_authority_has_no_rate_of_what_it_issued(store: Store) -> None:
    submitted_filing(store)
    import_list(store, OPERATOR, authority_id=3)
    of = {group.asked.authority_id: group.figures for group in counted(store).groups(By.AUTHORITY)}
    assert of[2].rate(RateKind.FILING).text() == "—"
    assert of[2].rate(RateKind.ON_TIME).text() == "0/1（0.0%）"
    assert of[3].rate(RateKind.FILING).d == 3
    assert (counted(store).n_lists, len(counted(store).owing)) == (1, 3)


def test_a_merged_authority_keeps_what_it_concluded(store: Store) -> None:
    filing_id = answered_filing(store)
    make_move(store, OPERATOR, filing_id, "correct", NOW)
    change(store, filing_id, lambda filing: setattr(filing, "authority_id", 3))  # as before a merger into 2
    of = {group.asked.authority_id: group.figures for group in counted(store).groups(By.AUTHORITY)}
    assert of[3].number(Measure.CORRECTED) == 1
    assert counted(store, Asked(year(2026), authority_id=2)).filings == []


def test_the_table_of_a_bulletin_comes_out_of_its_rows(store: Store) -> None:
    """Inner Mongolia 2010: 198 issued, 197 filed, 100 in time, 144 conforming, 163 published, 8 of 12 corrected."""
    inner_mongolia(store)
    assert [rate.text() for rate in counted(store).total.rates.values()][:5] == [
        "197/198（99.5%）",
        "100/197（50.8%）",
        "144/197（73.1%）",
        "163/198（82.3%）",
        "8/12（66.7%）",
    ]


def _asked() -> list[Asked]:
    return [
        IN_2026,
        Asked(quarter(2026, 1)),
        Asked(DayRange(date(2025, 7, 1), date(2026, 2, 14))),
        Asked(year(2026), authority_id=2),
        Asked(year(2026), kind=DocumentKind.MEASURES),
        Asked(year(2026), is_kind_unknown=True),
    ]


@pytest.mark.parametrize("asked", _asked(), ids=lambda asked: asked.days.words)
@pytest.mark.parametrize("by", By)
def test_every_number_of_every_group_has_as_many_rows(
    store: Store, prepared: Prepare, asked: Asked, by: By
) -> None:
    prepared(inner_mongolia, n_odd=40)
    with reading(store) as session:
        whole = count(session, asked)
        groups = whole.groups(by)
        for group in groups:
            for measure in Measure:
                rows = rows_behind(session, group.asked, measure)
                if measure is Measure.UNDATED_LINES and by in (By.QUARTER, By.YEAR):
                    continue  # it stands beside the whole period only
                assert group.figures.number(measure) == len(rows), (group.label, measure)
                assert len({row.id for row in rows}) == len(rows)
        for measure in Measure:
            assert whole.total.number(measure) == len(rows_behind(session, asked, measure))
        for kind in RateKind:
            rates = [group.figures.rate(kind) for group in groups]
            assert sum(rate.n for rate in rates) == whole.total.rate(kind).n
            assert sum(rate.d or 0 for rate in rates) == (whole.total.rate(kind).d or 0)


def test_the_part_of_an_authority_is_what_is_counted_for_it_alone(store: Store) -> None:
    inner_mongolia(store, n_odd=20)
    whole = counted(store)
    for authority in whole.authorities:
        part, alone = (
            whole.of_authority(authority),
            counted(store, replace(IN_2026, authority_id=authority.id)),
        )
        assert part.total == alone.total
        assert [group.figures for group in part.groups(By.KIND)] == [
            group.figures for group in alone.groups(By.KIND)
        ]


def test_the_number_of_statements_does_not_grow_with_the_rows(another_store: Callable[[str], Store]) -> None:
    def statements(n: int) -> int:
        store, seen = another_store("filled"), []
        inner_mongolia(store, n)
        sa.event.listen(store.engine, "before_cursor_execute", lambda *_: seen.append(1))
        counted(store)
        return len(seen)

    assert statements(5) == statements(150) < 15


def test_a_publication_without_a_day_is_named_beside(store: Store) -> None:
    register(store, OPERATOR, NOW, dates=Dates(signed_on=date(2026, 2, 2)))
    import_list(store, OPERATOR, "示范区农机购置补贴办法\t示农〔2026〕3号\t2026-02-02")
    wanted = Measure.ISSUED, Measure.ISSUED_PUBLISHED, Measure.UNDATED_PUBLICATION
    assert numbers(store, *wanted) == (1, 0, 1)
