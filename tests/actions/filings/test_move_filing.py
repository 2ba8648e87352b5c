"""Every move of a filing in the register: its state, its deadline, its number, its notices and its record."""

from datetime import date, datetime

import pytest
from sqlmodel import col, select

from registry.actions.filings.move_filing import move_filing
from registry.domain.errors import Refusal
from registry.domain.filings import FilingState, Move
from registry.domain.notices import NoticeKind
from registry.storage.audit import entries_about
from registry.storage.engine import Store, reading
from registry.storage.filings import FilingMove, moves_of
from registry.storage.notices import Notice
from tests.building.documents import register
from tests.building.filings import REASON, TODAY, filing_of, make_move
from tests.building.prepared_registers import Prepare
from tests.cast import Cast

S = FilingState
PUBLISHED, DUE = date(2026, 2, 2), date(2026, 2, 24)


@pytest.fixture
def owed(store: Store, prepared: Prepare, cast: Cast, now: datetime) -> int:
    """A filing of the drafter's authority, due on 2026-02-24."""
    return filing_of(store, prepared(register, cast.clerk, now))


def notices(store: Store, kind: NoticeKind) -> list[Notice]:
    with reading(store) as session:
        return list(session.exec(select(Notice).where(Notice.kind == kind).order_by(col(Notice.id))).all())


@pytest.mark.parametrize(
    ("story", "after"),
    [
        ("submit register start_review pass", S.PASSED),
        ("submit register start_review opine answer correct", S.CORRECTED),
        ("submit register start_review opine answer annul", S.ANNULLED),
        ("submit register start_review opine answer suspend", S.SUSPENDED),
        ("submit defer submit register start_review pass", S.PASSED),
        ("submit defer withdraw", S.WITHDRAWN),
        ("submit refuse", S.REFUSED),
        ("submit register start_review opine answer accept", S.PASSED),
        ("submit register start_review opine answer opine_again answer correct", S.CORRECTED),
        ("withdraw", S.WITHDRAWN),
    ],
)
def test_every_path_of_the_table_can_be_walked_and_is_recorded(
    store: Store, cast: Cast, now: datetime, owed: int, story: str, after: FilingState
) -> None:
    moves = story.split()
    for name in moves:
        filing = make_move(store, cast.lead, owed, name, now)
    assert filing.state is after
    assert filing.concluded_on == TODAY
    assert filing.version == len(moves) + 1
    with reading(store) as session:
        walked = moves_of(session, owed)
        lines = [line for line in entries_about(session, f"filing:{owed}") if line.act == "move_filing"]
    states = [S.OWED, *(line.after for line in walked)]
    assert [line.before for line in walked] == states[:-1]
    assert [line.move.value for line in walked] == moves
    assert [line.fields["after"] for line in reversed(lines)] == [state.value for state in states[1:]]


@pytest.mark.parametrize(
    ("on", "days_late"), [(DUE, 0), (date(2026, 2, 25), 1), (TODAY, 9), (PUBLISHED, -22)]
)
def test_late_is_computed_from_the_first_submission(
    store: Store, cast: Cast, now: datetime, owed: int, on: date, days_late: int
) -> None:
    filing = make_move(store, cast.drafter, owed, "submit", now, on)
    assert filing.due_on == DUE
    assert (filing.first_submitted_on - filing.due_on).days == days_late


def test_a_supplement_does_not_make_a_timely_filing_late(
    store: Store, cast: Cast, now: datetime, owed: int
) -> None:
    make_move(store, cast.drafter, owed, "submit", now, DUE)
    make_move(store, cast.clerk, owed, "defer", now, date(2026, 2, 26))
    filing = make_move(store, cast.drafter, owed, "submit", now, TODAY)
    assert (filing.first_submitted_on, filing.submitted_on) == (DUE, TODAY)


def test_a_late_filing_is_registered_all_the_same(store: Store, cast: Cast, now: datetime, owed: int) -> None:
    make_move(store, cast.drafter, owed, "submit", now)
    assert make_move(store, cast.clerk, owed, "register", now).filing_no == "备〔2026〕1号"


@pytest.mark.parametrize(
    ("story", "step_due_on", "label"),
    [
        ("submit", date(2026, 3, 12), "5个工作日"),
        ("submit defer", date(2026, 3, 20), "15日"),
        ("submit register", date(2026, 4, 7), "30日"),
        ("submit register start_review", date(2026, 4, 7), "30日"),
        ("submit register start_review opine", date(2026, 4, 7), "30日"),
        ("submit register start_review opine answer", date(2026, 4, 7), "30日"),
        ("submit register start_review ask_supplement", date(2026, 3, 20), "15日"),
        ("submit register start_review ask_supplement supplement", date(2026, 4, 7), "30日"),
        ("submit register extend", date(2026, 4, 24), "30日，延长20日"),
        ("submit register start_review pass", None, ""),
    ],
)
def test_each_step_has_its_own_deadline_that_explains_itself(
    store: Store, cast: Cast, now: datetime, owed: int, story: str, step_due_on: date | None, label: str
) -> None:
    for name in story.split():
        filing = make_move(store, cast.lead, owed, name, now)
    assert filing.step_due_on == step_due_on
    assert label in filing.step_working
    assert filing.due_on == DUE


def test_numbers_have_no_gap_after_a_refusal(store: Store, cast: Cast, now: datetime) -> None:
    given = []
    for n in (1, 2, 3):
        filing_id = filing_of(
            store, register(store, cast.clerk, now, title=f"办法之{n}", doc_no=f"示农〔2026〕{n}号")
        )
        with pytest.raises(Refusal):
            make_move(store, cast.clerk, filing_id, "register", now)
        make_move(store, cast.clerk, filing_id, "submit", now)
        given.append(make_move(store, cast.clerk, filing_id, "register", now).filing_no)
    assert given == ["备〔2026〕1号", "备〔2026〕2号", "备〔2026〕3号"]


def test_a_move_typed_in_by_the_office_for_an_authority_is_marked(
    store: Store, cast: Cast, now: datetime, owed: int
) -> None:
    make_move(store, cast.clerk, owed, "submit", now, DUE)
    make_move(store, cast.clerk, owed, "defer", now)
    make_move(store, cast.drafter, owed, "submit", now)
    with reading(store) as session:
        walked = moves_of(session, owed)
    assert [(line.is_on_behalf, line.by) for line in walked] == [
        (True, "陈经办（clerk）"),
        (False, "陈经办（clerk）"),
        (False, "周起草（drafter）"),
    ]
    assert (walked[0].on, walked[0].recorded_at) == (DUE, now)


def test_an_outgoing_filing_takes_the_number_of_its_reviewer(store: Store, cast: Cast, now: datetime) -> None:
    ids = [
        filing_of(
            store,
            register(
                store,
                cast.clerk,
                now,
                authority_id=cast.government_id,
                title=f"区办法{n}",
                doc_no=f"示政〔2026〕{n}号",
            ),
        )
        for n in (1, 2)
    ]
    for filing_id in ids:
        make_move(store, cast.clerk, filing_id, "submit", now)
    with pytest.raises(Refusal, match="填写上级备案机关给出的备案登记号") as refused:
        make_move(store, cast.clerk, ids[0], "register", now)
    assert refused.value.field == "filing_no"
    registered = move_filing(
        store, cast.clerk, ids[0], Move.REGISTER, on=TODAY, filing_no=" 市备〔2026〕77号 ", now=now
    )
    assert registered.filing_no == "市备〔2026〕77号"
    with pytest.raises(Refusal, match="已用于另一件备案"):
        move_filing(store, cast.clerk, ids[1], Move.REGISTER, on=TODAY, filing_no="市备〔2026〕77号", now=now)


def test_a_submission_is_told_to_the_office_and_a_decision_to_the_authority(
    store: Store, cast: Cast, now: datetime, owed: int
) -> None:
    make_move(store, cast.drafter, owed, "submit", now)
    told = notices(store, NoticeKind.FILING_SUBMITTED)
    assert [notice.user_id for notice in told] == [cast.clerk.user_id, cast.lead.user_id]
    assert told[0].facts["title"] == "示范区农机购置补贴办法"
    assert told[0].facts["path"] == f"/desk/filings/{owed}"
    assert told[0].facts["step_due_on"] == "2026-03-12"
    make_move(store, cast.clerk, owed, "defer", now)
    [deferred] = notices(store, NoticeKind.FILING_DEFERRED)
    assert deferred.user_id == cast.drafter.user_id
    assert deferred.facts["reason"] == REASON


def test_a_second_supplement_is_told_again(store: Store, cast: Cast, now: datetime, owed: int) -> None:
    for name in ("submit", "defer", "submit", "defer"):
        make_move(store, cast.lead, owed, name, now)
    assert len(notices(store, NoticeKind.FILING_DEFERRED)) == 2


def test_an_opinion_is_kept_word_for_word(store: Store, cast: Cast, now: datetime, owed: int) -> None:
    for name in ("submit", "register", "start_review", "opine"):
        filing = make_move(store, cast.lead, owed, name, now)
    assert filing.opinion == REASON
    with reading(store) as session:
        reasons = session.exec(select(FilingMove.reason).where(FilingMove.filing_id == owed)).all()
    assert list(reasons) == ["", "", "", REASON]
