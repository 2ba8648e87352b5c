"""What an authority made, for its own site."""

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import select

from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from tests.web.public.conftest import Register


def test_it_lists_what_is_in_force_and_what_has_ended_and_only_what_is_public(
    register_of_much: Register, visitor: FlaskClient
) -> None:
    with reading(register_of_much.store) as session:
        ended = session.get_one(Document, register_of_much.ended)
        code = session.exec(select(Authority.code).where(Authority.id == ended.lead_authority_id)).one()
        hidden = session.exec(select(Document.title).where(sa.column("disclosure") != "public")).all()
    page, past = (visitor.get(f"/embed/authorities/{code}?status={word}").text for word in ("", "ended"))
    assert ended.title in past
    assert ended.title not in page
    assert not [title for title in hidden if title and (title in page or title in past)]
    assert visitor.get("/embed/authorities/none").status_code == 404
