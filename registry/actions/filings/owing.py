"""Within a transaction: the filings a document owes."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from registry.actions.filings.deadlines import set_due
from registry.domain.errors import Refusal
from registry.domain.filings import (
    CONCLUDED,
    DIRECTION_WORDS,
    TRACK_WORDS,
    Direction,
    FilingState,
    Track,
)
from registry.domain.owed_filings import filing_tracks, filings_owed
from registry.storage.authorities import Authority
from registry.storage.batches import batches
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing, FilingMove, filings_of
from registry.storage.rulebook import Rulebook


def owe_filings(session: Session, book: Rulebook, document: Document, authority: Authority) -> list[Filing]:
    """The filings added now: those that a published document owes and does not have, or that the rules withdrew."""
    assert document.id is not None
    assert authority.id is not None
    if not owed_tracks(book, document, authority):
        return []
    filings = filings_of(session, document.id)
    added = filings_to_add(book, document, authority, filings, withdrawn_by_rules(session, filings))
    session.add_all(added)
    session.flush()
    return added


def filings_to_add(
    book: Rulebook,
    document: Document,
    authority: Authority,
    filings: Iterable[Filing],
    withdrawn: set[int],
) -> list[Filing]:
    """The filings that a document owes and lacks, not yet written; `filings` are those it has, by passage.

    What the rules withdrew is owed again, as the next passage; what a person withdrew is not.
    """
    last: dict[Track, Filing] = {filing.track: filing for filing in filings}
    again = {track for track, filing in last.items() if filing.id in withdrawn}
    added = missing_filings(book, document, authority, last.keys() - again)
    for filing in added:
        if filing.track in again:
            filing.passage = last[filing.track].passage + 1
    return added


def withdrawn_by_rules(session: Session, filings: Iterable[Filing]) -> set[int]:
    """The ids of those of the filings that the rules withdrew."""
    ids = [filing.id for filing in filings if filing.state is FilingState.WITHDRAWN and filing.id]
    withdrawn: set[int] = set()
    for part in batches(ids):
        query = select(FilingMove.filing_id).where(
            col(FilingMove.filing_id).in_(part), col(FilingMove.is_by_rules)
        )
        withdrawn.update(session.exec(query))
    return withdrawn


def missing_filings(
    book: Rulebook, document: Document, authority: Authority, have: Collection[str]
) -> list[Filing]:
    """The filings that a published document owes on tracks other than `have`, with due dates; not yet written."""
    filings = []
    for track, direction in owed_tracks(book, document, authority).items():
        if track in have:
            continue
        filing = Filing(
            document_id=document.id or 0,
            authority_id=authority.id or 0,
            track=track,
            direction=direction,
            state=FilingState.OWED,
        )
        set_due(book, filing, document.published_on)
        filings.append(filing)
    return filings


def unowed_filings(
    session: Session, book: Rulebook, document: Document, authority: Authority
) -> list[Filing]:
    """The owed filings that the rules ask for no longer after a correction, ids ascending."""
    owed = owed_tracks(book, document, authority)
    query = select(Filing).where(Filing.document_id == document.id, Filing.state == FilingState.OWED)
    filings = session.exec(query.order_by(col(Filing.id))).all()
    return [filing for filing in filings if filing.track not in owed]


def hand_over_filings(
    session: Session, book: Rulebook, document: Document, authority: Authority
) -> list[Filing]:
    """The open filings, given to the lead authority after it was corrected and turned in its direction.

    Raises Refusal as check_hand_over does.
    """
    query = _left_behind(document).with_for_update(key_share=True)
    handed_over = []
    for filing, direction in _turned(session, query, book, document, authority):
        filing.direction = direction
        filing.authority_id = document.lead_authority_id
        filing.version += 1
        session.add(filing)
        handed_over.append(filing)
    return handed_over


def check_hand_over(session: Session, book: Rulebook, document: Document, authority: Authority) -> None:
    """Raises Refusal when a filing was already submitted in a direction that is not the new lead authority's."""
    for _ in _turned(session, _left_behind(document), book, document, authority):
        pass


def _left_behind(document: Document) -> Any:
    """The query of the open filings that belong to an authority other than the document's lead."""
    query = select(Filing).where(
        Filing.document_id == document.id,
        Filing.authority_id != document.lead_authority_id,
        col(Filing.state).not_in(CONCLUDED),
    )
    return query.order_by(col(Filing.id))


def _turned(
    session: Session, query: Any, book: Rulebook, document: Document, authority: Authority
) -> Iterator[tuple[Filing, Direction]]:
    """Each filing of the query with its direction as a filing of `authority`."""
    owed = owed_tracks(book, document, authority)
    for filing in session.exec(query).all():
        direction = owed.get(filing.track)
        if direction is not filing.direction and filing.state is not FilingState.OWED:
            raise Refusal(
                f"该文件的{TRACK_WORDS[filing.track]}已按“{DIRECTION_WORDS[filing.direction]}”报送，"
                f"改由{authority.name}牵头后报送方向不同。请先“撤回报送”，或者等这件备案办结，再更正制定机关。",
                "lead_authority",
            )
        yield filing, direction or filing.direction


def owed_tracks(book: Rulebook, document: Document, authority: Authority) -> dict[Track, Direction]:
    """The tracks on which the rules ask a document of this authority to be filed, each with its direction."""
    obliged_on = document.published_on or _latest_date(document)
    if not document.is_published or obliged_on is None:
        return {}
    profile = book.profile_for(obliged_on)
    return dict(
        filings_owed(
            kind_of_authority=authority.kind,
            disclosure=document.disclosure,
            obliged_on=obliged_on,
            tracked_from=book.tracked_from,
            tracks=filing_tracks(profile),
            vertical_filing=profile.vertical_filing,
        )
    )


def _latest_date(document: Document) -> date | None:
    """The latest day that the document states, 公布日期 apart."""
    days = (document.signed_on, document.issued_on, document.posted_on, document.effective_on)
    return max((day for day in days if day), default=None)
