"""The materials of a filing: what its rules ask for, and which files were handed in."""

from typing import NamedTuple

from sqlmodel import Session

from registry.domain.filings import FilingState
from registry.domain.materials import FORMAL_TEXT, SUPPLEMENT, material_of, missing_materials
from registry.domain.rules import from_json
from registry.storage.files import Attachment, attachments_of
from registry.storage.filings import Filing
from registry.storage.rules import RuleProfileVersion


class Slot(NamedTuple):
    """A material that the rules ask for, with its files: the newest first, which counts."""

    material: str
    files: list[Attachment]


def slots(session: Session, filing: Filing) -> list[Slot]:
    """The materials of a filing by its rules, and the supplement that its review asked for.

    A file of the document counts for the material that its name says.
    """
    row = session.get(RuleProfileVersion, filing.profile_id) if filing.profile_id else None
    by_rules = from_json(row.body).materials if row else ()
    asked = (*by_rules, SUPPLEMENT)
    by_material: dict[str, list[Attachment]] = {material: [] for material in asked}
    for file in reversed(attachments_of(session, filing.document_id)):
        if file.filing_id not in (None, filing.id):
            continue
        material = file.material or material_of(file.name, asked)
        if material is None and file.role == "text":
            material = FORMAL_TEXT
        if material in by_material:
            by_material[material].append(file)
    is_asked_for = filing.state is FilingState.SUPPLEMENTING or by_material[SUPPLEMENT]
    return [
        Slot(material, files)
        for material, files in by_material.items()
        if material in by_rules or (material == SUPPLEMENT and is_asked_for)
    ]


def missing_of(wanted: list[Slot]) -> list[str]:
    """The materials of these slots that nobody has handed in."""
    return missing_materials(
        [slot.material for slot in wanted], {slot.material for slot in wanted if slot.files}
    )
