"""Within a transaction: a new proposal with its number and the day by which to reply, its person and its files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from registry.domain.doc_numbers import parse
from registry.domain.errors import Refusal
from registry.domain.normal import tidy, tidy_lines, title_key
from registry.domain.review_proposals import (
    REPLY_PERIOD,
    Channel,
    Person,
    ProposalState,
    Proposed,
    number_of,
)
from registry.domain.rules import RuleProfile
from registry.storage import counters, office
from registry.storage.review_proposals import (
    ProposalFile,
    ProposalPerson,
    ReviewProposal,
    hash_of_code,
)
from registry.storage.rulebook import Rulebook, load_rulebook


@dataclass(frozen=True)
class KeptAttachment:
    """An attachment whose content is kept already; its sender's name for it is not."""

    kind: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Submission:
    """A proposal as somebody handed it in."""

    person: Person
    proposed: Proposed
    is_anonymous: bool = False
    files: Sequence[KeptAttachment] = ()
    document_id: int | None = None

    def tidied(self) -> "Submission":
        """Without invisible characters: control characters, marks of direction, white space at the ends."""
        person = replace(
            self.person,
            name=tidy(self.person.name),
            phone=tidy(self.person.phone),
            email=tidy(self.person.email),
            address=tidy(self.person.address),
        )
        proposed = Proposed(
            tidy(self.proposed.title),
            tidy_lines(self.proposed.reason),
            tidy(self.proposed.doc_no),
            tidy(self.proposed.clause),
            tidy_lines(self.proposed.higher_law),
        )
        return replace(self, person=person, proposed=proposed)


def hold_number(session: Session, year: int) -> None:
    """Holds the numbers of a year until the end of the transaction. Raises Refusal while no numbers may be given."""
    because = office.setting(session, "sending_paused_because")
    if because:
        raise Refusal(
            "登记系统正在恢复数据，暂时不能登记审查建议，请过一天再提交，或者直接向本单位递交书面材料。"
        )
    counters.hold(session, counter_name(year))


def counter_name(year: int) -> str:
    """The counter of the register numbers of a year."""
    return f"review-proposal-{year}"


def write_proposal(
    session: Session,
    submission: Submission,
    *,
    channel: Channel,
    received_on: date,
    recorded_by: str,
    once: str | None,
    code: str | None,
    now: datetime,
) -> ReviewProposal:
    """The proposal, with the next number of the year in which it was received."""
    book = load_rulebook(session)
    proposed, year = submission.proposed, received_on.year
    serial = counters.take(session, counter_name(year))
    proposal = ReviewProposal(
        year=year,
        serial=serial,
        number=number_of(year, serial),
        channel=channel,
        received_on=received_on,
        recorded_at=now,
        recorded_by=recorded_by,
        title=proposed.title,
        title_key=title_key(proposed.title)[:300],
        doc_no=proposed.doc_no,
        doc_no_key=parse(proposed.doc_no).key if proposed.doc_no else None,
        clause=proposed.clause,
        higher_law=proposed.higher_law,
        reason=proposed.reason,
        document_id=submission.document_id,
        state=ProposalState.RECEIVED,
        raw_due_on=received_on,
        due_on=received_on,
        working="",
        profile_id=0,
        is_anonymous=submission.is_anonymous,
        once=once,
        code_hash=hash_of_code(code) if code else None,
    )
    set_due(proposal, book, book.profile_for(received_on))
    session.add(proposal)
    session.flush()
    proposal_id = proposal.id or 0
    person = submission.person
    session.add(ProposalPerson(proposal_id=proposal_id, **vars(person)))
    for position, file in enumerate(submission.files, 1):
        session.add(ProposalFile(proposal_id=proposal_id, position=position, **vars(file)))
    session.flush()
    return proposal


def set_due(proposal: ReviewProposal, book: Rulebook, profile: RuleProfile) -> None:
    """Writes the day by which to reply, counted from the day of receipt, with the rules that it rests on."""
    due = REPLY_PERIOD.due(proposal.received_on, profile, book.calendar)
    proposal.raw_due_on, proposal.due_on = due.raw_on, due.due_on
    proposal.working = due.working()
    proposal.is_provisional = due.provisional
    proposal.profile_id = book.id_of(profile)
    proposal.calendar_versions = book.calendar_versions(due)
