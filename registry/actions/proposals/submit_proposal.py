"""Submit a proposal from the public form, once for each form that was given out."""

from datetime import datetime

from registry.actions.proposals._recording import KeptAttachment as KeptAttachment
from registry.actions.proposals._recording import Submission as Submission
from registry.actions.proposals._recording import hold_number, write_proposal
from registry.actions.proposals.telling import tell_office
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.notices import NoticeKind
from registry.domain.review_proposals import MOST_FILES, Channel, check_proposal
from registry.domain.roles import VISITOR
from registry.storage import audit
from registry.storage.documents.public import public_document
from registry.storage.engine import Store, transaction
from registry.storage.review_proposals import (
    ReviewProposal,
    files_of,
    person_of,
    proposal_sent_from,
)


class AlreadySubmitted(Refusal):
    """The form made a proposal already, of other content than what is sent now."""


def submit_proposal(
    store: Store, submission: Submission, *, once: str, code: str, now: datetime
) -> ReviewProposal:
    """The proposal; the one that exists already when the same form is sent again.

    `once` tells the form apart, `code` is its receipt code. `document_id` is kept only for a public document.
    Raises Refusal at the field for what is missing, AlreadySubmitted for a form sent again with other content.
    """
    submission = submission.tidied()
    check_proposal(submission.person, submission.proposed, is_anonymous=submission.is_anonymous)
    if len(submission.files) > MOST_FILES:
        raise Refusal(f"附件最多{MOST_FILES}个，请合并后再选。", "files")
    received_on = day_of(now)
    with transaction(store) as session:
        hold_number(session, received_on.year)
        before = proposal_sent_from(session, once)
        if before is not None:
            files = [(file.kind, file.size, file.sha256) for file in files_of(session, before.id or 0)]
            sent = [(file.kind, file.size, file.sha256) for file in submission.files]
            person = person_of(session, before.id or 0)
            if (before.proposed(), person, files) != (submission.proposed, submission.person, sent):
                raise AlreadySubmitted(
                    f"这张表已经提交过，登记号是{before.number}；这次改动的内容没有提交。"
                    "要另提一份的，请核对下面的内容后再按一次“提交”。"
                )
            return before
        document_id = submission.document_id
        if document_id is not None and public_document(session, document_id) is None:
            document_id = None
        proposal = write_proposal(
            session,
            Submission(
                submission.person,
                submission.proposed,
                submission.is_anonymous,
                submission.files,
                document_id,
            ),
            channel=Channel.ONLINE,
            received_on=received_on,
            recorded_by=VISITOR.name,
            once=once,
            code=code,
            now=now,
        )
        audit.record(
            session,
            now,
            VISITOR.name,
            "submit_proposal",
            f"proposal:{proposal.id}",
            number=proposal.number,
            channel=proposal.channel.value,
        )
        tell_office(session, NoticeKind.PROPOSAL_RECEIVED, proposal, now)
        return proposal
