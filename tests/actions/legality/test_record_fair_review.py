"""The conclusion of 公平竞争审查 and its file."""

from datetime import date

from registry.actions.documents.remove_attachment import remove_attachment
from registry.actions.legality.record_fair_review import record_fair_review
from registry.domain.fair_reviews import FairConclusion, FairFacts
from registry.storage.engine import Store, reading
from registry.storage.fair_reviews import fair_review_of
from registry.storage.files import KeptFile, attachments_of, keep_bytes
from tests.building.reviews import draft
from tests.cast import NOW, Cast

CONFORMS = FairFacts(FairConclusion.CONFORMS, "局法规科", date(2026, 3, 2))


def test_its_file_can_be_removed_and_the_conclusion_stands(store: Store, cast: Cast) -> None:
    one = draft(store, cast.drafter)
    file = KeptFile(keep_bytes(store, b"%PDF-b"), "结论.pdf", 6)
    record_fair_review(store, cast.drafter, one, CONFORMS, file=file, now=NOW)
    with reading(store) as session:
        file_id = attachments_of(session, one)[0].id or 0
    remove_attachment(store, cast.drafter, file_id, reason="传错了", now=NOW)
    with reading(store) as session:
        fair = fair_review_of(session, one)
        assert fair is not None
        assert (fair.attachment_id, fair.conclusion) == (None, FairConclusion.CONFORMS)
        assert attachments_of(session, one) == []
