"""Give many documents of the doubts queue the same authority, validity or 公布日期."""

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
_SHARED_LOCK = {"read": True, "key_share": True}  # no merger may remove the authority before the end


@dataclass(frozen=True)
class Filling:
    """The value given to all documents. A validity is a number of years, a last valid day, or no expiry."""

    authority_id: int | None = None
    published_on: date | None = None
    years: int | None = None
    valid_until: date | None = None
    has_no_expiry: bool = False


@dataclass
class Filled:
    """The result: how many documents changed, how many of them have lapsed by it, and which were refused and why."""

    n_changed: int = 0
    n_lapsed: int = 0
    refused: list[tuple[int, str, str]] = field(default_factory=list)  # (id, title, sentence)

    def count(self, document: Document, changed: Mapping[str, object], today: date) -> None:
        """Counts a changed document."""
        until = document.valid_until if "valid_until" in changed else None
        self.n_changed += 1
        self.n_lapsed += until is not None and until < today


def fill_documents(
    store: Store, actor: Actor, document_ids: Collection[int], filling: Filling, reason: str, *, now: datetime
) -> Filled:
    """The result. Raises Refusal if no document can get the value; a refusal of one document is in the result."""
    reason = _checked_reason(actor, document_ids, reason)
    with transaction(store) as session:
        hold_identities(session)
        documents = lock_documents(session, list(document_ids))
        _check_authority(session, filling.authority_id, lock=_SHARED_LOCK)
        _hold_filings(session, document_ids)
        book, filled = load_rulebook(session), Filled()
        changes_by_id: dict[int, dict[str, list[str]]] = {}
        touched: set[int] = set()
        for document in documents:
            document_id, title = document.id or 0, shown_title(document)
            try:
                with session.begin_nested():
                    facts = _filled(_registered(session, document), filling)
                    changed, linked = write_edit(session, actor, document, facts, book, reason, now)
            except Refusal as refusal:
                filled.refused.append((document_id, title, refusal.sentence))
                continue
            changes_by_id[document_id] = changed
            touched.update((document_id, *linked))
            filled.count(document, changed, day_of(now))
        for document in documents:
            if document.id in changes_by_id:
                fields = {"changes": changes_by_id[document.id], "reason": reason}
                audit.record(session, now, actor.name, "edit_document", subject_of(document), **fields)
        changes.touch(session, touched, now)
        return filled


def preview_filling(
    store: Store, actor: Actor, document_ids: Collection[int], filling: Filling, reason: str, *, now: datetime
) -> Filled:
    """The result that `fill_documents` would have now, each document taken alone. Locks nothing. Raises Refusal."""
    reason, filled = _checked_reason(actor, document_ids, reason), Filled()
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


def _checked_reason(actor: Actor, document_ids: Collection[int], reason: str) -> str:
    """The reason as it is stored. Raises Refusal for a bad reason or number of documents, Denied for the actor."""
    require(actor, Permission.PUBLISH_DOCUMENT)
    reason = reason.strip()
    if not 1 <= len(reason) <= MAX_REASON:
        raise Refusal(f"请写明依据，最多{MAX_REASON}个字。", "reason")
    if not 1 <= len(document_ids) <= MOST:
        raise Refusal(f"一次可以补录1至{MOST}件文件，请分几次办。")
    return reason


def _check_authority(session: Session, authority_id: int | None, lock: dict[str, bool] | None = None) -> None:
    """Raises Refusal for an authority that does not exist or is the placeholder; locks it as `lock` says."""
    if authority_id is None:
        return
    authority = session.get(Authority, authority_id, with_for_update=lock)
    if authority is None or authority.is_unknown:
        raise Refusal("没有这个制定机关，请重新选择。", "authority_id")


def _hold_filings(session: Session, document_ids: Collection[int]) -> None:
    """Locks the filings of all documents before the first audit line, for which other writers wait."""
    query = select(Filing.id).where(col(Filing.document_id).in_(document_ids)).order_by(col(Filing.id))
    session.exec(query.with_for_update(key_share=True)).all()


def _filled(facts: DocumentFacts, filling: Filling) -> DocumentFacts:
    """The facts with the value. Raises Refusal if there is no day to count a number of years from."""
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
    """Replace the placeholder issuer; keep the other names as issued."""
    co_issuers = [
        (co_issuer_id, name)
        for co_issuer_id, name in zip(facts.authority_ids[1:], facts.names_as_issued[1:], strict=True)
        if co_issuer_id != authority_id
    ]
    issuers = [(authority_id, facts.names_as_issued[0]), *co_issuers]
    return replace(
        facts,
        authority_ids=tuple(issuer_id for issuer_id, _ in issuers),
        names_as_issued=tuple(name for _, name in issuers),
    )


def _registered(session: Session, document: Document) -> DocumentFacts:
    """The facts as they are registered now; a placeholder issuer has no name as issued."""
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
        touches_market=document.touches_market,
        steps=tuple(steps_of(session, document.id or 0)),
        text=text_of(session, document.id or 0),
    )
