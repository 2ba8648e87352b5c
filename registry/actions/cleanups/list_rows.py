"""Documents of the register as rows of a printed list."""

from registry.domain import doc_numbers
from registry.domain.authorities import AuthorityKind
from registry.exports.papers import Group, ListRow
from registry.storage.documents.printed import ListedDocument

GROUPS: dict[AuthorityKind, Group] = {
    AuthorityKind.GOVERNMENT: "government",
    AuthorityKind.OFFICE: "government",
    AuthorityKind.DEPARTMENT: "department",
    AuthorityKind.OUTSIDE: "department",
    AuthorityKind.SUBDISTRICT: "township",
    AuthorityKind.TOWNSHIP: "township",
}


def list_row(document: ListedDocument) -> ListRow:
    """A document as a list prints it."""
    return ListRow(
        title=document.title,
        doc_no=_spelled(document.doc_no),
        authority=document.authority,
        group=GROUPS[document.authority_kind],
        signed_on=document.signed_on,
        published_on=document.published_on,
        effective_on=document.effective_on,
        valid_until=document.valid_until,
        valid_until_text=document.valid_until_text,
        note=f"与{'、'.join(document.co_issuers)}联合制定" if document.co_issuers else "",
    )


def _spelled(doc_no: str) -> str | None:
    """The number in its standard spelling, as official papers print it; as written where it is none."""
    if not doc_no:
        return None
    return doc_numbers.parse(doc_no).spelled or doc_no
