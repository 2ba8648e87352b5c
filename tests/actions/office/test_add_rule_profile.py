"""Versions of the rules."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from registry.actions.office.add_rule_profile import add_rule_profile
from registry.domain.errors import Denied, Refusal
from registry.domain.places import DEFAULT_PROFILES
from registry.domain.rules import from_json
from registry.storage.audit import entries_about
from registry.storage.check_book import book_version
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing
from registry.storage.rules import RuleProfileVersion, newest_profiles
from tests.building.filings import owed_filing
from tests.cast import Cast

NEWEST = replace(DEFAULT_PROFILES[1], version=2, filing_days_government=10, confirmed=True)


def test_a_new_version_stands_beside_the_old_one(store: Store, cast: Cast, now: datetime) -> None:
    row_id = add_rule_profile(store, cast.admin, NEWEST, now=now)
    with reading(store) as session:
        assert book_version(session) == 1, "texts are checked again by the validity that it allows"
        assert from_json(session.get_one(RuleProfileVersion, row_id).body) == NEWEST
        assert from_json(session.get_one(RuleProfileVersion, 2).body) == DEFAULT_PROFILES[1]
        assert row_id in {row.id for row in newest_profiles(session)}
        assert entries_about(session, f"rule_profile:{row_id}")[0].fields["version"] == 2


def test_no_past_due_date_moves_and_the_next_one_follows_the_new_rules(
    store: Store, cast: Cast, now: datetime
) -> None:
    before = owed_filing(store, 1)
    row_id = add_rule_profile(store, cast.admin, NEWEST, now=now)
    after = owed_filing(store, 2)
    with reading(store) as session:
        assert session.get_one(Filing, before).due_on == date(2026, 2, 24)
        assert session.get_one(Filing, after).due_on == date(2026, 2, 12)
        assert session.get_one(Filing, after).profile_id == row_id


@pytest.mark.parametrize("version", [1, 3])
def test_a_version_out_of_turn_is_refused(store: Store, cast: Cast, now: datetime, version: int) -> None:
    with pytest.raises(Refusal, match="刚被他人改过"):
        add_rule_profile(store, cast.admin, replace(NEWEST, version=version), now=now)


@pytest.mark.parametrize(
    ("field", "changes"),
    [("source", {"source": " "}), ("name", {"name": ""}), ("materials", {"materials": ()})],
)
def test_rules_without_a_name_a_source_or_materials_are_refused(
    store: Store, cast: Cast, now: datetime, field: str, changes: dict[str, object]
) -> None:
    with pytest.raises(Refusal) as refused:
        add_rule_profile(store, cast.admin, replace(NEWEST, **changes), now=now)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_only_an_admin_may(store: Store, cast: Cast, now: datetime) -> None:
    with pytest.raises(Denied):
        add_rule_profile(store, cast.lead, NEWEST, now=now)
