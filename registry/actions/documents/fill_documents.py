"""Give several documents of the queue of doubts one authority, one validity or one 公布日期, which they lack."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from registry.actions.documents._editing import take_edit, write_edit
from registry.domain.calendars import last_valid_day
from registry.domain.document_fields import COLUMNS, DAYS
from registry.domain.documents import Dates, DocumentFacts, shown_title
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, changes
from registry.storage.authorities import Authority
from registry.storage.documents.locks import hold_identities, lock_documents, subject_of
from registry.storage.documents.tables import Document, issuers_of, steps_of, text_of
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import Filing
from registry.storage.rulebook import load_rulebook

MOST = 500
MAX_REASON = 500
_HELD = {"read": True, "key_share": True}  # until the end, as whoever is given to an authority needs it


@dataclass(frozen=True)
class Filling:
    """The one thing that all get; a validity is a number of years, a last valid day, or none for ever."""

    authority_id: int | None = None
    published_on: date | None = None
    years: int | None = None
    valid_until: date | None = None
    has_no_expiry: bool = False


@dataclass
class Filled:
    """What became of the documents: how many got it, how many of them have lapsed by it, and who did not and why."""

    n_changed: int = 0
    n_lapsed: int = 0
    refused: list[tuple[int, str, str]] = field(default_factory=list)  # (id, title, sentence)

    def count(self, document: Document, changed: Mapping[str, object], today: date) -> None:
        until = document.valid_until if "valid_until" in changed else None
        self.n_changed += 1
        self.n_lapsed += until is not None and until < today


def fill_documents(
    store: Store, actor: Actor, document_ids: Collection[int], filling: Filling, reason: str, *, now: datetime
) -> Filled:
    """Raises Refusal for what none of them can get; what only one cannot get is told of that one."""
    reason = _asked_rightly(actor, document_ids, reason)
    with transaction(store) as session:
        hold_identities(session)
        documents = lock_documents(session, list(document_ids))
        _check_authority(session, filling.authority_id, held=_HELD)
        _hold_filings(session, document_ids)
        book, filled, lines = load_rulebook(session), Filled(), dict[int, dict[str, list[str]]]()
        touched: set[int] = set()
        for document in documents:
            one, title = document.id or 0, shown_title(document)
            try:
                with session.begin_nested():
                    facts = _filled(_registered(session, document), filling)
                    changed, linked = write_edit(session, actor, document, facts, book, reason, now)
            except Refusal as refusal:
                filled.refused.append((one, title, refusal.sentence))
                continue
            lines[one] = changed
            touched.update((one, *linked))
            filled.count(document, changed, day_of(now))
        for document in documents:
            if (one := document.id or 0) in lines:
                about = {"changes": lines[one], "reason": reason}
                audit.record(session, now, actor.name, "edit_document", subject_of(document), **about)
        changes.touch(session, touched, now)
        return filled


def preview_filling(
    store: Store, actor: Actor, document_ids: Collection[int], filling: Filling, reason: str, *, now: datetime
) -> Filled:
    """What `fill_documents` would do now, as far as it can be seen of each alone; nobody who writes waits for it.

    Raises Refusal as it does.
    """
    reason, filled = _asked_rightly(actor, document_ids, reason), Filled()
    with reading(store) as session:
        _check_authority(session, filling.authority_id)
        book = load_rulebook(session)
        query = select(Document).where(col(Document.id).in_(document_ids)).order_by(col(Document.id))
        for document in session.exec(query).all():
            title = shown_title(document)
            try:
                facts = _filled(_registered(session, document), filling)
                changed = take_edit(session, document, facts, book, reason, now)
            except Refusal as refusal:
                filled.refused.append((document.id or 0, title, refusal.sentence))
                continue
            filled.count(document, changed, day_of(now))
    return filled


def _asked_rightly(actor: Actor, document_ids: Collection[int], reason: str) -> str:
    """The reason as it is kept. Raises Refusal."""
    require(actor, Permission.PUBLISH_DOCUMENT)
    reason = reason.strip()
    if not 1 <= len(reason) <= MAX_REASON:
        raise Refusal(f"请写明依据，最多{MAX_REASON}个字。", "reason")
    if not 1 <= len(document_ids) <= MOST:
        raise Refusal(f"一次可以补录1至{MOST}件文件，请分几次办。")
    return reason


def _check_authority(session: Session, authority_id: int | None, held: dict[str, bool] | None = None) -> None:
    if authority_id is None:
        return
    authority = session.get(Authority, authority_id, with_for_update=held)
    if authority is None or authority.is_unknown:
        raise Refusal("没有这个制定机关，请重新选择。", "authority_id")


def _hold_filings(session: Session, document_ids: Collection[int]) -> None:
    """All of them before the first audit line, which others wait for."""
    query = select(Filing.id).where(col(Filing.document_id).in_(document_ids)).order_by(col(Filing.id))
    session.exec(query.with_for_update(key_share=True)).all()


def _filled(facts: DocumentFacts, filling: Filling) -> DocumentFacts:
    """Raises Refusal where a number of years has no day to be counted from."""
    if filling.authority_id is not None:
        return _led_by(facts, filling.authority_id)
    if filling.published_on is not None:
        return replace(facts, dates=replace(facts.dates, published_on=filling.published_on))
    until = filling.valid_until
    if filling.years is not None:
        start = facts.dates.effective_on or facts.dates.published_on
        if start is None:
            raise Refusal("没有施行日期和公布日期，算不出有效期到哪一天。", "years")
        until = last_valid_day(start, filling.years * 12)
    return replace(facts, dates=replace(facts.dates, valid_until=until), has_no_expiry=filling.has_no_expiry)


def _led_by(facts: DocumentFacts, authority_id: int) -> DocumentFacts:
    """The name as issued stays, but for the one that stands for none, which is no name."""
    others = [
        pair
        for pair in zip(facts.authority_ids[1:], facts.names_as_issued[1:], strict=True)
        if pair[0] != authority_id
    ]
    issuers = [(authority_id, facts.names_as_issued[0]), *others]
    return replace(
        facts,
        authority_ids=tuple(one for one, _ in issuers),
        names_as_issued=tuple(name for _, name in issuers),
    )


def _registered(session: Session, document: Document) -> DocumentFacts:
    """What is registered of it now."""
    issuers = issuers_of(session, document.id or 0)
    lead = session.get_one(Authority, document.lead_authority_id)
    values = {name: getattr(document, name) for name in (*COLUMNS, "source") if name not in DAYS}
    return DocumentFacts(
        **values,
        authority_ids=tuple(row.authority_id for row in issuers),
        names_as_issued=tuple(
            "" if lead.is_unknown and row.authority_id == lead.id else row.name_as_issued for row in issuers
        ),
        dates=Dates(**{name: getattr(document, name) for name in DAYS}),
        steps=tuple(steps_of(session, document.id or 0)),
        text=text_of(session, document.id or 0),
    )
