"""What an authority made, for its own site: in force today, or ended."""

from typing import Any

import sqlalchemy as sa
from flask import abort, request
from flask.typing import ResponseReturnValue
from sqlmodel import col

from registry.clock import today
from registry.domain.roles import Permission
from registry.domain.validity import ALIVE, STATUS_WORDS
from registry.storage.authorities import authority_by_code
from registry.storage.documents.public import is_public
from registry.storage.documents.tables import Document, DocumentSpan
from registry.storage.documents.timelines import covers
from registry.storage.engine import reading
from registry.web.access import current_store, needs
from registry.web.embed._answers import answer
from registry.web.paging import page_of

WORDS = {"in_force": "现行有效", "ended": "已经失效或废止"}


@needs(Permission.READ_PUBLIC)
def show(code: str) -> ResponseReturnValue:
    """`status` is in_force (else ended); only documents that are public."""
    status = "ended" if request.args.get("status") == "ended" else "in_force"
    day = today()
    with reading(current_store()) as session:
        authority = authority_by_code(session, code) or abort(404)
        query: Any = (
            sa.select(Document, col(DocumentSpan.status))
            .join(DocumentSpan, sa.and_(col(DocumentSpan.document_id) == Document.id, covers(day)))
            .where(is_public(), col(Document.lead_authority_id) == authority.id)
            .order_by(sa.nulls_last(col(Document.published_on).desc()), col(Document.id))
        )
        is_alive = col(DocumentSpan.status).in_(ALIVE)
        page = page_of(session, query.where(is_alive if status == "in_force" else ~is_alive))
    return answer(
        "embed/_authority.html",
        title=f"{authority.name}行政规范性文件（{WORDS[status]}）",
        page=page,
        status_words=STATUS_WORDS,
        today=day,
    )
