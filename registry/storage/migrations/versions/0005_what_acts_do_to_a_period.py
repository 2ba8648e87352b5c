"""An act that shortens a period, a reissue without end, a day before publication; every span is computed anew."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

from registry.domain.validity import Event, EventKind, Life, Status, spans
from registry.storage.columns import Instant

revision = "0005"
down_revision = "0004"

_STATUSES = (
    "not_yet_published", "not_yet_effective", "in_force", "suspended", "repealed", "lapsed", "declared_lapsed",
    "annulled", "reclassified", "unknown",
)  # fmt: skip
_KINDS = (
    "published", "repealed", "declared_lapsed", "annulled", "reclassified", "suspended", "resumed", "extended",
    "shortened", "reissued", "amended", "confirmed", "to_amend", "partly_repealed", "stated", "voided",
)  # fmt: skip
_BATCH = 500


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _widen_events()
    else:
        _copy_events()
    op.drop_table("document_span")
    _make_spans()
    _compute_spans()


def _widen_events() -> None:
    """PostgreSQL exchanges a CHECK in place."""
    op.add_column(
        "document_event",
        sa.Column("new_has_no_expiry", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    for column, words in (("kind", _KINDS), ("stated", _STATUSES)):
        name = op.f(f"ck_document_event_{column}")
        op.drop_constraint(name, "document_event", type_="check")
        op.create_check_constraint(name, "document_event", sa.column(column).in_(words))


def _copy_events() -> None:
    """SQLite keeps a CHECK for the life of its table: the events are copied once (docs/decisions/021)."""
    copy = op.create_table(
        "document_event_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("kind", _word("kind", _KINDS), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=100), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("by_document_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("new_valid_until", sa.Date(), nullable=True),
        sa.Column("new_has_no_expiry", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("stated", _word("stated", _STATUSES), nullable=True),
        sa.Column("voids", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_document_event_{column}"))
            for column, table in (
                ("by_document_id", "document"),
                ("document_id", "document"),
                ("round_id", "cleanup_round"),
                ("voids", "document_event_copy"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_event")),
    )
    kept = [column.name for column in copy.columns if column.name != "new_has_no_expiry"]
    old = sa.table("document_event", *map(sa.column, kept))
    op.execute(sa.insert(copy).from_select(kept, sa.select(old).order_by(old.c.id)))
    op.drop_table("document_event")
    op.rename_table("document_event_copy", "document_event")
    for column in ("document_id", "round_id"):
        op.create_index(op.f(f"ix_document_event_{column}"), "document_event", [column], unique=False)


def _word(column: str, words: tuple[str, ...]) -> sa.Enum:
    name = op.f(f"ck_document_event_{column}")
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _make_spans() -> None:
    op.create_table(
        "document_span",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(*_STATUSES, name="status", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("is_presumed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_span_document_id")),
        sa.PrimaryKeyConstraint("document_id", "from_on", name=op.f("pk_document_span")),
    )
    days = ["status", "until_on", "from_on", "document_id"]
    op.create_index("ix_document_span_days", "document_span", days, unique=False)
    document = ["document_id", "from_on", "until_on", "status"]
    op.create_index("ix_document_span_document", "document_span", document, unique=False)


_document = sa.table(
    "document",
    *(sa.column(name) for name in ("id", "is_published", "has_no_expiry")),
    *(sa.column(day, sa.Date) for day in ("signed_on", "published_on", "effective_on", "valid_until")),
)
_event = sa.table(
    "document_event",
    *(
        sa.column(name)
        for name in ("id", "document_id", "kind", "source", "stated", "voids", "new_has_no_expiry")
    ),
    *(sa.column(day, sa.Date) for day in ("effective_on", "new_valid_until")),
    sa.column("recorded_at", Instant),
)
_span = sa.table(
    "document_span",
    *(sa.column(name) for name in ("document_id", "status", "why", "is_presumed")),
    *(sa.column(day, sa.Date) for day in ("from_on", "until_on")),
)


def _compute_spans() -> None:
    """Every document's spans by the rules as they are now. No earlier step computes spans: this one does it for all."""
    connection = op.get_bind()
    last = 0
    while documents := connection.execute(
        sa.select(_document).where(_document.c.id > last).order_by(_document.c.id).limit(_BATCH)
    ).all():
        first, last = documents[0].id, documents[-1].id
        events: dict[int, list[Event]] = defaultdict(list)
        rows = connection.execute(sa.select(_event).where(_event.c.document_id.between(first, last)))
        for row in rows:
            events[row.document_id].append(_as_event(row))
        values = [
            {"document_id": row.id, **vars(span)}
            for row in documents
            for span in spans(_as_life(row), events[row.id])
        ]
        connection.execute(sa.insert(_span), values)


def _as_life(row: Any) -> Life:
    return Life(
        is_published=bool(row.is_published),
        published_on=row.published_on,
        effective_on=row.effective_on,
        valid_until=row.valid_until,
        has_no_expiry=bool(row.has_no_expiry),
        signed_on=row.signed_on,
    )


def _as_event(row: Any) -> Event:
    return Event(
        id=row.id,
        kind=EventKind(row.kind),
        effective_on=row.effective_on,
        recorded_at=row.recorded_at,
        source=row.source,
        new_valid_until=row.new_valid_until,
        stated=Status(row.stated) if row.stated else None,
        voids=row.voids,
        new_has_no_expiry=bool(row.new_has_no_expiry),
    )
