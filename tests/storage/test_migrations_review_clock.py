"""Filings of an older version keep what their moves say: the clock of their review, and who withdrew them."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlmodel import select

from registry.actions.filings.move_filing import move_filing
from registry.actions.office.verify_register import verify_register
from registry.domain.calendars import WorkCalendar
from registry.domain.filings import Move, Track
from registry.domain.owed_filings import filing_due
from registry.domain.places import DEFAULT_PROFILES
from registry.domain.roles import OPERATOR
from registry.domain.rules import Period, to_json
from registry.storage.engine import Store, open_store, reading
from registry.storage.filings import Filing, FilingMove, due_changes_of
from registry.storage.migrate import STEPS, migrate
from registry.storage.notices import Notice
from registry.storage.rulebook import decreed_years, holiday_year

NOW = datetime(2026, 3, 25, 2, 0, tzinfo=UTC)
BEFORE = "0023"  # the step before the clock
PROFILE = DEFAULT_PROFILES[-1]
PUBLISHED = date(2026, 2, 2)
REGISTERED = [
    ("submit", "submitted", 25),
    ("register", "registered", 32),
    ("start_review", "under_review", 33),
]
OPINED = [*REGISTERED, ("opine", "opinion", 40)]
STORIES = {  # filing → (move, state after it, day counted from 31 January)
    1: REGISTERED,
    2: OPINED,
    3: [*OPINED, ("answer", "feedback", 52)],
    4: [("withdraw", "withdrawn", 40)],
    5: [("withdraw", "withdrawn", 40)],
    6: [REGISTERED[0], ("defer", "deferred", 30)],
}
REASONS = {4: "更正登记后，按规则无需报送备案。录入有误", 5: "误作公布。"}


@pytest.fixture
def migrated(tmp_path: Path) -> Store:
    store = open_store(f"sqlite:///{tmp_path / 'old.sqlite'}", tmp_path)
    with store.engine.execution_options(writes=True).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(STEPS))
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
        _fill(connection)
    migrate(store)
    return store


def test_a_review_under_way_keeps_its_day(migrated: Store) -> None:
    with reading(migrated) as session:
        filing = session.get_one(Filing, 1)
    assert (filing.step_due_on, filing.review_profile_id) == (date(2026, 4, 3), 1)
    assert (filing.clock_stopped_since, filing.is_extended, filing.correct_by) == (None, False, None)


def test_an_opinion_that_waits_has_stopped_the_clock(migrated: Store) -> None:
    with reading(migrated) as session:
        filing = session.get_one(Filing, 2)
    assert (filing.clock_stopped_since, filing.review_days_left) == (date(2026, 3, 12), 22)
    assert filing.step_due_on == date(2026, 4, 13)  # the authority's days are as they were told
    assert "还剩22日" in filing.clock_working


def test_an_answered_opinion_gets_the_deadline_it_never_had(migrated: Store) -> None:
    with reading(migrated) as session:
        filing = session.get_one(Filing, 3)
        assert not due_changes_of(session, 3)
    assert filing.step_due_on == date(2026, 4, 15)
    assert "停止计时12日（2026-03-12至2026-03-24）" in filing.step_working


def test_what_the_rules_withdrew_is_marked_and_what_a_clerk_withdrew_is_not(migrated: Store) -> None:
    with reading(migrated) as session:
        marked = {line.filing_id for line in session.exec(select(FilingMove)) if line.is_by_rules}
    assert marked == {4}


def test_a_reminder_of_a_supplement_is_named_by_the_move_that_asked_for_it(migrated: Store) -> None:
    with reading(migrated) as session:
        (defer,) = session.exec(select(FilingMove.id).where(FilingMove.move == Move.DEFER))
        keys = session.exec(select(Notice.key)).all()
    assert keys == [f"filing_due:filing-6-{defer}:2026-03-17:5:1", "filing_due:filing-6:2026-02-25:5:1"]


def test_the_migrated_filings_are_as_the_rules_compute_them_and_go_on(migrated: Store) -> None:
    assert "due" not in {difference.what for difference in verify_register(migrated)}
    for filing_id, move in ((1, Move.EXTEND), (2, Move.ANSWER), (3, Move.OPINE_AGAIN)):
        move_filing(migrated, OPERATOR, filing_id, move, on=date(2026, 3, 25), reason="见附件", now=NOW)
    assert "due" not in {difference.what for difference in verify_register(migrated)}
    with reading(migrated) as session:
        assert session.get_one(Filing, 2).step_due_on == date(2026, 4, 16)
        held = session.execute(sa.text("PRAGMA foreign_keys")).scalar_one()
    assert held == 1


def _fill(connection: sa.Connection) -> None:
    tables = sa.MetaData()
    tables.reflect(connection)

    def insert(table: str, **row: Any) -> None:
        connection.execute(sa.insert(tables.tables[table]), [row])

    insert("office_setting", name="tracked_from", value="2026-01-01")
    insert("authority", id=1, code="a", name="某局", organ_code="", kind="department", is_issuer=True,
           needs_review=False, email="", position=1, version=1)  # fmt: skip
    insert("rule_profile", id=1, name=PROFILE.name, version=1, body=to_json(PROFILE), added_at=NOW)
    decrees = [row for row in decreed_years() if row.year == 2026]
    for row in decrees:
        insert("holiday_year", year=row.year, version=1, off=row.off, work=row.work, source="放假安排通知")
    calendar = WorkCalendar({row.year: holiday_year(row) for row in decrees})
    for key, story in STORIES.items():
        _file(insert, key, story, calendar)
    insert("user", id=1, login="zhou", name="周", role="contact", authority_id=1, email="", password_hash="",
           is_active=True, session_version=1, created_at=NOW)  # fmt: skip
    for due_on in (date(2026, 3, 17), date(2026, 2, 25)):  # of the supplement, and of the filing itself
        insert("notice", key=f"filing_due:filing-6:{due_on}:5:1", kind="filing_due", subject="filing", subject_id=6,
               due_on=due_on, threshold="5", user_id=1, facts={}, state="sent", is_urgent=False, created_at=NOW,
               n_attempts=0, outcome="")  # fmt: skip


def _file(insert: Any, key: int, story: list[tuple[str, str, int]], calendar: WorkCalendar) -> None:
    """A filing as the version before kept it."""
    due = filing_due(Track.GOVERNMENT, PUBLISHED, PROFILE, calendar)
    days = [date.fromordinal(date(2026, 1, 31).toordinal() + day) for _, _, day in story]
    states = ["owed", *(state for _, state, _ in story)]
    began = {
        "register": Period("review_days", "登记之日"),
        "opine": Period("opinion_answer_days", "送达审查意见之日"),
        "defer": Period("supplement_days", "通知补正之日"),
    }
    begun = [(began[move], on) for (move, _, _), on in zip(story, days, strict=True) if move in began]
    step = begun[-1][0].due(begun[-1][1], PROFILE, calendar) if begun and states[-1] != "feedback" else None
    insert("document", id=key, title=f"某办法之{key}", title_key=f"某办法之{key}", doc_no="", duplicate_reason="",
           reg_no="", index_no="", local_serial="", kind="measures", subject="", lead_authority_id=1,
           published_on=PUBLISHED, effective_on=PUBLISHED, valid_until=date(2031, 2, 1), has_no_expiry=False,
           disclosure="public", is_published=True, source="", note="", version=1, created_at=NOW,
           updated_at=NOW)  # fmt: skip
    insert("document_text", document_id=key, text="", normal=f"某办法之{key}")
    insert("filing", id=key, document_id=key, authority_id=1, track="government", passage=1, direction="incoming",
           state=states[-1], start_on=PUBLISHED, raw_due_on=due.raw_on, due_on=due.due_on, working=due.working(),
           is_provisional=False, profile_id=1, calendar_versions={"2026": 1}, opinion="", is_historic=False,
           version=1, filing_no=f"备〔2026〕{key}号" if "registered" in states else None,
           registered_on=days[1] if "registered" in states else None,
           step_due_on=step.due_on if step else None, step_working=step.working() if step else "",
           step_profile_id=1 if step else None,
           step_calendar_versions={"2026": 1} if step else {})  # fmt: skip
    for n, (move, after, _) in enumerate(story):
        insert("filing_move", filing_id=key, move=move, before=states[n], after=after, on=days[n],
               recorded_at=NOW, by="li", is_on_behalf=False, reason=REASONS.get(key, ""))  # fmt: skip
