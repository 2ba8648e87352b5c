"""A round may have several releases: the first, and those that correct it (勘误).

SQLite cannot take a constraint off a table, so `release` and `release_row`, which refers to it, are copied.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_COLUMNS = {
    "corrects_id": "corrects_id INTEGER",
    "because": "because VARCHAR(1000) DEFAULT '' NOT NULL",
    "n_changed": "n_changed INTEGER DEFAULT '0' NOT NULL",
}
_CONSTRAINTS = (
    "CONSTRAINT fk_release_corrects_id FOREIGN KEY(corrects_id) REFERENCES release_copy (id)",
    "CONSTRAINT uq_release_corrects_id UNIQUE (corrects_id)",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _copy_tables()
    else:
        op.drop_constraint(op.f("uq_release_round_id"), "release", type_="unique")
        op.add_column("release", sa.Column("corrects_id", sa.Integer(), nullable=True))
        because = sa.Column("because", sa.String(length=1000), server_default="", nullable=False)
        op.add_column("release", because)
        op.add_column("release", sa.Column("n_changed", sa.Integer(), server_default="0", nullable=False))
        name = op.f("fk_release_corrects_id")
        op.create_foreign_key(name, "release", "release", ["corrects_id"], ["id"])
        op.create_unique_constraint(op.f("uq_release_corrects_id"), "release", ["corrects_id"])
    op.create_index(op.f("ix_release_round_id"), "release", ["round_id"], unique=False)


def _copy_tables() -> None:
    release, rows = _statement("release"), _statement("release_row")
    release = re.sub(r",\s*CONSTRAINT uq_release_round_id UNIQUE \(round_id\)", "", release)
    first = release.index("CONSTRAINT ")
    added = "".join(f"{column}, " for column in _COLUMNS.values())
    last = release.rindex(")")
    release = f"{release[:first]}{added}{release[first:last]}, {', '.join(_CONSTRAINTS)})"
    for name, statement in (("release", release), ("release_row", rows)):
        op.execute(_renamed(statement))
        kept = _columns(name)
        old, copy = (sa.table(table, *map(sa.column, kept)) for table in (name, f"{name}_copy"))
        op.execute(sa.insert(copy).from_select(kept, sa.select(old)))
    for name in ("release_row", "release"):
        op.execute(f'DROP TABLE "{name}"')
    for name in ("release", "release_row"):
        op.execute(f'ALTER TABLE {name}_copy RENAME TO "{name}"')


def _statement(name: str) -> str:
    query = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
    return str(op.get_bind().execute(query, {"name": name}).scalar_one())


def _renamed(statement: str) -> str:
    """The statement with the copies in the place of the tables it makes and refers to."""
    made = re.sub(r'^CREATE TABLE "?(release_row|release)"?', r"CREATE TABLE \1_copy", statement)
    return re.sub(r'REFERENCES "?release"? ?\(', "REFERENCES release_copy (", made)


def _columns(name: str) -> list[str]:
    return [column["name"] for column in sa.inspect(op.get_bind()).get_columns(name)]
