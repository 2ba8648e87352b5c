"""Which registered document each line of the issue register stands for: by number, else by title, one for one.

This is computed at every reading, so that a document registered or corrected after the list is found at once.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.documents import Disclosure, DocumentKind
from registry.domain.issue_registers import EntryState, Fit, Strength, match
from registry.domain.measures import Publication
from registry.storage import office
from registry.storage.documents.tables import Document, DocumentAuthority
from registry.storage.filings import is_filed
from registry.storage.issue_register.entries import IssueEntry

DOCUMENT_DAY = sa.func.coalesce(col(Document.published_on), col(Document.issued_on), col(Document.signed_on))


class Standing(NamedTuple):
    """How a line relates to the register; `document_id` is None unless exactly one document is the line's.

    `is_tracked` is False for a document that was issued before the office began to track, `is_joint` True for one that
    the authority of the list issued with others and does not lead.
    """

    entry_id: int
    authority_id: int
    is_tracked: bool
    document_id: int | None
    state: EntryState
    issued_on: date | None
    kind: DocumentKind | None
    publication: Publication
    is_joint: bool

    @property
    def is_published(self) -> bool:
        """Whether its document is open to everybody since a day that is known."""
        return self.publication is Publication.PUBLISHED


class _Line(NamedTuple):
    authority_id: int
    is_tracked: bool
    is_normative: bool
    issued_on: date | None


class _Fitting(NamedTuple):
    """A document that fits a line of a list."""

    kind: DocumentKind | None
    publication: Publication
    is_filed: bool
    is_joint: bool


_NOTHING = _Fitting(None, Publication.NONE, is_filed=False, is_joint=False)


def standings(session: Session, authority_ids: Collection[int], year: int) -> Iterator[Standing]:
    """The standing of every line of these authorities' lists of the year."""
    lines: dict[int, _Line] = {}
    fits: dict[bool, list[Fit]] = {True: [], False: []}  # by is_normative: the two kinds do not compete
    documents: dict[
        tuple[int, int], _Fitting
    ] = {}  # by list, since a document is joint for one list, not for another
    for query in _fit_queries(authority_ids, year, office.tracked_from(session)):
        for row in (
            session.connection().execute(query).all()
        ):  # plain rows: the session's own take twice the time
            entry_id, list_id, is_tracked, is_normative, issued_on, fitting_id, strength, *about = row
            lines[entry_id] = _Line(list_id, is_tracked, is_normative, issued_on)
            if fitting_id is not None:
                fits[is_normative].append(Fit(entry_id, list_id, fitting_id, strength))
                documents[list_id, fitting_id] = _Fitting(*about)
    matched = match(fits[True]) | match(fits[False])
    fitted = {fit.entry_id for fit in fits[True]}
    for entry_id, line in lines.items():
        document_id = matched.get(entry_id)
        document = documents[line.authority_id, document_id] if document_id else _NOTHING
        yield Standing(
            entry_id,
            line.authority_id,
            line.is_tracked,
            document_id,
            _state(line.is_normative, document_id, document.is_filed, entry_id in fitted),
            line.issued_on,
            document.kind,
            Publication(document.publication),
            document.is_joint,
        )


def fitting_documents(entry: IssueEntry) -> Any:
    """The query of the documents that a line may stand for: with its number, or its authority and title."""
    fits = [
        sa.and_(
            col(Document.title_key) == entry.title_key, col(Document.lead_authority_id) == entry.authority_id
        )
    ]
    if entry.doc_no_key:
        fits.append(col(Document.doc_no_key) == entry.doc_no_key)
    return sa.select(Document).where(sa.or_(*fits)).order_by(DOCUMENT_DAY.desc(), col(Document.id))


def matched_by_hand(session: Session, entry: IssueEntry) -> dict[int, str]:
    """document id → the title of the other line of the same authority that a person matched with it."""
    query = sa.select(col(IssueEntry.document_id), col(IssueEntry.title)).where(
        col(IssueEntry.authority_id) == entry.authority_id,
        col(IssueEntry.document_id).in_(sa.select(col(Document.id))),
        col(IssueEntry.id) != entry.id,
    )
    return {row[0]: row[1] for row in session.execute(query)}


def is_unlisted(authority_ids: Collection[int], year: int) -> Any:
    """The condition on Document: published by one of these authorities in that year, and on no list."""
    conditions = (
        col(IssueEntry.document_id) == col(Document.id),
        col(IssueEntry.doc_no_key) == col(Document.doc_no_key),
        sa.and_(_same_title(), _numbers_agree(), col(IssueEntry.year) + 0 == year),
    )
    return sa.and_(
        col(Document.id).in_(_led_in(authority_ids, year)),
        col(Document.is_published),
        col(Document.disclosure) != Disclosure.SECRET,
        *(~sa.exists().where(condition).correlate(Document) for condition in conditions),
    )


def _led_in(authority_ids: Collection[int], year: int) -> Any:
    """The ids of the documents that these authorities led and published in that year; each branch uses an index."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    published_on = col(Document.published_on)
    other_day = sa.func.coalesce(col(Document.issued_on), col(Document.signed_on))
    led = sa.select(col(Document.id)).where(col(Document.lead_authority_id).in_(authority_ids))
    return led.where(published_on.between(first, last)).union_all(
        led.where(published_on.is_(None), other_day.between(first, last))
    )


def _state(is_normative: bool, document_id: int | None, is_filed: bool, is_fitted: bool) -> EntryState:
    if not is_normative:
        return EntryState.NOT_NORMATIVE
    if document_id is not None:
        return EntryState.FILED if is_filed else EntryState.UNFILED
    return EntryState.AMBIGUOUS if is_fitted else EntryState.UNREGISTERED


def _fit_queries(authority_ids: Collection[int], year: int, since: date) -> Iterator[Any]:
    """The queries of lines with the documents that fit them.

    The first has every line, without a document where no number fits.
    """
    day = col(IssueEntry.issued_on)
    is_tracked = sa.or_(day.is_(None), day >= since) if year >= since.year else sa.false()
    lists = col(IssueEntry.authority_id).in_(authority_ids), col(IssueEntry.year) == year
    is_open = (
        sa.func.coalesce(col(IssueEntry.document_id), 0) == 0
    )  # coalesce: the index would find every open line
    by_title = sa.and_(_same_title(), _numbers_agree(), _is_of_year(year))
    by_number = sa.and_(col(Document.doc_no_key) == col(IssueEntry.doc_no_key), is_open)
    title_too = sa.case(
        (col(Document.title_key) == col(IssueEntry.title_key), Strength.NUMBER_AND_TITLE.value),
        else_=Strength.NUMBER.value,
    )
    yield _lines(is_tracked, title_too).outerjoin(Document, by_number).where(*lists)
    yield _lines(is_tracked, sa.literal(Strength.TITLE.value)).join(Document, by_title).where(*lists, is_open)
    is_chosen = col(Document.id) == col(IssueEntry.document_id)
    yield _lines(is_tracked, sa.literal(Strength.CHOSEN.value)).join(Document, is_chosen).where(*lists)


def _lines(is_tracked: Any, strength: Any) -> Any:
    """The columns of a line and a document, before they are joined."""
    return sa.select(
        col(IssueEntry.id),
        col(IssueEntry.authority_id),
        is_tracked,
        col(IssueEntry.not_normative_because) == "",
        col(IssueEntry.issued_on),
        col(Document.id),
        strength,
        col(Document.kind),
        _publication(),
        is_filed(col(Document.id)).correlate(Document),
        _is_joint(),
    ).select_from(IssueEntry)


def _publication() -> Any:
    """What is known of its publication to everybody; a mark without a day proves none."""
    is_open = sa.and_(col(Document.is_published), col(Document.disclosure) == Disclosure.PUBLIC)
    return sa.case(
        (sa.and_(is_open, col(Document.published_on).is_not(None)), Publication.PUBLISHED.value),
        (is_open, Publication.UNDATED.value),
        else_=Publication.NONE.value,
    )


def _is_joint() -> Any:
    """Whether the authority of the list is an issuer of the document and not its lead."""
    issuer = sa.exists().where(
        col(DocumentAuthority.document_id) == col(Document.id),
        col(DocumentAuthority.authority_id) == col(IssueEntry.authority_id),
    )
    is_not_lead = col(Document.lead_authority_id) != col(IssueEntry.authority_id)
    return sa.and_(is_not_lead, issuer.correlate(Document, IssueEntry))


def _same_title() -> Any:
    """The same title and authority. `+ 0` makes the title the index, since every authority has many lines."""
    return sa.and_(
        col(IssueEntry.title_key) == col(Document.title_key),
        col(IssueEntry.authority_id) + 0 == col(Document.lead_authority_id) + 0,
    )


def _numbers_agree() -> Any:
    """The line or the document has no number; with two different numbers they are different documents."""
    return sa.or_(col(IssueEntry.doc_no_key).is_(None), col(Document.doc_no_key).is_(None))


def _is_of_year(year: int) -> Any:
    """The document has a day in this year or none at all: a title may be used again every year."""
    days = (Document.issued_on, Document.published_on, Document.signed_on)
    first, last = date(year, 1, 1), date(year, 12, 31)
    return sa.or_(DOCUMENT_DAY.is_(None), *(col(day).between(first, last) for day in days))
