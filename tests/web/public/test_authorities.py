"""The public list of authorised issuers: closed until the office opens it, and without authorities that still need review."""

from datetime import datetime

from flask.testing import FlaskClient

from registry.actions.authorities.add_authority import insert_authority
from registry.actions.authorities.reorganise_authority import Heirs
from registry.actions.office.edit_settings import edit_settings
from registry.domain.authorities import AuthorityKind
from registry.storage.authorities import Authority, SuccessionKind
from registry.storage.engine import Store, transaction
from tests.building.reforms import perform_reform
from tests.cast import Cast


def test_it_is_not_there_until_the_office_publishes_it(
    store: Store, cast: Cast, now: datetime, client: FlaskClient
) -> None:
    assert client.get("/authorities").status_code == 404
    assert "制定主体" not in client.get("/").text
    edit_settings(store, cast.admin, {"publishes_issuers": "yes"}, now=now)
    assert client.get("/authorities").status_code == 200
    assert 'href="/authorities"' in client.get("/").text


def test_it_lists_who_may_issue_and_who_might(
    store: Store, cast: Cast, now: datetime, client: FlaskClient
) -> None:
    edit_settings(store, cast.admin, {"publishes_issuers": "yes"}, now=now)
    with transaction(store) as session:
        for name, kind, review in (
            ("示范区某局", AuthorityKind.DEPARTMENT, True),
            ("某市人民政府", AuthorityKind.OUTSIDE, False),
            ("示范区联席会议", AuthorityKind.DEPARTMENT, False),
        ):
            added = insert_authority(session, name=name, kind=kind, needs_review=review)
            added.is_issuer = name != "示范区联席会议"
            session.add(added)
    perform_reform(store, 3, SuccessionKind.MERGED, Heirs(1))
    page = client.get("/authorities").text
    for name in ("示范区某局", "某市人民政府", "示范区联席会议"):
        assert name not in page
    present, ended = page.split("<caption>已撤销的制定主体")
    assert "示范区农业农村局" in present
    assert "青石镇" not in present
    assert "2026-03-01" in ended
    with transaction(store) as session:
        assert session.get_one(Authority, 3).is_issuer
