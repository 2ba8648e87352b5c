"""What a cleanup round keeps of its returns, its meeting and its consultation; evaluations before the last day.

Proposals made before this step count as answers: nothing more was asked of them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    op.create_table(
        "cleanup_consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("announced_by", sa.String(length=100), nullable=False),
        sa.Column("announced_at", sa.DateTime(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summarised_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["cleanup_round.id"], name=op.f("fk_cleanup_consultation_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cleanup_consultation")),
        sa.UniqueConstraint("round_id", name=op.f("uq_cleanup_consultation_round_id")),
    )
    op.create_table(
        "cleanup_return",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signer", sa.String(length=100), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.String(length=100), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_cleanup_return_authority_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["cleanup_round.id"], name=op.f("fk_cleanup_return_round_id")),
        sa.PrimaryKeyConstraint("round_id", "authority_id", name=op.f("pk_cleanup_return")),
    )
    op.create_table(
        "cleanup_look",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["cleanup_round.id"], name=op.f("fk_cleanup_look_round_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_cleanup_look_user_id")),
        sa.PrimaryKeyConstraint("round_id", "user_id", name=op.f("pk_cleanup_look")),
    )
    op.create_table(
        "consultation_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("via", sa.String(length=100), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("adoption", sa.String(length=20), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_by", sa.String(length=100), nullable=False),
        sa.Column("replied_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["cleanup_consultation.id"],
            name=op.f("fk_consultation_comment_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_consultation_comment_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_comment")),
    )
    op.create_index(
        op.f("ix_consultation_comment_consultation_id"),
        "consultation_comment",
        ["consultation_id"],
        unique=False,
    )
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("working", sa.String(length=1000), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column(
            "conclusion",
            sa.Enum(
                "extend",
                "revise",
                "lapse",
                name="conclusion",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("extend_until", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(length=100), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("settled_as", sa.String(length=300), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_evaluation_authority_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_evaluation_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint("document_id", "valid_until", name=op.f("uq_evaluation_document_id_valid_until")),
    )
    op.create_index(op.f("ix_evaluation_authority_id"), "evaluation", ["authority_id"], unique=False)
    op.create_table(
        "cleanup_clash",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("is_proposal", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("kept", sa.String(length=10), nullable=False),
        sa.Column("settled_by", sa.String(length=100), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["cleanup_item.id"], name=op.f("fk_cleanup_clash_item_id")),
        sa.ForeignKeyConstraint(["round_id"], ["cleanup_round.id"], name=op.f("fk_cleanup_clash_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cleanup_clash")),
    )
    op.create_index(op.f("ix_cleanup_clash_item_id"), "cleanup_clash", ["item_id"], unique=False)
    op.create_index(op.f("ix_cleanup_clash_round_id"), "cleanup_clash", ["round_id"], unique=False)
    op.create_table(
        "cleanup_cosign",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_cleanup_cosign_authority_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["cleanup_item.id"], name=op.f("fk_cleanup_cosign_item_id")),
        sa.PrimaryKeyConstraint("item_id", "authority_id", name=op.f("pk_cleanup_cosign")),
    )
    op.create_table(
        "cleanup_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "proposed",
                "sent_back",
                "decided",
                "met",
                "amended",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "retain",
                "to_amend",
                "lapse",
                "repeal",
                "reclassify",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("via", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_cleanup_step_document_id")),
        sa.ForeignKeyConstraint(["round_id"], ["cleanup_round.id"], name=op.f("fk_cleanup_step_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cleanup_step")),
    )
    op.create_index(op.f("ix_cleanup_step_document_id"), "cleanup_step", ["document_id"], unique=False)
    op.create_index("ix_cleanup_step_round", "cleanup_step", ["round_id", "id"], unique=False)
    op.add_column("cleanup_item", sa.Column("answering_id", sa.Integer(), server_default="0", nullable=False))
    op.add_column(
        "cleanup_item", sa.Column("clause", sa.String(length=500), server_default="", nullable=False)
    )
    op.add_column(
        "cleanup_item", sa.Column("successor", sa.String(length=500), server_default="", nullable=False)
    )
    op.add_column("cleanup_item", sa.Column("extended_until", sa.Date(), nullable=True))
    op.add_column(
        "cleanup_item", sa.Column("extension_act", sa.String(length=500), server_default="", nullable=False)
    )
    op.add_column(
        "cleanup_item",
        sa.Column("proposed_responsible", sa.String(length=200), server_default="", nullable=False),
    )
    op.add_column("cleanup_item", sa.Column("proposed_deadline_on", sa.Date(), nullable=True))
    op.add_column(
        "cleanup_item", sa.Column("proposed_clause", sa.String(length=500), server_default="", nullable=False)
    )
    op.add_column(
        "cleanup_item",
        sa.Column("proposed_successor", sa.String(length=500), server_default="", nullable=False),
    )
    op.add_column("cleanup_item", sa.Column("proposed_extended_until", sa.Date(), nullable=True))
    op.add_column(
        "cleanup_item",
        sa.Column("proposed_extension_act", sa.String(length=500), server_default="", nullable=False),
    )
    op.add_column("cleanup_item", sa.Column("proposed_at", sa.DateTime(), nullable=True))
    op.add_column(
        "cleanup_item", sa.Column("is_answered", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "cleanup_item",
        sa.Column("sent_back_because", sa.String(length=1000), server_default="", nullable=False),
    )
    op.add_column("cleanup_item", sa.Column("amended_by_id", sa.Integer(), nullable=True))
    op.add_column("cleanup_item", sa.Column("amended_on", sa.Date(), nullable=True))
    op.create_index("ix_cleanup_item_answering", "cleanup_item", ["round_id", "answering_id"], unique=False)
    op.add_column("cleanup_round", sa.Column("owner_id", sa.Integer(), nullable=True))
    op.add_column("cleanup_round", sa.Column("criteria", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("cleanup_round", sa.Column("left_out", sa.JSON(), server_default="[]", nullable=False))
    op.add_column(
        "cleanup_round", sa.Column("is_draft", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("cleanup_round", sa.Column("due_on", sa.Date(), nullable=True))
    op.add_column(
        "cleanup_round", sa.Column("due_working", sa.String(length=1000), server_default="", nullable=False)
    )
    op.add_column(
        "cleanup_round", sa.Column("meeting", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column("cleanup_round", sa.Column("met_on", sa.Date(), nullable=True))
    op.create_index(op.f("ix_cleanup_round_owner_id"), "cleanup_round", ["owner_id"], unique=False)
    op.execute(
        "UPDATE cleanup_item SET answering_id ="
        " (SELECT lead_authority_id FROM document WHERE document.id = cleanup_item.document_id)"
    )
    op.execute(
        sa.text("UPDATE cleanup_item SET is_answered = :yes WHERE proposed_outcome IS NOT NULL").bindparams(
            yes=True
        )
    )
