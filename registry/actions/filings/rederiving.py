"""What the documents of an authority owe when its kind is corrected: shown before it is done, and done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session, col, select

from registry.actions.filings.move_filing import make_move
from registry.actions.filings.owing import missing_filings, owed_tracks
from registry.domain.authorities import AUTHORITY_KIND_WORDS, AuthorityKind
from registry.domain.documents import Disclosure
from registry.domain.filings import CONCLUDED, Direction, FilingState, Move
from registry.domain.instants import day_of
from registry.domain.roles import Actor
from registry.storage.authorities import Authority
from registry.storage.batches import among, batches
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing, FilingMove
from registry.storage.rulebook import Rulebook

_WITHDRAWN = "更正机关类别后，按规则无需报送备案"
_WORDS = {
    "added": "新增应报备案",
    "withdrawn": "撤回待报备案",
    "turned": "改变报送方向",
    "kept": "已报送的不变",
}


@dataclass
class KindEffects:
    """The filings that a corrected kind adds, withdraws and turns; `kept` were submitted already and stay as they are.

    What is added is not written yet.
    """

    added: list[tuple[Document, Filing]] = field(default_factory=list)
    withdrawn: list[tuple[Document, Filing]] = field(default_factory=list)
    turned: list[tuple[Document, Filing, Direction]] = field(default_factory=list)
    kept: list[tuple[Document, Filing]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.withdrawn or self.turned or self.kept)

    def counts(self) -> dict[str, int]:
        """added, withdrawn, turned, kept → how many, without those that are none."""
        numbers = {name: len(rows) for name, rows in vars(self).items()}
        return {name: n for name, n in numbers.items() if n}

    def words(self) -> str:
        """新增应报备案1件、撤回待报备案2件…; "" when nothing changes."""
        return "、".join(f"{_WORDS[name]}{n}件" for name, n in self.counts().items())


def kind_effects(
    session: Session,
    book: Rulebook,
    authority: Authority,
    kind: AuthorityKind,
    ids: Sequence[int] | None = None,
) -> KindEffects:
    """What this kind changes in what the documents of an authority owe (DOMAIN §6, routing), or those with these ids.

    Concluded filings stay, and so do those that were submitted.
    """
    corrected = Authority.model_validate(authority.model_dump() | {"kind": kind})
    effects = KindEffects()
    query = select(Document).where(
        Document.lead_authority_id == authority.id,
        col(Document.is_published),
        Document.disclosure != Disclosure.SECRET,
    )
    if ids is not None:
        query = query.where(among(session, Document.id, ids))
    for documents in batches(session.exec(query.order_by(col(Document.id))).all()):
        filings = _filings_of(session, documents)
        for document in documents:
            _compare(session, book, corrected, document, filings.get(document.id or 0, []), effects)
    return effects


def write_kind_effects(
    session: Session, actor: Actor, effects: KindEffects, kinds: tuple[str, str], now: datetime
) -> None:
    """Writes what changes; `kinds` are the old and the new kind. The rules withdraw, whoever corrects the kind."""
    before, after = (AUTHORITY_KIND_WORDS[AuthorityKind(kind)] for kind in kinds)
    reason = f"{_WITHDRAWN}（{before}改为{after}）。"
    by_rule = replace(actor, is_operator=True)
    for _, filing in effects.withdrawn:
        make_move(session, by_rule, filing.id or 0, Move.WITHDRAW, on=day_of(now), reason=reason, now=now)
    for _, filing, direction in effects.turned:
        filing.direction = direction
        filing.version += 1
        session.add(filing)
    session.add_all(filing for _, filing in effects.added)
    session.flush()


def _filings_of(session: Session, documents: Iterable[Document]) -> dict[int, list[Filing]]:
    by_document: dict[int, list[Filing]] = {}
    query = select(Filing).where(col(Filing.document_id).in_([document.id for document in documents]))
    for filing in session.exec(query.order_by(col(Filing.passage))):
        by_document.setdefault(filing.document_id, []).append(filing)
    return by_document


def _compare(
    session: Session,
    book: Rulebook,
    corrected: Authority,
    document: Document,
    filings: list[Filing],
    effects: KindEffects,
) -> None:
    """Adds what changes for one document to the effects."""
    owed = owed_tracks(book, document, corrected)
    for filing in filings:
        direction = owed.get(filing.track)
        if filing.is_historic or filing.state in CONCLUDED or direction is filing.direction:
            continue
        if filing.state is not FilingState.OWED:
            effects.kept.append((document, filing))
        elif direction is None:
            effects.withdrawn.append((document, filing))
        else:
            effects.turned.append((document, filing, direction))
    last = {filing.track: filing for filing in filings}
    again = {track: filing for track, filing in last.items() if _is_withdrawn_by_kind(session, filing)}
    for filing in missing_filings(book, document, corrected, last.keys() - again.keys()):
        if filing.track in again:
            filing.passage = again[filing.track].passage + 1
        effects.added.append((document, filing))


def _is_withdrawn_by_kind(session: Session, filing: Filing) -> bool:
    """Whether a filing was withdrawn by an earlier correction of the kind, which this one may take back."""
    if filing.state is not FilingState.WITHDRAWN or filing.first_submitted_on is not None:
        return False
    query = select(FilingMove.reason).where(
        FilingMove.filing_id == filing.id, FilingMove.move == Move.WITHDRAW
    )
    return any(reason.startswith(_WITHDRAWN) for reason in session.exec(query))
