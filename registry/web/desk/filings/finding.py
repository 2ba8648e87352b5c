"""A filing with its document for a page: 404 when the person may not see it, 403 without the permission."""

from flask import abort

from registry.domain.roles import Permission, require
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.storage.filings import Filing
from registry.web.access import current_actor, current_store


def find_filing(filing_id: int, permission: Permission = Permission.READ_OWN) -> tuple[Filing, Document]:
    """The filing and its document; 404 for one that does not exist or is another authority's, 403 without the
    permission."""
    with reading(current_store()) as session:
        filing = session.get(Filing, filing_id)
        if filing is None:
            abort(404)
        document = session.get_one(Document, filing.document_id)
        require(current_actor(), Permission.READ_OWN, [filing.authority_id, document.lead_authority_id])
        require(current_actor(), permission)
        return filing, document
