"""The materials that an authority of the demonstration hands in with a filing."""

from datetime import datetime

from registry.actions.documents.attach_file import attach_file
from registry.demonstration.shapes import Document, Filing
from registry.domain.filings import Move, Track
from registry.domain.papers.filer import kind_of_material
from registry.domain.roles import OPERATOR
from registry.domain.rules import MATERIALS
from registry.storage.engine import Store
from registry.storage.files import KeptFile, keep_bytes

MADE_HERE = "farm-machinery"
"""The document whose authority makes 备案报告 and 起草说明 here; the materials of the others are files of their own."""
_FULL_TEXT = "正式文本"


def hand_in(
    store: Store, document_id: int, filing_id: int, document: Document, filing: Filing, now: datetime
) -> None:
    """Attaches the materials of a filing, without those that it is later asked to supplement."""
    missing = "".join(moved.reason for moved in filing.moves if moved.move is Move.DEFER)
    for material in MATERIALS:
        is_made_here = document.slug == MADE_HERE and kind_of_material(material)
        if material in missing or is_made_here:
            continue
        is_text = material == _FULL_TEXT
        if is_text and filing.track is Track.CONGRESS:
            continue  # it is there since the filing with the government above
        content = (
            document.text if is_text else f"{material}\n\n{document.title}（{document.doc_no}）\n"
        ).encode()
        role = "text" if is_text else "internal"
        attach_file(
            store,
            OPERATOR,
            document_id,
            KeptFile(keep_bytes(store, content), f"{material}.txt", len(content), role),
            filing_id=None if is_text else filing_id,
            now=now,
        )
