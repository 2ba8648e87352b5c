"""Enter a proposal that came by letter or by hand, with the true day on which it was received."""

from datetime import date, datetime

from registry.actions.proposals._recording import Submission, hold_number, write_proposal
from registry.actions.proposals.link_document import check_linkable
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.review_proposals import Channel, check_proposal
from registry.domain.roles import Actor, Permission, require
from registry.domain.written_days import cn_date
from registry.storage import audit
from registry.storage.engine import Store, transaction
from registry.storage.review_proposals import ReviewProposal

_EARLIEST = date(2000, 1, 1)


def add_proposal(
    store: Store,
    actor: Actor,
    submission: Submission,
    *,
    channel: Channel,
    received_on: date,
    code: str | None = None,
    now: datetime,
) -> ReviewProposal:
    """The proposal with its number. `code` is the receipt code to hand to the proposer, if any. Raises Refusal."""
    require(actor, Permission.HANDLE_PROPOSAL)
    submission = submission.tidied()
    check_proposal(submission.person, submission.proposed, is_anonymous=submission.is_anonymous)
    if channel is Channel.ONLINE:
        raise Refusal("网上提交的由提出人在公众网站填写；这里登记书面收到的。", "channel")
    today = day_of(now)
    if not _EARLIEST <= received_on <= today:
        raise Refusal(
            f"收到之日{cn_date(received_on)}应在{cn_date(_EARLIEST)}至今天（{cn_date(today)}）之间，请核对。",
            "received_on",
        )
    with transaction(store) as session:
        hold_number(session, received_on.year)
        check_linkable(session, submission.document_id)
        proposal = write_proposal(
            session,
            submission,
            channel=channel,
            received_on=received_on,
            recorded_by=actor.name,
            once=None,
            code=code,
            now=now,
        )
        audit.record(
            session,
            now,
            actor.name,
            "add_proposal",
            f"proposal:{proposal.id}",
            number=proposal.number,
            channel=channel.value,
            received_on=received_on.isoformat(),
        )
        return proposal
