"""The draft of a page of reviews: 404 for one that the person may not see, and whether it is still a draft."""

from flask import abort
from sqlmodel import Session

from registry.domain.documents import Disclosure
from registry.domain.roles import Permission, require
from registry.storage.documents.tables import Document
from registry.web.access import current_actor


def reviewed_document(
    session: Session, document_id: int, permission: Permission = Permission.READ_OWN
) -> Document:
    """The document, of which the person's authority is the lead; 404 for any other and for a secret stub."""
    document = session.get(Document, document_id)
    if document is None or document.disclosure is Disclosure.SECRET:
        abort(404)
    require(current_actor(), Permission.READ_OWN, [document.lead_authority_id])
    require(current_actor(), permission)
    return document
