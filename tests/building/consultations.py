"""Public consultations on draft lists for tests: announced, commented on, closed."""

from datetime import date, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from registry.actions.cleanups.announce_consultation import announce_consultation
from registry.domain.documents import Disclosure
from registry.domain.roles import OPERATOR
from registry.storage.cleanups.tables import Consultation, ConsultationComment
from registry.storage.engine import Store, reading
from tests.building.documents import register_old, register_secret
from tests.building.proposals import token_of
from tests.building.rounds import NOW, decide_all, start_round

CLOSES = date(2026, 3, 16)  # seven working days after 5 March
AFTER = NOW + timedelta(12)
NAME, CONTACT = "甄意见", "13900002468"
TEXT = "《关于公开事项的通知》仍在使用，建议保留。"
HIDDEN = "关于内部事项的通知"


def consulted_round(store: Store) -> tuple[int, int]:
    """(id of a round with a public, a withheld and a secret document, id of the public one), all decided."""
    document_id = register_old(store, "关于公开事项的通知", doc_no="示农〔2020〕1号")
    register_old(store, HIDDEN, doc_no="示农〔2020〕2号", disclosure=Disclosure.WITHHELD)
    register_secret(store)
    round_id = start_round(store)
    decide_all(store, round_id)
    return round_id, document_id


def announce(store: Store, round_id: int, **fields: Any) -> Consultation:
    """The consultation of a round, announced on 5 March."""
    values: dict[str, Any] = {
        "title": "关于公开征求清理目录意见的公告",
        "text": "现公开征求意见。",
        "closes_on": CLOSES,
        "now": NOW,
        **fields,
    }
    return announce_consultation(store, OPERATOR, round_id, **values)


def comments(store: Store) -> list[ConsultationComment]:
    with reading(store) as session:
        return list(session.exec(select(ConsultationComment).order_by(ConsultationComment.id)))  # type: ignore[arg-type]


def comment_on(
    client: FlaskClient, address: str, *, token: str | None = None, **changes: Any
) -> TestResponse:
    """The answer to the form of a comment, opened and sent by this browser."""
    if token is None:
        token = token_of(client.get(address))
    return client.post(
        address, data={"text": TEXT, "name": NAME, "contact": CONTACT, "token": token, **changes}
    )
