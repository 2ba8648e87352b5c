"""Widening a column of words: the CHECK that names the words it may hold."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


def widen(table: str, column: str, before: Sequence[str], after: Sequence[str]) -> None:
    """Lets a column of words hold the words `after` where it held `before`.

    SQLite changes no CHECK of a table that stands, and copying one that others refer to endangers their rows. What a
    CHECK says is no part of what is stored, so its words are exchanged in the schema, as SQLite's manual describes
    (ALTER TABLE, 7); nothing of it lasts when the transaction fails.
    """
    name = f"ck_{table}_{column}"
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, sa.column(column).in_(after))
        return
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    written = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table"), {"table": table}
    ).scalar_one()
    widened = written.replace(_listed(before), _listed(after))
    if widened == written:
        raise RuntimeError(f"{name} is not the CHECK that was expected")
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :table"),
        {"sql": widened, "table": table},
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def _listed(words: Sequence[str]) -> str:
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"
