"""Editing an issuing authority."""

from datetime import date, datetime
from typing import Any

import pytest

from registry.actions.authorities.add_authority import insert_authority
from registry.actions.authorities.edit_authority import edit_authority
from registry.actions.authorities.reorganise_authority import Heirs
from registry.domain.authorities import AuthorityKind
from registry.domain.errors import Denied, Refusal
from registry.domain.roles import Actor
from registry.storage.audit import entries_about
from registry.storage.authorities import UNKNOWN_CODE, UNKNOWN_NAME, Authority, SuccessionKind, names_of
from registry.storage.documents.tables import issuers_of
from registry.storage.engine import Store, reading, transaction
from tests.building.documents import register
from tests.building.reforms import perform_reform
from tests.cast import Cast

AGRICULTURE: dict[str, Any] = {"name": "示范区农业农村局", "kind": AuthorityKind.DEPARTMENT, "version": 1}


def _edit(store: Store, actor: Actor, now: datetime, **changes: Any) -> dict[str, list[str]]:
    return edit_authority(store, actor, 2, now=now, **{**AGRICULTURE, **changes})


def test_a_renamed_authority_keeps_its_former_name(store: Store, cast: Cast, now: datetime) -> None:
    document = register(store, cast.clerk, now)
    _edit(store, cast.clerk, now, name="示范区农业和水务局", renamed_on=date(2026, 3, 1))
    with reading(store) as session:
        assert session.get_one(Authority, 2).name == "示范区农业和水务局"
        names = {row.name: (row.from_on, row.until_on) for row in names_of(session, 2)}
        assert names == {
            "示范区农业农村局": (None, date(2026, 2, 28)),
            "示范区农业和水务局": (date(2026, 3, 1), None),
        }
        assert issuers_of(session, document)[0].name_as_issued == "示范区农业农村局"


def test_a_mistyped_name_is_corrected_in_place(store: Store, cast: Cast, now: datetime) -> None:
    _edit(store, cast.clerk, now, name="示范区农业局")
    with reading(store) as session:
        assert [row.name for row in names_of(session, 2)] == ["示范区农业局"]


def test_a_name_of_another_is_refused(store: Store, cast: Cast, now: datetime) -> None:
    with pytest.raises(Refusal) as caught:
        _edit(store, cast.clerk, now, name="示范区人民政府", renamed_on=date(2026, 3, 1))
    assert caught.value.field == "name"


def test_the_second_of_two_clerks_is_refused(store: Store, cast: Cast, now: datetime) -> None:
    _edit(store, cast.clerk, now, email="nyj@example.cn")
    with pytest.raises(Refusal, match="刚被他人修改"):
        _edit(store, cast.lead, now, organ_code="示农")


def test_saving_without_changes_records_nothing(store: Store, cast: Cast, now: datetime) -> None:
    assert _edit(store, cast.clerk, now) == {}
    with reading(store) as session:
        assert entries_about(session, "authority:2") == []


def test_a_renaming_in_the_future_is_refused(store: Store, cast: Cast, now: datetime) -> None:
    with pytest.raises(Refusal) as caught:
        _edit(store, cast.clerk, now, name="示范区农业和水务局", renamed_on=date(2026, 3, 6))
    assert caught.value.field == "renamed_on"


def test_the_source_of_a_renaming_is_recorded(store: Store, cast: Cast, now: datetime) -> None:
    _edit(
        store,
        cast.clerk,
        now,
        name="示范区农业和水务局",
        renamed_on=date(2026, 3, 1),
        source="示委〔2026〕1号",
    )
    with reading(store) as session:
        (line,) = entries_about(session, "authority:2")
        assert line.fields["changes"]["source"] == ["", "示委〔2026〕1号"]


def test_an_heir_may_take_the_name_of_the_authority_it_succeeds(
    store: Store, cast: Cast, now: datetime
) -> None:
    perform_reform(store, 3, SuccessionKind.MERGED, Heirs(2))
    changed = _edit(store, cast.clerk, now, name="示范区青石镇人民政府", renamed_on=date(2026, 3, 2))
    assert changed["name"][1] == "示范区青石镇人民政府"


def test_the_placeholder_authority_cannot_be_confirmed(store: Store, cast: Cast, now: datetime) -> None:
    with transaction(store) as session:
        unknown = insert_authority(
            session, name=UNKNOWN_NAME, kind=AuthorityKind.DEPARTMENT, code=UNKNOWN_CODE, needs_review=True
        )
        session.flush()
        unknown_id = unknown.id or 0
    with pytest.raises(Refusal, match="补录制定机关"):
        edit_authority(
            store,
            cast.clerk,
            unknown_id,
            name=UNKNOWN_NAME,
            kind=AuthorityKind.DEPARTMENT,
            version=1,
            now=now,
        )


def test_a_contact_may_not_edit_an_authority(store: Store, cast: Cast, now: datetime) -> None:
    with pytest.raises(Denied):
        _edit(store, cast.drafter, now, email="x@example.cn")
