"""The paper of an opinion on a draft, drawn and kept before the transaction that gives the opinion."""

from datetime import date

from registry.domain.documents import shown_title
from registry.domain.legality_reviews import ReviewMove, points_of
from registry.exports.legality_papers import LegalityOpinion, render_legality_opinion
from registry.storage import office
from registry.storage.documents.locks import lead_authority
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from registry.storage.fair_reviews import fair_review_of
from registry.storage.files import KeptFile, keep_bytes
from registry.storage.legality_reviews import deciding_review

CONCLUSIONS: dict[ReviewMove, str] = {
    ReviewMove.FIND_LAWFUL: "合法",
    ReviewMove.CONFIRM_CHANGES: "应当修改，已按审核意见修改",
    ReviewMove.ASK_CHANGES: "应当修改",
    ReviewMove.FIND_UNLAWFUL: "不合法",
}


def opinion_paper(
    store: Store, document_id: int, move: ReviewMove, on: date, opinion: str
) -> KeptFile | None:
    """The .docx of the opinion, kept; None where there is nothing to say yet, which the move itself refuses."""
    points = tuple(points_of(opinion))
    with reading(store) as session:
        document = session.get(Document, document_id)
        review = deciding_review(session, document_id)
        if document is None or review is None or not points:
            return None
        fair = fair_review_of(session, document_id)
        facts = LegalityOpinion(
            reviewer=office.setting(session, "office_name"),
            addressed_to=lead_authority(session, document).name,
            title=shown_title(document),
            received_on=review.received_on,
            conclusion=CONCLUSIONS[move],
            points=points,
            fair_review=fair.facts().in_words() if fair else "",
            signed_on=on,
        )
    content = render_legality_opinion(facts)
    name = f"合法性审核意见书（{CONCLUSIONS[move][:4]}，{on.isoformat()}）.docx"
    return KeptFile(keep_bytes(store, content), name, len(content))
