"""Documents to search for, written straight into the tables, and the search for them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.doc_numbers import key
from registry.domain.documents import Disclosure, DocumentKind
from registry.domain.normal import search_text, title_key
from registry.domain.validity import EVER, FOREVER, Status
from registry.search.find import Results, find
from registry.search.index import follow
from registry.search.selection import OFFICE
from registry.storage.changes import touch
from registry.storage.documents.tables import Document, DocumentAuthority, DocumentSpan, DocumentText
from registry.storage.doubts.tables import DocumentDoubt
from registry.storage.engine import Store, transaction
from tests.building.prepared_registers import Prepare
from tests.search.hits import TODAY, Look, Save

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PUBLISHED = date(2025, 6, 1)

TEXTS = {
    "停车场管理办法": "第一条 为规范停车场（库）管理，制定本办法。\n第二条 违反规定的，处200元罚款。",
    "行政处罚裁量基准": "行政机关实施行政处罚，应当公正。依据青政[2024] 12 号。",
    "行政许可目录": "许可事项由机关处理；罚则另定。",
    "ＡＰＰ备案须知": "APP开发者应使用HTTPS协议，版本号v2.0。",
    "〇号文件㟃港规划": "㟃港片区规划",
}


@pytest.fixture
def save(store: Store) -> Save:
    """save(title, text, **fields): save_document() into the register of the test."""
    return partial(save_document, store)


@pytest.fixture
def remove(store: Store) -> Callable[[int], None]:
    """Removes a document from every table but the change feed."""

    def _remove(one: int) -> None:
        with transaction(store) as session:
            for table in (DocumentText, DocumentAuthority, DocumentSpan, DocumentDoubt):
                session.execute(sa.delete(table).where(col(table.document_id) == one))
            session.execute(sa.delete(Document).where(col(Document.id) == one))
            touch(session, [one], NOW)

    return _remove


@pytest.fixture
def look(store: Store) -> Look:
    """look(typed, **asked): what the office finds today, unless told otherwise."""

    def _look(text: str = "", **given: Any) -> Results:
        asked: dict[str, Any] = {"audience": OFFICE, "on": TODAY} | given
        return find(store, text, **asked)

    return _look


@pytest.fixture
def texts(prepared: Prepare) -> dict[int, str]:
    """The documents above, indexed: id → what is searched of each."""
    return prepared(_save_texts)


def _save_texts(store: Store) -> dict[int, str]:
    ids = {save_document(store, title, text): search_text(title, "", text) for title, text in TEXTS.items()}
    follow(store)
    return ids


def save_document(store: Store, title: str, text: str = "", **fields: Any) -> int:
    """Saves an in-force public document and its change, or the new state of one; returns its id."""
    with transaction(store) as session:
        return _insert(session, title, text, **fields)


def _insert(session: Session, title: str, text: str = "", **fields: Any) -> int:
    status = fields.pop("status", Status.IN_FORCE)
    doc_no = fields.get("doc_no", "")
    defaults: dict[str, Any] = {
        "kind": DocumentKind.NOTICE,
        "lead_authority_id": 1,
        "disclosure": Disclosure.PUBLIC,
        "is_published": True,
        "published_on": PUBLISHED,
        "doc_no_key": key(doc_no) if doc_no else None,
        "created_at": NOW,
        "updated_at": NOW,
    }
    document = session.merge(Document(title=title, title_key=title_key(title), **(defaults | fields)))
    session.flush()
    assert document.id is not None
    one = document.id
    session.merge(DocumentText(document_id=one, text=text, normal=search_text(title, doc_no, text)))
    session.merge(DocumentAuthority(document_id=one, authority_id=document.lead_authority_id))
    if status:
        session.merge(DocumentSpan(document_id=one, from_on=EVER, until_on=FOREVER, status=status))
    touch(session, [one], NOW)
    return one
