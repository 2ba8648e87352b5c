"""Adding an issuing authority."""

from datetime import datetime

import pytest

from registry.actions.authorities.add_authority import add_authority
from registry.domain.authorities import AuthorityKind
from registry.domain.errors import Denied, Refusal
from registry.storage.audit import entries_about
from registry.storage.authorities import Authority, names_of
from registry.storage.check_book import book_version
from registry.storage.engine import Store, reading
from tests.cast import Cast


def test_a_new_authority_has_its_name_and_a_generated_code(store: Store, cast: Cast, now: datetime) -> None:
    authority_id = add_authority(
        store, cast.clerk, name=" 示范区民政局 ", kind=AuthorityKind.DEPARTMENT, organ_code="示民", now=now
    )
    with reading(store) as session:
        authority = session.get_one(Authority, authority_id)
        assert (authority.name, authority.organ_code, authority.needs_review) == (
            "示范区民政局",
            "示民",
            False,
        )
        assert authority.code
        assert book_version(session) == 1, "a name that is borne names no body that ended"
        assert [row.name for row in names_of(session, authority_id)] == ["示范区民政局"]
        assert entries_about(session, f"authority:{authority_id}")[0].act == "add_authority"


def test_a_taken_name_or_code_is_refused(store: Store, cast: Cast, now: datetime) -> None:
    for name, code, field in (
        ("示范区农业农村局", "", "name"),
        ("示范区民政局", "agri", "code"),
        (" ", "", "name"),
    ):
        with pytest.raises(Refusal) as caught:
            add_authority(store, cast.clerk, name=name, code=code, kind=AuthorityKind.DEPARTMENT, now=now)
        assert caught.value.field == field


def test_a_contact_may_not_add_an_authority(store: Store, cast: Cast, now: datetime) -> None:
    with pytest.raises(Denied):
        add_authority(store, cast.drafter, name="示范区民政局", kind=AuthorityKind.DEPARTMENT, now=now)


def test_a_body_that_is_no_administrative_organ_may_not_issue(
    store: Store, cast: Cast, now: datetime
) -> None:
    name = "示范区人大常委会"
    authority_id = add_authority(store, cast.clerk, name=name, kind=AuthorityKind.OUTSIDE, now=now)
    with reading(store) as session:
        assert not session.get_one(Authority, authority_id).is_issuer
