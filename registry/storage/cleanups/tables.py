"""The tables of cleanups: a round, the outcome of each document and its steps, and what goes with a round."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.domain.cleanups import Answer, Outcome, RoundKind, Stage
from registry.storage.columns import Instant, word


class CleanupRound(SQLModel, table=True):
    """A round; `authority_ids` is its scope, empty for every authority of this level.

    A round with a `basis` (what changed, in words) or with `criteria` covers exactly the documents that met them when
    it was opened. `owner_id` is the authority that cleans up its own documents, None for a round of the office.
    A draft is seen by the office only and asks nobody for anything. `left_out` names what the scope excluded when it
    was opened (document_id, label, why). `due_on` is the day by which the rules want the round done, with its working;
    `meeting` and `met_on` are the meeting whose decisions were entered.
    """

    __tablename__ = "cleanup_round"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200, unique=True)
    kind: RoundKind = Field(sa_type=word(RoundKind, "kind"))
    cut_off_on: date
    authority_ids: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    owner_id: int | None = Field(default=None, index=True)
    basis: str = Field(default="", max_length=500, sa_column_kwargs={"server_default": ""})
    criteria: dict[str, Any] = Field(
        default_factory=dict, sa_type=sa.JSON, sa_column_kwargs={"server_default": "{}"}
    )
    left_out: list[dict[str, Any]] = Field(
        default_factory=list, sa_type=sa.JSON, sa_column_kwargs={"server_default": "[]"}
    )
    is_draft: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    opened_at: datetime = Field(sa_type=Instant)
    answers_due_on: date | None = None
    due_on: date | None = None
    due_working: str = Field(default="", max_length=1000, sa_column_kwargs={"server_default": ""})
    meeting: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    met_on: date | None = None
    released_at: datetime | None = Field(default=None, sa_type=Instant)
    published_on: date | None = None
    next_due_on: date | None = None
    version: int = 1


class CleanupItem(SQLModel, table=True):
    """A document of a round: what the authority proposes, what the office decides, and an amendment carried out since.

    `answering_id` is the authority that has to answer: the lead authority of the document when the round was opened,
    or another that the office named. `is_answered`: the proposal lacks nothing and was not sent back since.
    `sent_back_because` is the reason of the office while the item waits for a better answer.
    """

    __tablename__ = "cleanup_item"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "document_id"),
        sa.Index("ix_cleanup_item_answering", "round_id", "answering_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="cleanup_round.id")
    document_id: int = Field(foreign_key="document.id", index=True)
    answering_id: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    outcome: Outcome | None = Field(default=None, sa_type=word(Outcome, "outcome"))
    reason: str = Field(default="", max_length=2000)
    responsible: str = Field(default="", max_length=200)
    deadline_on: date | None = None
    clause: str = Field(default="", max_length=500, sa_column_kwargs={"server_default": ""})
    successor: str = Field(default="", max_length=500, sa_column_kwargs={"server_default": ""})
    extended_until: date | None = None
    extension_act: str = Field(default="", max_length=500, sa_column_kwargs={"server_default": ""})
    worded: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    proposed_outcome: Outcome | None = Field(default=None, sa_type=word(Outcome, "proposed_outcome"))
    proposed_reason: str = Field(default="", max_length=2000)
    proposed_responsible: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    proposed_deadline_on: date | None = None
    proposed_clause: str = Field(default="", max_length=500, sa_column_kwargs={"server_default": ""})
    proposed_successor: str = Field(default="", max_length=500, sa_column_kwargs={"server_default": ""})
    proposed_extended_until: date | None = None
    proposed_extension_act: str = Field(default="", max_length=500, sa_column_kwargs={"server_default": ""})
    proposed_by: str = Field(default="", max_length=100)
    proposed_at: datetime | None = Field(default=None, sa_type=Instant)
    is_answered: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    sent_back_because: str = Field(default="", max_length=1000, sa_column_kwargs={"server_default": ""})
    decided_by: str = Field(default="", max_length=100)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    amended_by_id: int | None = None
    amended_on: date | None = None
    version: int = 1

    @property
    def proposal(self) -> Answer:
        """What the authority proposes."""
        return Answer(
            self.proposed_outcome,
            self.proposed_reason,
            self.proposed_responsible,
            self.proposed_deadline_on,
            self.proposed_clause,
            self.proposed_successor,
            self.proposed_extended_until,
            self.proposed_extension_act,
        )

    @property
    def decision(self) -> Answer:
        """What the office decided."""
        return Answer(
            self.outcome,
            self.reason,
            self.responsible,
            self.deadline_on,
            self.clause,
            self.successor,
            self.extended_until,
            self.extension_act,
        )


class CleanupStep(SQLModel, table=True):
    """One step of an outcome, never changed afterwards; it outlives the item of a document that left the round.

    `answer` holds the values (the fields of `domain.cleanups.Answer`), `via` where they came from: the page, the name
    of a workbook, the meeting.
    """

    __tablename__ = "cleanup_step"
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="cleanup_round.id")
    document_id: int = Field(foreign_key="document.id", index=True)
    stage: Stage = Field(sa_type=word(Stage, "stage"))
    outcome: Outcome | None = Field(default=None, sa_type=word(Outcome, "outcome"))
    answer: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    words: str = Field(default="", max_length=1000)
    via: str = Field(default="", max_length=200)
    by: str = Field(default="", max_length=100)
    at: datetime = Field(sa_type=Instant)
    __table_args__ = (sa.Index("ix_cleanup_step_round", "round_id", "id"),)


class CleanupReturn(SQLModel, table=True):
    """The signed return of an authority to a round, which closes it; with the scan of the paper where there is one."""

    __tablename__ = "cleanup_return"
    round_id: int = Field(foreign_key="cleanup_round.id", primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", primary_key=True)
    signed_on: date
    signer: str = Field(max_length=100)
    file_sha256: str = Field(default="", max_length=64)
    file_name: str = Field(default="", max_length=200)
    recorded_by: str = Field(default="", max_length=100)
    recorded_at: datetime = Field(sa_type=Instant)


class CleanupCosign(SQLModel, table=True):
    """What another issuer of a joint document says of the outcome that the lead proposes (会签)."""

    __tablename__ = "cleanup_cosign"
    item_id: int = Field(foreign_key="cleanup_item.id", primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", primary_key=True)
    agrees: bool
    words: str = Field(default="", max_length=1000)
    by: str = Field(default="", max_length=100)
    at: datetime = Field(sa_type=Instant)


class CleanupClash(SQLModel, table=True):
    """A row of a workbook that says otherwise than what stands; nothing is written until somebody chooses.

    `answer` are the values of the row, `is_proposal` whether they answer for the authority or decide for the office.
    `kept` is "" until it is settled, then "row" or "stood".
    """

    __tablename__ = "cleanup_clash"
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="cleanup_round.id", index=True)
    item_id: int = Field(foreign_key="cleanup_item.id", index=True)
    is_proposal: bool
    place: str = Field(max_length=300)
    answer: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    by: str = Field(default="", max_length=100)
    at: datetime = Field(sa_type=Instant)
    kept: str = Field(default="", max_length=10)
    settled_by: str = Field(default="", max_length=100)
    settled_at: datetime | None = Field(default=None, sa_type=Instant)


class CleanupLook(SQLModel, table=True):
    """When a person last looked at a round: what changed since is marked."""

    __tablename__ = "cleanup_look"
    round_id: int = Field(foreign_key="cleanup_round.id", primary_key=True)
    user_id: int = Field(foreign_key="user.id", primary_key=True)
    step_id: int = 0
    at: datetime = Field(sa_type=Instant)


class AcceptedFinding(SQLModel, table=True):
    __tablename__ = "accepted_finding"
    __table_args__ = (sa.UniqueConstraint("round_id", "finding"),)
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="cleanup_round.id")
    finding: str = Field(max_length=80)
    sentence: str = Field(max_length=1000)
    reason: str = Field(max_length=1000)
    by: str = Field(default="", max_length=100)
    at: datetime = Field(sa_type=Instant)


class Consultation(SQLModel, table=True):
    """The public consultation on the draft list of a round: open from its announcement to `closes_on`, both included.

    `rows` is the draft list as it was announced. `summary` is published once the comments are answered.
    """

    __tablename__ = "cleanup_consultation"
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="cleanup_round.id", unique=True)
    title: str = Field(max_length=300)
    text: str = Field(default="", sa_type=sa.Text)
    opens_on: date
    closes_on: date
    rows: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    announced_by: str = Field(default="", max_length=100)
    announced_at: datetime = Field(sa_type=Instant)
    summary: str = Field(default="", sa_type=sa.Text)
    summarised_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int = 1


class ConsultationComment(SQLModel, table=True):
    """A comment of the public on a draft list, with the office's reply; name and contact are for the office alone.

    `adoption` is "" until it is answered, then adopted, partly or declined.
    """

    __tablename__ = "consultation_comment"
    id: int | None = Field(default=None, primary_key=True)
    consultation_id: int = Field(foreign_key="cleanup_consultation.id", index=True)
    document_id: int | None = Field(default=None, foreign_key="document.id")
    name: str = Field(default="", max_length=100)
    contact: str = Field(default="", max_length=200)
    text: str = Field(sa_type=sa.Text)
    via: str = Field(default="", max_length=100)
    received_at: datetime = Field(sa_type=Instant)
    adoption: str = Field(default="", max_length=20)
    reply: str = Field(default="", sa_type=sa.Text)
    replied_by: str = Field(default="", max_length=100)
    replied_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int = 1
