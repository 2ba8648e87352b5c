"""Titles, names and texts are compared and searched without marks, and with the characters that radicals stand for."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from registry.domain import doc_numbers
from registry.domain.normal import search_text, title_key, visible

revision = "0014"
down_revision = "0013"

_BATCH = 500


_document = sa.table("document", *map(sa.column, ("id", "title", "title_key", "doc_no", "doc_no_key")))
_entry = sa.table("issue_entry", *map(sa.column, ("id", "title", "title_key", "doc_no", "doc_no_key")))
_name = sa.table("authority_name", *map(sa.column, ("id", "name", "name_key")))
_relation = sa.table("relation", *map(sa.column, ("id", "other_title_key", "other_doc_no_key")))
_text = sa.table("document_text", *map(sa.column, ("document_id", "text", "in_force", "normal")))


def upgrade() -> None:
    _update(sa.select(_document), _document.c.id, _keys)
    _update(sa.select(_entry), _entry.c.id, _keys)
    _update(sa.select(_name), _name.c.id, lambda row: {"name_key": title_key(row.name)})
    _update(sa.select(_relation), _relation.c.id, _keys_of_relation)
    columns = (_text.c.document_id.label("id"), _text.c.text, _text.c.in_force)
    named = sa.select(*columns, _document.c.title, _document.c.doc_no)
    _update(
        named.join(_document, _document.c.id == _text.c.document_id),
        _text.c.document_id,
        lambda row: {"normal": search_text(row.title, row.doc_no, row.in_force or row.text)},
    )


def _update(rows: sa.Select[Any], key: sa.ColumnElement[Any], new: Callable[[Any], dict[str, Any]]) -> None:
    """Writes what `new` makes of each row, in the order of ids."""
    connection = op.get_bind()
    last = 0
    while batch := connection.execute(rows.where(key > last).order_by(key).limit(_BATCH)).all():
        last = batch[-1].id
        values = [{"row_id": row.id} | new(row) for row in batch]
        columns: dict[str, Any] = {name: sa.bindparam(name) for name in values[0] if name != "row_id"}
        connection.execute(sa.update(key.table).where(key == sa.bindparam("row_id")).values(columns), values)


def _keys(row: Any) -> dict[str, Any]:
    number = doc_numbers.parse(row.doc_no).key if row.doc_no else None
    return {"title_key": title_key(row.title), "doc_no_key": number}


def _keys_of_relation(row: Any) -> dict[str, Any]:
    """Made from the old keys: the words that cite the other document may have been cut."""
    number = row.other_doc_no_key
    return {
        "other_title_key": title_key(row.other_title_key),
        "other_doc_no_key": visible(number) if number else None,
    }
