"""The tables of documents: their issuers, formation steps, relations, events, spans and texts."""

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.document_fields import LONGEST
from registry.domain.documents import Disclosure, DocumentKind, RelationKind, Step, StepKind
from registry.domain.validity import EventKind, Status
from registry.storage.columns import Instant, newest_first, word


class Document(SQLModel, table=True):
    """A document, that is the act. Its status is in its spans; its text has its own table, so that lists are fast.

    A draft is `handed_over_at` an instant when its authority asks the office to publish it, or came back with a reason.
    """

    __table_args__ = (
        sa.Index("ix_document_public", "disclosure", "is_published", "published_on"),
        sa.Index("ix_document_lead_published", "lead_authority_id", "published_on"),
        sa.Index("ix_document_kind_published", "kind", "published_on"),
        newest_first("ix_document_newest", "published_on"),
    )
    id: int | None = Field(default=None, primary_key=True)
    title: str = Field(max_length=LONGEST["title"])
    title_key: str = Field(max_length=500, index=True)
    doc_no: str = Field(default="", max_length=LONGEST["doc_no"])
    doc_no_key: str | None = Field(default=None, max_length=200, index=True)
    duplicate_reason: str = Field(default="", max_length=LONGEST["duplicate_reason"])
    number_owner: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    reg_no: str = Field(default="", max_length=LONGEST["reg_no"])
    index_no: str = Field(default="", max_length=LONGEST["index_no"])
    local_serial: str = Field(default="", max_length=LONGEST["local_serial"])
    kind: DocumentKind = Field(sa_type=word(DocumentKind, "kind"))
    subject: str = Field(default="", max_length=LONGEST["subject"])
    implementing_authority: str = Field(
        default="", max_length=LONGEST["implementing_authority"], sa_column_kwargs={"server_default": ""}
    )
    drafting_unit: str = Field(
        default="", max_length=LONGEST["drafting_unit"], sa_column_kwargs={"server_default": ""}
    )
    lead_authority_id: int = Field(foreign_key="authority.id")
    signed_on: date | None = Field(default=None, index=True)
    issued_on: date | None = Field(default=None, index=True)
    published_on: date | None = None
    posted_on: date | None = None
    effective_on: date | None = Field(default=None, index=True)
    valid_until: date | None = Field(default=None, index=True)
    has_no_expiry: bool = False
    touches_market: bool | None = None
    ends_when: str = Field(
        default="", max_length=LONGEST["ends_when"], index=True, sa_column_kwargs={"server_default": ""}
    )
    disclosure: Disclosure = Field(sa_type=word(Disclosure, "disclosure"))
    is_published: bool = False
    handed_over_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    returned_because: str = Field(default="", max_length=500, sa_column_kwargs={"server_default": ""})
    source: str = Field(default="", max_length=300)
    note: str = Field(default="", max_length=LONGEST["note"])
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant, index=True)


class DocumentText(SQLModel, table=True):
    """The full text as read, the amended text that holds today ("": it is the full text), and what search looks in:
    the normal form of the title and of the text that holds today."""

    __tablename__ = "document_text"
    document_id: int = Field(primary_key=True, foreign_key="document.id")
    text: str = Field(default="", sa_type=sa.Text)
    in_force: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    normal: str = Field(default="", sa_type=sa.Text)


class DocumentAuthority(SQLModel, table=True):
    """An issuer of a document, with its name as issued. The lead has position 0."""

    __tablename__ = "document_authority"
    document_id: int = Field(primary_key=True, foreign_key="document.id")
    authority_id: int = Field(primary_key=True, foreign_key="authority.id", index=True)
    position: int = 0
    name_as_issued: str = Field(default="", max_length=200)


class FormationStep(SQLModel, table=True):
    """A formation step of a document; see domain.documents.Step."""

    __tablename__ = "formation_step"
    __table_args__ = (sa.UniqueConstraint("document_id", "kind"),)
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    kind: StepKind = Field(sa_type=word(StepKind, "kind"))
    done_on: date | None = None
    body: str = Field(default="", max_length=200)
    result: str = Field(default="", max_length=500)
    not_applicable_because: str = Field(default="", max_length=500)
    begun_on: date | None = None


class Relation(SQLModel, table=True):
    """A relation from a document to another one, or to words if the other one is not registered.

    The keys of the other end link a document that is registered later. A relation is not `is_confirmed`, until a
    person confirms it, if it was read from a text, or linked later to a document that it repeals or amends.
    """

    __table_args__ = (
        sa.Index("ix_relation_basis", "other_title_key", "kind", "other_id", "document_id"),
        sa.Index("ix_relation_other", "other_id", "kind", "document_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    kind: RelationKind = Field(sa_type=word(RelationKind, "kind"))
    other_id: int | None = Field(default=None, foreign_key="document.id")
    other_text: str = Field(default="", max_length=500)
    other_title_key: str = Field(default="", max_length=500, sa_column_kwargs={"server_default": ""})
    other_doc_no_key: str | None = Field(default=None, max_length=200, index=True)
    is_confirmed: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    on: date | None = None
    clause: str = Field(default="", max_length=1000)
    is_partial: bool = False


class DocumentEvent(SQLModel, table=True):
    """An event that ends, suspends, extends, confirms … a document. Append-only: a new row voids a mistaken one."""

    __tablename__ = "document_event"
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    kind: EventKind = Field(sa_type=word(EventKind, "kind"))
    effective_on: date | None = None
    recorded_at: datetime = Field(sa_type=Instant)
    recorded_by: str = Field(default="", max_length=100)
    source: str = Field(default="", max_length=500)
    by_document_id: int | None = Field(default=None, foreign_key="document.id")
    round_id: int | None = Field(default=None, foreign_key="cleanup_round.id", index=True)
    new_valid_until: date | None = None
    new_has_no_expiry: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    new_ends_when: str = Field(
        default="", max_length=LONGEST["ends_when"], index=True, sa_column_kwargs={"server_default": ""}
    )
    stated: Status | None = Field(default=None, sa_type=word(Status, "stated"))
    voids: int | None = Field(default=None, foreign_key="document_event.id")
    articles: str = Field(default="", max_length=300, sa_column_kwargs={"server_default": ""})


class DocumentSpan(SQLModel, table=True):
    """The status of a document over the half-open days [from_on, until_on), computed by domain.validity."""

    __tablename__ = "document_span"
    __table_args__ = (
        sa.Index("ix_document_span_days", "status", "until_on", "from_on", "document_id"),
        sa.Index("ix_document_span_document", "document_id", "from_on", "until_on", "status"),
    )
    document_id: int = Field(primary_key=True, foreign_key="document.id")
    from_on: date = Field(primary_key=True)
    until_on: date
    status: Status = Field(sa_type=word(Status, "status"))
    why: str = Field(default="", max_length=1000)
    is_presumed: bool = False


def issuers_of(session: Session, document_id: int) -> list[DocumentAuthority]:
    """The issuers of a document, lead first."""
    query = select(DocumentAuthority).where(DocumentAuthority.document_id == document_id)
    return list(session.exec(query.order_by(col(DocumentAuthority.position))).all())


def steps_of(session: Session, document_id: int) -> list[Step]:
    """The formation steps of a document, as values for the rules."""
    query = select(FormationStep).where(FormationStep.document_id == document_id)
    rows = session.exec(query.order_by(col(FormationStep.id)))
    return [
        Step(row.kind, row.done_on, row.body, row.result, row.not_applicable_because, row.begun_on)
        for row in rows
    ]


def relations_of(session: Session, document_id: int) -> tuple[list[Relation], list[Relation]]:
    """(the relations of this document to others, the relations of others to it)."""
    either = sa.or_(col(Relation.document_id) == document_id, col(Relation.other_id) == document_id)
    relations = session.exec(select(Relation).where(either).order_by(col(Relation.id))).all()
    own = [relation for relation in relations if relation.document_id == document_id]
    return own, [relation for relation in relations if relation.document_id != document_id]


def documents_by_id(session: Session, ids: Iterable[int]) -> dict[int, Document]:
    """id → document; ids without a document are absent."""
    rows = session.exec(select(Document).where(col(Document.id).in_(set(ids)))).all()
    return {row.id: row for row in rows if row.id is not None}


def documents_by_key(session: Session, key: str) -> list[Document]:
    """The documents with this number key, the oldest entry first."""
    return list(
        session.exec(select(Document).where(Document.doc_no_key == key).order_by(col(Document.id))).all()
    )


def text_of(session: Session, document_id: int) -> str:
    """The full text; empty when there is none."""
    row = session.get(DocumentText, document_id)
    return row.text if row else ""
