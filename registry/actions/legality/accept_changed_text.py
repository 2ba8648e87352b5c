"""Say why a change of the text after the opinion is no matter, so that the draft need not be reviewed again."""

from datetime import datetime

from registry.actions.legality._holding import hold_draft
from registry.domain.errors import Refusal
from registry.domain.legality_reviews import PASSED, Reviewer
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.documents.locks import subject_of
from registry.storage.engine import Store, transaction
from registry.storage.legality_reviews import LegalityReview, deciding_review, is_stale, text_hash

LONGEST_REASON = 500


def accept_changed_text(
    store: Store, actor: Actor, document_id: int, *, because: str, now: datetime
) -> LegalityReview:
    """The review, whose opinion holds for the present text too. Raises Refusal without a reason, or a changed text.

    Whoever reviewed says so: the office, or for its own unit's opinion the authority.
    """
    reason = because.strip()
    if not reason:
        raise Refusal("请写明改动了什么、为什么不影响审核意见。", "because")
    if len(reason) > LONGEST_REASON:
        raise Refusal(f"理由最多{LONGEST_REASON}个字。", "because")
    with transaction(store) as session:
        document = hold_draft(session, actor, document_id, Permission.WRITE_DOCUMENT)
        review = deciding_review(session, document_id)
        if review is None or review.state not in PASSED:
            raise Refusal("这份文件还没有通过的审核意见，请刷新页面。")
        if review.reviewer is Reviewer.OFFICE:
            require(actor, Permission.EXAMINE_FILING)
        sha256 = text_hash(session, document_id)
        if not is_stale(review, sha256):
            raise Refusal("正文与审核时相同，无需说明，请刷新页面。")
        review.accepted_sha256, review.accepted_because = sha256, reason
        review.version += 1
        session.add(review)
        audit.record(session, now, actor.name, "accept_changed_text", subject_of(document), because=reason)
        return review
