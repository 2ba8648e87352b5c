"""Days due at the end of a year, stored before they waited for the next decree, are marked when migrating."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from registry.actions.office.verify_register import verify_register
from registry.domain.calendars import WorkCalendar
from registry.domain.filings import Track
from registry.domain.owed_filings import filing_due
from registry.domain.places import DEFAULT_PROFILES
from registry.domain.rules import to_json
from registry.storage.engine import open_store, reading
from registry.storage.filings import Filing
from registry.storage.migrate import STEPS, migrate
from registry.storage.rulebook import decreed_years, holiday_year

NOW = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
BEFORE = "0006"  # the step before days at the end of a year began to wait
PROFILE = DEFAULT_PROFILES[-1]


def test_a_day_at_the_end_of_a_year_waits_for_the_next_decree(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'old.sqlite'}", tmp_path)
    with store.engine.execution_options(writes=True).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(STEPS))
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
        _fill(connection)
    migrate(store)
    with reading(store) as session:
        waits, stays = session.get_one(Filing, 1), session.get_one(Filing, 2)
    assert (waits.due_on, waits.is_provisional) == (date(2026, 12, 29), True)
    assert "预计：2027年放假安排尚未公布" in waits.working
    assert (stays.due_on, stays.is_provisional) == (date(2025, 12, 30), False)
    assert stays.calendar_versions == {"2025": 1, "2026": 1}
    assert "due" not in {difference.what for difference in verify_register(store)}


def _fill(connection: sa.Connection) -> None:
    """Two documents with a filing each; the years 2025 and 2026 are decreed, 2026 was not yet for the second one."""
    tables = sa.MetaData()
    tables.reflect(connection)

    def insert(table: str, **row: Any) -> None:
        connection.execute(sa.insert(tables.tables[table]), [row])

    insert("office_setting", name="tracked_from", value="2025-01-01")
    insert("authority", id=1, code="a", name="某局", organ_code="", kind="department", is_issuer=True,
           needs_review=False, email="", position=1, version=1)  # fmt: skip
    insert("rule_profile", id=1, name=PROFILE.name, version=1, body=to_json(PROFILE), added_at=NOW)
    decrees = [row for row in decreed_years() if row.year in (2025, 2026)]
    for row in decrees:
        insert("holiday_year", year=row.year, version=1, off=row.off, work=row.work, source="放假安排通知")
    years = {row.year: holiday_year(row) for row in decrees}
    for key, published_on, versions in ((1, date(2026, 12, 14), [2026]), (2, date(2025, 12, 15), [2025])):
        _file(insert, key, published_on, WorkCalendar({year: years[year] for year in versions}))


def _file(insert: Any, key: int, published_on: date, calendar: WorkCalendar) -> None:
    """A filing as it was computed before: certain, although the year ends in the days that wait."""
    due = filing_due(Track.GOVERNMENT, published_on, PROFILE, calendar)
    valid_until = published_on + timedelta(days=1000)
    insert("document", id=key, title=f"某办法之{key}", title_key=f"某办法之{key}", doc_no="", duplicate_reason="",
           reg_no="", index_no="", local_serial="", kind="measures", subject="", lead_authority_id=1,
           published_on=published_on, effective_on=published_on, valid_until=valid_until, has_no_expiry=False,
           disclosure="public", is_published=True, source="", note="", version=1, created_at=NOW,
           updated_at=NOW)  # fmt: skip
    insert("document_text", document_id=key, text="", normal=f"某办法之{key}")
    insert("filing", id=key, document_id=key, authority_id=1, track="government", passage=1, direction="incoming",
           state="owed", start_on=published_on, raw_due_on=due.raw_on, due_on=due.due_on,
           working=due.working().partition("（预计")[0] + f"；依据：{PROFILE.source}", is_provisional=False,
           profile_id=1, calendar_versions={str(year): 1 for year in calendar.years}, step_working="",
           opinion="", is_historic=False, version=1)  # fmt: skip
