"""What the documents of an authority owe when its kind is corrected: shown before it is done, and done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from sqlmodel import Session, col, select

from registry.actions.filings.owing import filings_to_add, owed_tracks, withdrawn_by_rules
from registry.actions.filings.settling import withdraw_by_rules
from registry.actions.filings.telling import tell_owed
from registry.domain.authorities import AUTHORITY_KIND_WORDS, AuthorityKind
from registry.domain.documents import Disclosure
from registry.domain.filings import CONCLUDED, Direction, FilingState
from registry.domain.roles import Actor
from registry.storage.authorities import Authority
from registry.storage.batches import among, batches
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing
from registry.storage.rulebook import Rulebook

EFFECT_WORDS = {
    "added": "新增应报备案",
    "withdrawn": "终止待报备案",
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
        """新增应报备案1件、终止待报备案2件…; "" when nothing changes."""
        return "、".join(f"{EFFECT_WORDS[name]}{n}件" for name, n in self.counts().items())


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
        withdrawn = withdrawn_by_rules(session, chain.from_iterable(filings.values()))
        for document in documents:
            _compare(book, corrected, document, filings.get(document.id or 0, []), withdrawn, effects)
    return effects


def write_kind_effects(
    session: Session, actor: Actor, effects: KindEffects, kinds: tuple[str, str], now: datetime
) -> None:
    """Writes what changes, and tells the authority what it owes now; `kinds` are the old and the new kind."""
    before, after = (AUTHORITY_KIND_WORDS[AuthorityKind(kind)] for kind in kinds)
    reason = f"更正机关类别后，按规则无需报送备案（{before}改为{after}）。"
    for _, filing in effects.withdrawn:
        withdraw_by_rules(session, actor, filing, reason, now)
    for _, filing, direction in effects.turned:
        filing.direction = direction
        filing.version += 1
        session.add(filing)
    session.add_all(filing for _, filing in effects.added)
    session.flush()
    for document, filing in effects.added:
        tell_owed(session, document, [filing], now)


def _filings_of(session: Session, documents: Iterable[Document]) -> dict[int, list[Filing]]:
    by_document: dict[int, list[Filing]] = {}
    query = select(Filing).where(col(Filing.document_id).in_([document.id for document in documents]))
    for filing in session.exec(query.order_by(col(Filing.passage))):
        by_document.setdefault(filing.document_id, []).append(filing)
    return by_document


def _compare(
    book: Rulebook,
    corrected: Authority,
    document: Document,
    filings: list[Filing],
    withdrawn: set[int],
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
    for filing in filings_to_add(book, document, corrected, filings, withdrawn):
        effects.added.append((document, filing))
