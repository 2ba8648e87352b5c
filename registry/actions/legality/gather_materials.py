"""Gather the materials of a 合法性审核: hand in files, or say why one does not apply."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.actions.documents.attaching import add_attachment
from registry.actions.legality._holding import hold_draft, hold_review
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor, Permission
from registry.storage import audit, changes
from registry.storage.documents.locks import subject_of
from registry.storage.engine import Store, transaction
from registry.storage.files import KeptFile
from registry.storage.legality_materials import legality_slots
from registry.storage.legality_reviews import LegalityReview, LegalityWaiver
from registry.storage.rulebook import load_rulebook

LONGEST_REASON = 500


def hand_in_materials(
    store: Store, actor: Actor, document_id: int, files: Sequence[KeptFile], *, now: datetime
) -> list[str]:
    """The sentences about files that were not added; the others are."""
    with transaction(store) as session:
        document = hold_draft(session, actor, document_id, Permission.WRITE_DOCUMENT)
        hold_review(session, document, begins=False)
        refused = []
        for file in files:
            try:
                add_attachment(session, actor, document, file, now=now)
                session.flush()
            except Refusal as refusal:
                refused.append(refusal.sentence)
        changes.touch(session, [document_id], now)
        return refused


def waive_material(
    store: Store, actor: Actor, document_id: int, material: str, *, because: str, now: datetime
) -> None:
    """Says why a material does not apply; an empty reason takes that back. Raises Refusal for an unknown material."""
    reason = because.strip()
    if len(reason) > LONGEST_REASON:
        raise Refusal(f"不适用的理由最多{LONGEST_REASON}个字。", "because")
    with transaction(store) as session:
        document = hold_draft(session, actor, document_id, Permission.WRITE_DOCUMENT)
        review = hold_review(session, document, begins=False)
        _check_asked(session, review, material, day_of(now))
        session.execute(
            sa.delete(LegalityWaiver).where(
                col(LegalityWaiver.review_id) == review.id, col(LegalityWaiver.material) == material
            )
        )
        if reason:
            session.add(LegalityWaiver(review_id=review.id or 0, material=material, because=reason))
        audit.record(
            session,
            now,
            actor.name,
            "waive_material",
            subject_of(document),
            material=material,
            because=reason,
        )


def _check_asked(session: Session, review: LegalityReview, material: str, on: date) -> None:
    slots = legality_slots(session, load_rulebook(session), review.document_id, review, on)
    if material not in {slot.material for slot in slots}:
        raise Refusal("送审材料清单中没有这一项，请刷新页面。", "because")
