"""Whatever way a filing goes, its deadline is the one that a count of the days says, also after a decree."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

from sqlmodel import col, select

from registry.actions.filings.move_filing import move_filing
from registry.actions.office.add_holiday_year import add_holiday_year
from registry.actions.office.verify_register import verify_register
from registry.domain.calendars import HolidayYear, WorkCalendar
from registry.domain.decisions import Decision
from registry.domain.filings import CONCLUDED, MOVES, FilingState, Move, moves_open
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing, FilingMove, moves_of
from registry.storage.rulebook import decreed_year, load_rulebook
from tests.building.filings import DECIDED_BY, owed_filing, stored_filing
from tests.cast import Cast

NOW = datetime(2026, 12, 31, 2, 0, tzinfo=UTC)
N_WALKS, LONGEST = 12, 14
STOPS = {Move.OPINE: Move.ANSWER, Move.OPINE_AGAIN: Move.ANSWER, Move.ASK_SUPPLEMENT: Move.SUPPLEMENT}
DAYS = {Move.DEFER: 15, Move.OPINE: 30, Move.OPINE_AGAIN: 30, Move.ASK_SUPPLEMENT: 15}
ONE_DAY = timedelta(1)


def test_every_way_of_a_filing_keeps_the_deadline_that_its_days_say(store: Store, cast: Cast) -> None:
    seen = set()
    for seed in range(N_WALKS):
        random = Random(seed)
        for filing in walk(store, random, owed_filing(store, seed + 1)):
            seen.add(filing.state)
            check(store, filing)
        if seed % 4 == 3:
            decree(store, cast, random)
            check_all(store)
    assert seen >= set(FilingState) - CONCLUDED
    assert not verify_register(store)


def walk(store: Store, random: Random, filing_id: int) -> Iterator[Filing]:
    """The filing after each of its moves, on days that a chance chooses; a walk rather goes on than ends."""
    on = date(2026, 2, 2)
    for _ in range(LONGEST):
        filing = stored_filing(store, filing_id)
        with reading(store) as session:
            made = [line.move for line in moves_of(session, filing_id)]
        moves = moves_open(filing.state, OPERATOR, made)
        if not moves:
            return
        going_on = [move for move in moves if MOVES[move].after not in CONCLUDED]
        move = random.choice(going_on if going_on and random.random() < 0.9 else moves)
        on += timedelta(random.choice((0, 0, 1, 3, 7, 12)))
        rule = MOVES[move]
        decision = Decision(rule.decides[0], on, DECIDED_BY) if rule.needs_decision else None
        move_filing(store, OPERATOR, filing_id, move, on=on, reason="理由", decision=decision, now=NOW)
        yield stored_filing(store, filing_id)


def decree(store: Store, cast: Cast, random: Random) -> None:
    """Some working days of 2026 become days off, so that deadlines move."""
    with reading(store) as session:
        year = decreed_year(session, 2026)
    assert year is not None
    off = {date(2026, 3, 1) + timedelta(random.randrange(150)): "临时放假" for _ in range(12)}
    work = {day: name for day, name in year.work.items() if day not in off}
    changed = HolidayYear(2026, year.version, {**year.off, **off}, work)
    add_holiday_year(store, cast.admin, changed, source="某通知", now=NOW)


def check_all(store: Store) -> None:
    with reading(store) as session:
        filings = session.exec(select(Filing).order_by(col(Filing.id))).all()
    for filing in filings:
        check(store, filing)


def check(store: Store, filing: Filing) -> None:
    """Compares what is stored with a count of the days that shares nothing with the rules' code."""
    with reading(store) as session:
        moves = moves_of(session, filing.id or 0)
        calendar = load_rulebook(session).calendar
    story = [(line.move.value, str(line.on)) for line in moves]
    due_on, stopped_since, n_left = counted(filing, moves, calendar)
    assert filing.step_due_on == due_on, story
    assert (filing.clock_stopped_since, filing.review_days_left) == (stopped_since, n_left), story


def counted(
    filing: Filing, moves: list[FilingMove], calendar: WorkCalendar
) -> tuple[date | None, date | None, int | None]:
    """(the deadline of the step, since when the review stands still, the days that are left of it)."""
    if not moves or filing.state in CONCLUDED | {FilingState.OWED}:
        return None, None, None
    last = moves[-1]
    if last.move is Move.SUBMIT:
        day = last.on
        for _ in range(5):
            day = next_working(day + ONE_DAY, calendar)
        return day, None, None
    if last.move in DAYS:
        due_on = next_working(last.on + timedelta(DAYS[last.move]), calendar)
        if last.move is Move.DEFER:
            return due_on, None, None
        return due_on, last.on, allowed(moves) - len(running(moves, last.on))
    day, n_run = registered(moves), 0
    while n_run < allowed(moves):
        day += ONE_DAY
        n_run += is_running(moves, day)
    return next_working(day, calendar), None, None


def registered(moves: list[FilingMove]) -> date:
    return next(line.on for line in moves if line.move is Move.REGISTER)


def allowed(moves: list[FilingMove]) -> int:
    return 50 if any(line.move is Move.EXTEND for line in moves) else 30


def running(moves: list[FilingMove], until: date) -> list[date]:
    """The days of the review up to a day on which its clock ran."""
    day, days = registered(moves), []
    while day < until:
        day += ONE_DAY
        if is_running(moves, day):
            days.append(day)
    return days


def is_running(moves: list[FilingMove], day: date) -> bool:
    """Whether a day counts: it does not from the day after a stop to the day on which the review goes on."""
    for n, line in enumerate(moves):
        if line.move in STOPS:
            ends = [later.on for later in moves[n:] if later.move is STOPS[line.move]]
            if ends and line.on < day <= ends[0]:
                return False
    return True


def next_working(day: date, calendar: WorkCalendar) -> date:
    while not calendar.is_working(day):
        day += ONE_DAY
    return day
