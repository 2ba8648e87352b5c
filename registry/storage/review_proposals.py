"""Review proposals (审查建议): the proposal, its proposer, files, moves and reply, each in a table of its own."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.doc_numbers import parse
from registry.domain.errors import Refusal
from registry.domain.papers.kinds import SubjectKind
from registry.domain.review_proposals import (
    MOVES,
    ORGAN_CODE,
    Channel,
    Person,
    ProposalMove,
    ProposalState,
    Proposed,
    Proposer,
    Result,
)
from registry.storage.columns import Instant, newest_first, word
from registry.storage.papers import Paper, papers_of


class ReviewProposal(SQLModel, table=True):
    """A proposal, without who made it. `title` and `doc_no` are the proposer's words, `document_id` the office's.

    `due_on` is the day by which to reply, computed with `profile_id` and `calendar_versions`. `once` tells the form it
    was sent from apart, `code_hash` is that of its receipt code. `draft` is the reply before it is signed, `drafters`
    who wrote in it: an actor's key → its name. `erased_on` is when the personal data were erased.
    """

    __tablename__ = "review_proposal"
    __table_args__ = (
        sa.UniqueConstraint("year", "serial"),
        sa.Index("ix_review_proposal_state_due", "state", "due_on"),
        newest_first("ix_review_proposal_newest", "received_on"),
    )
    id: int | None = Field(default=None, primary_key=True)
    year: int
    serial: int
    number: str = Field(max_length=40, unique=True)
    channel: Channel = Field(sa_type=word(Channel, "channel"))
    received_on: date
    recorded_at: datetime = Field(sa_type=Instant)
    recorded_by: str = Field(default="", max_length=100)
    title: str = Field(max_length=300)
    title_key: str = Field(max_length=300)
    doc_no: str = Field(default="", max_length=100)
    doc_no_key: str | None = Field(default=None, max_length=100)
    clause: str = Field(default="", max_length=300)
    higher_law: str = Field(default="", sa_type=sa.Text)
    reason: str = Field(sa_type=sa.Text)
    document_id: int | None = Field(default=None, foreign_key="document.id", index=True)
    state: ProposalState = Field(sa_type=word(ProposalState, "state"))
    raw_due_on: date
    due_on: date
    working: str = Field(max_length=1000)
    is_provisional: bool = False
    profile_id: int = Field(foreign_key="rule_profile.id")
    calendar_versions: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
    concluded_on: date | None = None
    result: Result | None = Field(default=None, sa_type=word(Result, "result"))
    draft: str = Field(default="", sa_type=sa.Text)
    drafters: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    merged_into_id: int | None = Field(default=None, foreign_key="review_proposal.id", index=True)
    is_anonymous: bool = False
    erased_on: date | None = None
    once: str | None = Field(default=None, max_length=64, unique=True)
    code_hash: str | None = Field(default=None, max_length=64, unique=True)
    version: int = 1

    def proposed(self) -> Proposed:
        return Proposed(self.title, self.reason, self.doc_no, self.clause, self.higher_law)


class ProposalPerson(SQLModel, table=True):
    """Who made a proposal: a row of its own, which erasing deletes."""

    __tablename__ = "proposal_person"
    proposal_id: int = Field(foreign_key="review_proposal.id", primary_key=True)
    kind: Proposer = Field(sa_type=word(Proposer, "kind"))
    name: str = Field(default="", max_length=60)
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=200)

    def value(self) -> Person:
        return Person(self.kind, self.name, self.phone, self.email, self.address)


class ProposalFile(SQLModel, table=True):
    """An attachment of a proposal. The name that the sender gave it is not kept."""

    __tablename__ = "proposal_file"
    __table_args__ = (sa.UniqueConstraint("proposal_id", "position"),)
    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="review_proposal.id")
    position: int
    kind: str = Field(max_length=10)
    size: int
    sha256: str = Field(max_length=64, index=True)


class ProposalStep(SQLModel, table=True):
    """One move of a proposal; `on` is the true day. `receiver` is to whom it was forwarded.

    `alone_because` says why two people did not take part in the reply (两人办理).
    """

    __tablename__ = "proposal_step"
    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="review_proposal.id", index=True)
    move: ProposalMove = Field(sa_type=word(ProposalMove, "move"))
    before: ProposalState = Field(sa_type=word(ProposalState, "before"))
    after: ProposalState = Field(sa_type=word(ProposalState, "after"))
    on: date
    recorded_at: datetime = Field(sa_type=Instant)
    by: str = Field(default="", max_length=100)
    reason: str = Field(default="", sa_type=sa.Text)
    receiver: str = Field(default="", max_length=200)
    alone_because: str = Field(default="", max_length=200)

    @property
    def label(self) -> str:
        return "恢复单独办理" if self.before is ProposalState.MERGED else self.move.word


class ProposalReply(SQLModel, table=True):
    """The signed reply: its text. Its paper is kept with the others."""

    __tablename__ = "proposal_reply"
    proposal_id: int = Field(foreign_key="review_proposal.id", primary_key=True)
    text: str = Field(sa_type=sa.Text)
    signed_on: date
    signed_by: str = Field(max_length=100)


class ProposalComment(SQLModel, table=True):
    """What the lead authority of a document was asked about a proposal, and its answer; it is shown `told` alone."""

    __tablename__ = "proposal_comment"
    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="review_proposal.id", index=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    told: str = Field(sa_type=sa.Text)
    answer_by: date | None = None
    asked_at: datetime = Field(sa_type=Instant)
    asked_by: str = Field(max_length=100)
    answer: str = Field(default="", sa_type=sa.Text)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    answered_by: str = Field(default="", max_length=100)


def hash_of_code(code: str) -> str:
    """What is kept of a receipt code: it is long and random, so that its plain hash is not to be guessed."""
    return hashlib.sha256(plain_code(code).encode()).hexdigest()


def plain_code(code: str) -> str:
    """A typed code without spaces and hyphens, in capitals, with the letters that look like figures as figures."""
    bare = "".join(char for char in code.upper() if char.isascii() and char.isalnum())
    return bare.translate(str.maketrans("OIL", "011"))


def proposal_of_code(session: Session, code: str) -> ReviewProposal | None:
    """The proposal with this receipt code; looked up by its hash, so that no answer tells a part of a code."""
    wanted = hash_of_code(code)
    return session.exec(select(ReviewProposal).where(ReviewProposal.code_hash == wanted)).first()


def proposal_sent_from(session: Session, once: str) -> ReviewProposal | None:
    """The proposal that a form made already."""
    return session.exec(select(ReviewProposal).where(ReviewProposal.once == once)).first()


def id_with_number(session: Session, number: str) -> int:
    """The id of the proposal with this register number, in any spelling of its brackets. Raises Refusal without one."""
    parsed = parse(number)
    query = select(ReviewProposal.id).where(
        ReviewProposal.year == (parsed.year or 0), ReviewProposal.serial == (parsed.serial or 0)
    )
    proposal_id = session.exec(query).first() if parsed.organ_code == ORGAN_CODE else None
    if proposal_id is None:
        raise Refusal("没有这个登记号的审查建议，应像“审建〔2026〕1号”，请核对。", "into")
    return proposal_id


def proposal_with_number(session: Session, number: str) -> ReviewProposal:
    """The proposal with this register number. Raises Refusal without one."""
    return session.get_one(ReviewProposal, id_with_number(session, number))


def lock_proposal(session: Session, proposal_id: int) -> ReviewProposal:
    """The proposal, its row held until the end. Raises Refusal when it is gone."""
    query = select(ReviewProposal).where(ReviewProposal.id == proposal_id)
    proposal = session.exec(query.with_for_update(key_share=True)).first()
    if proposal is None:
        raise Refusal("没有这件审查建议。")
    return proposal


def person_of(session: Session, proposal_id: int) -> Person | None:
    """Who made a proposal; None once that was erased."""
    row = session.get(ProposalPerson, proposal_id)
    return row.value() if row else None


def files_of(session: Session, proposal_id: int) -> list[ProposalFile]:
    """The attachments of a proposal in their order."""
    query = select(ProposalFile).where(ProposalFile.proposal_id == proposal_id)
    return list(session.exec(query.order_by(col(ProposalFile.position))).all())


def steps_of(session: Session, proposal_id: int) -> list[ProposalStep]:
    """The moves that a proposal made, the first one first."""
    query = select(ProposalStep).where(ProposalStep.proposal_id == proposal_id)
    return list(session.exec(query.order_by(col(ProposalStep.id))).all())


def reply_of(session: Session, proposal: ReviewProposal) -> ProposalReply | None:
    """The reply to a proposal, or to the one that it was merged into."""
    return session.get(ProposalReply, proposal.merged_into_id or proposal.id)


def answer_to(session: Session, proposal: ReviewProposal) -> Paper | None:
    """The newest paper that answers a proposal, or the one that it was merged into, without its bytes."""
    papers = papers_of(session, SubjectKind.PROPOSAL, proposal.merged_into_id or proposal.id or 0)
    return papers[-1] if papers else None


def told_steps(session: Session, proposal: ReviewProposal) -> list[ProposalStep]:
    """The moves that the proposer reads: its own, and those of the one that it was merged into, which answers both."""
    steps = steps_of(session, proposal.id or 0)
    if proposal.merged_into_id:
        steps += steps_of(session, proposal.merged_into_id)
    return [step for step in steps if MOVES[step.move].is_told or step.before is ProposalState.MERGED]


def merged_into(session: Session, proposal_id: int) -> list[ReviewProposal]:
    """The proposals that were merged into this one."""
    query = select(ReviewProposal).where(ReviewProposal.merged_into_id == proposal_id)
    return list(session.exec(query.order_by(col(ReviewProposal.id))).all())


def proposals_about(session: Session, document_id: int) -> list[ReviewProposal]:
    """The proposals about a document of the register, the newest first."""
    query = select(ReviewProposal).where(ReviewProposal.document_id == document_id)
    newest = col(ReviewProposal.received_on).desc(), col(ReviewProposal.id).desc()
    return list(session.exec(query.order_by(*newest)).all())


def hashes_of_files(session: Session) -> Sequence[str]:
    """The content that attachments of proposals name."""
    return session.exec(select(ProposalFile.sha256).distinct()).all()
