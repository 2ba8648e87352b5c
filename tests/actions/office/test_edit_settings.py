"""What the office says about itself."""

from datetime import datetime

import pytest

from registry.actions.office.edit_settings import edit_settings
from registry.domain.errors import Denied, Refusal
from registry.storage import office
from registry.storage.audit import entries_about
from registry.storage.check_book import book_version
from registry.storage.engine import Store, reading
from tests.cast import Cast

ORDER = "repeal,lapse,retain,to_amend,reclassify"


def test_what_changed_is_kept_and_recorded_as_old_and_new(store: Store, cast: Cast, now: datetime) -> None:
    values = {"office_name": " 示范区司法局 ", "annex_order": ORDER, "first_cleanup_due_on": "2026-12-31"}
    changed = edit_settings(store, cast.admin, values, now=now)
    assert changed["office_name"] == ["司法局", "示范区司法局"]
    with reading(store) as session:
        assert office.setting(session, "annex_order") == ORDER
        assert office.setting(session, "first_cleanup_due_on") == "2026-12-31"
        assert entries_about(session, "registry")[0].fields == {"changes": changed}


def test_another_government_s_name_is_another_book_of_checks(store: Store, cast: Cast, now: datetime) -> None:
    edit_settings(
        store, cast.admin, {"government_name": "示范区人民政府", "office_name": "示范区司法局"}, now=now
    )
    edit_settings(store, cast.admin, {"office_name": "司法局"}, now=now)
    with reading(store) as session:
        assert book_version(session) == 1


def test_nothing_changed_leaves_no_line(store: Store, cast: Cast, now: datetime) -> None:
    assert edit_settings(store, cast.admin, {"office_name": "司法局"}, now=now) == {}
    with reading(store) as session:
        assert [line.act for line in entries_about(session, "registry")] == ["initialise"]


def test_since_when_it_tracks_stays_as_it_was_chosen(store: Store, cast: Cast, now: datetime) -> None:
    assert edit_settings(store, cast.admin, {"tracked_from": "2020-01-01"}, now=now) == {}
    with reading(store) as session:
        assert office.setting(session, "tracked_from") == "2026-01-01"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("office_name", "  "),
        ("government_name", "区" * 101),
        ("annex_order", "retain,retain,lapse,repeal,reclassify"),
        ("annex_order", "retain"),
        ("first_cleanup_due_on", "明年"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    store: Store, cast: Cast, now: datetime, name: str, value: str
) -> None:
    with pytest.raises(Refusal) as refused:
        edit_settings(store, cast.admin, {name: value}, now=now)
    assert refused.value.field == name


def test_only_an_admin_may(store: Store, cast: Cast, now: datetime) -> None:
    with pytest.raises(Denied):
        edit_settings(store, cast.lead, {"office_name": "甲"}, now=now)
