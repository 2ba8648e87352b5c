"""Counting a secret document."""

from collections.abc import Callable
from datetime import date

from flask.testing import FlaskClient
from sqlmodel import select

from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading, transaction

SignIn = Callable[[str], FlaskClient]


def test_no_secret_document_is_counted_for_an_abolished_authority(store: Store, sign_in: SignIn) -> None:
    with transaction(store) as session:
        session.get_one(Authority, 2).abolished_on = date(2026, 3, 1)
    stub = {"local_serial": "密1", "authority_id": "2", "year": "2025"}
    assert "示范区农业农村局</option>" not in sign_in("clerk").get("/desk/documents/new-stub").text
    assert sign_in("clerk").post("/desk/documents/new-stub", data=stub).status_code == 422


def test_a_secret_stub_takes_three_things(store: Store, sign_in: SignIn) -> None:
    stub = {"local_serial": "密1", "authority_id": "1", "year": "2026"}
    assert sign_in("drafter").get("/desk/documents/new-stub").status_code == 403
    assert sign_in("clerk").post("/desk/documents/new-stub", data={**stub, "year": "25"}).status_code == 422
    assert sign_in("clerk").post("/desk/documents/new-stub", data=stub).status_code == 303
    with reading(store) as session:
        (document,) = session.exec(select(Document)).all()
    assert (document.disclosure, document.title, document.local_serial) == ("secret", "", "密1")
