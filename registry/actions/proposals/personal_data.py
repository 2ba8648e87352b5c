"""The personal data of a proposal: read with an audit line that names the number alone, erased after its conclusion."""

from datetime import datetime

from sqlmodel import Session, col, select

from registry.actions.proposals._moving import check_version
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.papers.kinds import SubjectKind
from registry.domain.review_proposals import CONCLUDED, Person
from registry.domain.roles import Actor, Permission, require
from registry.domain.written_days import cn_date
from registry.storage import audit
from registry.storage.engine import Store, transaction
from registry.storage.files import Attachment, drop_bytes
from registry.storage.intakes import Intake
from registry.storage.papers import erase_bytes
from registry.storage.review_proposals import (
    ProposalFile,
    ProposalPerson,
    ReviewProposal,
    files_of,
    lock_proposal,
)


def read_proposer(store: Store, actor: Actor, proposal_id: int, *, now: datetime) -> Person:
    """Who made a proposal. Raises Refusal once that was erased."""
    require(actor, Permission.HANDLE_PROPOSAL)
    with transaction(store) as session:
        proposal = lock_proposal(session, proposal_id)
        person = session.get(ProposalPerson, proposal_id)
        if person is None:
            raise Refusal(f"{proposal.number}的提出人信息已于{cn_date(proposal.erased_on)}删除。")
        audit.record(
            session, now, actor.name, "read_proposer", f"proposal:{proposal_id}", number=proposal.number
        )
        return person.value()


def open_proposal_file(
    store: Store, actor: Actor, proposal_id: int, position: int, *, now: datetime
) -> tuple[ReviewProposal, ProposalFile]:
    """The proposal and its attachment at a place, which may tell who made it. Raises Refusal when there is none."""
    require(actor, Permission.HANDLE_PROPOSAL)
    with transaction(store) as session:
        proposal = lock_proposal(session, proposal_id)
        files = {file.position: file for file in files_of(session, proposal_id)}
        if position not in files:
            raise Refusal(f"{proposal.number}没有这个附件，或者已经删除。")
        audit.record(
            session,
            now,
            actor.name,
            "read_proposal_file",
            f"proposal:{proposal_id}",
            number=proposal.number,
            position=position,
        )
        return proposal, files[position]


def erase_proposer(
    store: Store, actor: Actor, proposal_id: int, *, version: int | None = None, now: datetime
) -> ReviewProposal:
    """The proposal without its person, its attachments and the bytes of its papers, which name the person.

    The reason, the text of the reply and the hashes of the papers stay. Raises Refusal before the conclusion.
    """
    require(actor, Permission.SIGN_REPLY)
    with transaction(store) as session:
        proposal = lock_proposal(session, proposal_id)
        check_version(proposal, version)
        if proposal.state not in CONCLUDED:
            raise Refusal(f"{proposal.number}还没有办结，答复要用提出人的信息，办结后才能删除。")
        person = session.get(ProposalPerson, proposal_id)
        if person is None:
            raise Refusal(f"{proposal.number}的提出人信息已于{cn_date(proposal.erased_on)}删除。")
        files = files_of(session, proposal_id)
        for row in (person, *files):
            session.delete(row)
        erase_bytes(session, SubjectKind.PROPOSAL, proposal_id)
        proposal.erased_on = day_of(now)
        proposal.version += 1
        session.add(proposal)
        session.flush()
        unnamed = [file.sha256 for file in files if not _is_named(session, file.sha256)]
        audit.record(
            session,
            now,
            actor.name,
            "erase_proposer",
            f"proposal:{proposal_id}",
            number=proposal.number,
            n_files=len(files),
        )
    for sha256 in unnamed:
        drop_bytes(store, sha256)
    return proposal


def _is_named(session: Session, sha256: str) -> bool:
    """Whether another proposal, a document or an import has the same content."""
    rows = (
        select(ProposalFile.id).where(ProposalFile.sha256 == sha256),
        select(Attachment.id).where(Attachment.sha256 == sha256),
    )
    if any(session.exec(query.limit(1)).first() is not None for query in rows):
        return True
    imported = session.exec(select(col(Intake.options)))
    return any(file.sha256 == sha256 for options in imported for file in options.files)
