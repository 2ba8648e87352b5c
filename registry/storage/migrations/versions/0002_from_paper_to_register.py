"""Doubts, the issue register, saved views, remembered columns, successions, and the keys of a relation's other end."""

import sqlalchemy as sa
from alembic import op

from registry.domain.citations import keys_of_words

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "column_mapping",
        sa.Column("header_key", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(), nullable=False),
        sa.Column("chosen_by", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("header_key", name=op.f("pk_column_mapping")),
    )
    op.create_table(
        "authority_succession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "merged",
                "split",
                "abolished",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("n_documents", sa.Integer(), nullable=False),
        sa.Column("n_filings", sa.Integer(), nullable=False),
        sa.Column("n_people", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_authority_succession_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["authority.id"], name=op.f("fk_authority_succession_successor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_succession")),
    )
    op.create_index(
        op.f("ix_authority_succession_authority_id"), "authority_succession", ["authority_id"], unique=False
    )
    op.create_index(
        op.f("ix_authority_succession_successor_id"), "authority_succession", ["successor_id"], unique=False
    )

    op.create_table(
        "document_doubt",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("doubt", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_doubt_document_id")),
        sa.PrimaryKeyConstraint("document_id", "doubt", name=op.f("pk_document_doubt")),
    )
    op.create_index("ix_document_doubt_kind", "document_doubt", ["doubt", "document_id"], unique=False)

    op.create_table(
        "issue_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("title_key", sa.String(length=500), nullable=False),
        sa.Column("doc_no", sa.String(length=200), nullable=False),
        sa.Column("doc_no_key", sa.String(length=200), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("not_normative_because", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_issue_entry_authority_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_issue_entry_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_entry")),
    )
    op.create_index("ix_issue_entry_authority_id_year", "issue_entry", ["authority_id", "year"], unique=False)
    op.create_index(op.f("ix_issue_entry_doc_no_key"), "issue_entry", ["doc_no_key"], unique=False)
    op.create_index(op.f("ix_issue_entry_document_id"), "issue_entry", ["document_id"], unique=False)
    op.create_index(op.f("ix_issue_entry_year"), "issue_entry", ["year"], unique=False)
    op.create_index(op.f("ix_issue_entry_title_key"), "issue_entry", ["title_key"], unique=False)

    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.String(length=2000), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_saved_view_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("user_id", "page", "name", name=op.f("uq_saved_view_user_id_page_name")),
    )
    op.create_table(
        "settled_doubt",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("doubt", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("facts", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_settled_doubt_document_id")),
        sa.PrimaryKeyConstraint("document_id", "doubt", name=op.f("pk_settled_doubt")),
    )
    op.create_table(
        "unlooked_value",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("quote", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_unlooked_value_document_id")),
        sa.PrimaryKeyConstraint("document_id", "field", name=op.f("pk_unlooked_value")),
    )
    op.add_column("intake_row", sa.Column("lacks", sa.String(length=10), server_default="", nullable=False))
    op.add_column("intake_row", sa.Column("outlook", sa.JSON(), server_default="{}", nullable=False))
    op.add_column(
        "cleanup_round", sa.Column("basis", sa.String(length=500), server_default="", nullable=False)
    )
    op.add_column(
        "relation", sa.Column("other_title_key", sa.String(length=500), server_default="", nullable=False)
    )
    op.add_column("relation", sa.Column("other_doc_no_key", sa.String(length=200), nullable=True))
    op.add_column(
        "relation", sa.Column("is_confirmed", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.create_index(op.f("ix_relation_other_doc_no_key"), "relation", ["other_doc_no_key"], unique=False)
    op.create_index(
        "ix_relation_basis", "relation", ["other_title_key", "kind", "other_id", "document_id"], unique=False
    )
    op.drop_index(op.f("ix_relation_other_id"), table_name="relation")
    op.create_index("ix_relation_other", "relation", ["other_id", "kind", "document_id"], unique=False)
    op.create_index(
        "ix_document_span_document",
        "document_span",
        ["document_id", "from_on", "until_on", "status"],
        unique=False,
    )
    op.drop_index(op.f("ix_document_published_on"), table_name="document")
    for table, day in (("document", "published_on"), ("filing", "start_on")):
        backward = {day: "DESC NULLS LAST", "id": "DESC"}
        op.create_index(f"ix_{table}_newest", table, [day, "id"], unique=False, postgresql_ops=backward)
    op.create_index("ix_document_kind_published", "document", ["kind", "published_on"], unique=False)
    for day in ("signed_on", "issued_on", "effective_on", "updated_at"):
        op.create_index(op.f(f"ix_document_{day}"), "document", [day], unique=False)
    op.execute(
        "UPDATE relation SET"
        " other_title_key = (SELECT title_key FROM document WHERE document.id = relation.other_id),"
        " other_doc_no_key = (SELECT doc_no_key FROM document WHERE document.id = relation.other_id)"
        " WHERE other_id IS NOT NULL"
    )
    _name_words()


def _name_words() -> None:
    """The other ends that are only words get the keys that these words give."""
    relation = sa.table(
        "relation", *map(sa.column, ("id", "other_id", "other_text", "other_title_key", "other_doc_no_key"))
    )
    connection = op.get_bind()
    query = sa.select(relation.c.id, relation.c.other_text).where(
        relation.c.other_id.is_(None), relation.c.other_text != ""
    )
    for relation_id, words in connection.execute(query).all():
        title, number = keys_of_words(words)
        values = {"other_title_key": title, "other_doc_no_key": number}
        connection.execute(sa.update(relation).where(relation.c.id == relation_id).values(values))
