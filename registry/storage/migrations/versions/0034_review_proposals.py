"""Citizens' review proposals: the proposal, and apart from it its person, files, moves, reply and asked comments."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

_STATES = (
    "received",
    "accepted",
    "examined",
    "replied",
    "refused",
    "forwarded",
    "withdrawn",
    "merged",
)
_MOVES = ("accept", "refuse", "forward", "examine", "return", "reply", "withdraw", "merge")


def upgrade() -> None:
    op.create_table(
        "review_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        _string("number", 40),
        _word("channel", ("online", "mail", "visit", "other")),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        _string("recorded_by", 100),
        _string("title", 300),
        _string("title_key", 300),
        _string("doc_no", 100),
        sa.Column("doc_no_key", sa.String(length=100), nullable=True),
        _string("clause", 300),
        sa.Column("higher_law", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        _word("state", _STATES),
        sa.Column("raw_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        _string("working", 1000),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("calendar_versions", sa.JSON(), nullable=False),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        _word("result", ("upheld", "to_correct", "corrected"), is_optional=True),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("drafters", sa.JSON(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.Column("once", sa.String(length=64), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_keys(
            "review_proposal",
            document_id="document",
            merged_into_id="review_proposal",
            profile_id="rule_profile",
        ),
        sa.UniqueConstraint("code_hash", name=op.f("uq_review_proposal_code_hash")),
        sa.UniqueConstraint("number", name=op.f("uq_review_proposal_number")),
        sa.UniqueConstraint("once", name=op.f("uq_review_proposal_once")),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_review_proposal_year_serial")),
    )
    for column in ("document_id", "merged_into_id"):
        op.create_index(op.f(f"ix_review_proposal_{column}"), "review_proposal", [column], unique=False)
    op.create_index(
        "ix_review_proposal_newest",
        "review_proposal",
        ["received_on", "id"],
        unique=False,
        postgresql_ops={"received_on": "DESC NULLS LAST", "id": "DESC"},
    )
    op.create_index("ix_review_proposal_state_due", "review_proposal", ["state", "due_on"], unique=False)
    op.create_table(
        "proposal_person",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        _word("kind", ("citizen", "company", "organisation")),
        _string("name", 60),
        _string("phone", 40),
        _string("email", 200),
        _string("address", 200),
        *_keys("proposal_person", key="proposal_id", proposal_id="review_proposal"),
    )
    op.create_table(
        "proposal_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _string("kind", 10),
        sa.Column("size", sa.Integer(), nullable=False),
        _string("sha256", 64),
        *_keys("proposal_file", proposal_id="review_proposal"),
        sa.UniqueConstraint("proposal_id", "position", name=op.f("uq_proposal_file_proposal_id_position")),
    )
    op.create_index(op.f("ix_proposal_file_sha256"), "proposal_file", ["sha256"], unique=False)
    op.create_table(
        "proposal_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        _word("move", _MOVES),
        _word("before", _STATES),
        _word("after", _STATES),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        _string("by", 100),
        sa.Column("reason", sa.Text(), nullable=False),
        _string("receiver", 200),
        _string("alone_because", 200),
        *_keys("proposal_step", proposal_id="review_proposal"),
    )
    op.create_index(op.f("ix_proposal_step_proposal_id"), "proposal_step", ["proposal_id"], unique=False)
    op.create_table(
        "proposal_reply",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("docx", sa.LargeBinary(), nullable=True),
        _string("sha256", 64),
        sa.Column("signed_on", sa.Date(), nullable=False),
        _string("signed_by", 100),
        *_keys("proposal_reply", key="proposal_id", proposal_id="review_proposal"),
    )
    op.create_table(
        "proposal_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        _string("asked_by", 100),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        _string("answered_by", 100),
        *_keys("proposal_comment", proposal_id="review_proposal", document_id="document"),
    )
    for column in ("proposal_id", "document_id"):
        op.create_index(op.f(f"ix_proposal_comment_{column}"), "proposal_comment", [column], unique=False)


def _keys(table: str, key: str = "id", **others: str) -> list[sa.Constraint]:
    """The primary key, and a foreign key for each column that names a row of another table."""
    foreign = [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in others.items()
    ]
    return [sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{table}")), *foreign]


def _string(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _word(name: str, words: tuple[str, ...], *, is_optional: bool = False) -> sa.Column[str]:
    kind = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=is_optional)
