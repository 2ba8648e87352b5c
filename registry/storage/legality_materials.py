"""The materials of a 合法性审核: what the rules ask for, and which files, records or reasons answer it."""

from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from registry.domain.documents import STEP_WORDS, StepKind
from registry.domain.legality_reviews import DRAFT_TEXT, ENDED, FAIR_CONCLUSION
from registry.domain.materials import material_of
from registry.domain.written_days import cn_date
from registry.storage.documents.tables import steps_of, text_of
from registry.storage.fair_reviews import fair_review_of
from registry.storage.files import Attachment, attachments_of
from registry.storage.legality_reviews import LegalityReview, waivers_of
from registry.storage.rulebook import Rulebook

_CONSULTATION = "征求意见情况"


@dataclass
class LegalitySlot:
    """A material with its files, the newest first, the record that stands for it, or why it does not apply."""

    material: str
    files: list[Attachment] = field(default_factory=list)
    record: str = ""
    not_applicable_because: str = ""

    @property
    def is_answered(self) -> bool:
        return bool(self.files or self.record or self.not_applicable_because)


def legality_slots(
    session: Session, book: Rulebook, document_id: int, review: LegalityReview | None, on: date
) -> list[LegalitySlot]:
    """The materials by the rules of the day, each with what the draft has; a file counts by its material or name.

    The day is that of receipt while a review is open; what is gathered after its end is for the next passage.
    """
    is_open = review is not None and review.state not in ENDED
    received_on = review.received_on if review and is_open else None
    asked = book.profile_for(received_on or on).legality_materials
    waived = waivers_of(session, review.id) if review and review.id else {}
    records = _records(session, document_id)
    slots = {
        name: LegalitySlot(name, record=records.get(name, ""), not_applicable_because=waived.get(name, ""))
        for name in asked
    }
    for file in reversed(attachments_of(session, document_id)):
        name = file.material or material_of(file.name, asked) or (DRAFT_TEXT if file.role == "text" else "")
        if name in slots and file.filing_id is None:
            slots[name].files.append(file)
    return list(slots.values())


def _records(session: Session, document_id: int) -> dict[str, str]:
    """material → what the register says already, so that nobody hands it in again."""
    records = {}
    if n := len(text_of(session, document_id).strip()):
        records[DRAFT_TEXT] = f"已登记正文{n}字"
    if fair := fair_review_of(session, document_id):
        records[FAIR_CONCLUSION] = fair.facts().words
    for step in steps_of(session, document_id):
        if step.kind in (StepKind.PUBLIC_CONSULTATION, StepKind.HEARING) and step.is_answered:
            said = (
                f"{cn_date(step.done_on)}，{step.body}"
                if step.done_on
                else f"不适用：{step.not_applicable_because}"
            )
            records[_CONSULTATION] = f"{STEP_WORDS[step.kind]}：{said}"
    return records
