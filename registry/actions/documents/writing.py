"""Writing a document inside a transaction: its row, issuers, steps, text and spans."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.actions.documents.other_ends import link_relations
from registry.domain import doc_numbers
from registry.domain.catalog import is_public
from registry.domain.citations import NameKeys, quoted
from registry.domain.conditions import bare_condition
from registry.domain.document_fields import COLUMNS, DAYS, arranged
from registry.domain.documents import DocumentFacts, check_facts
from registry.domain.errors import Refusal
from registry.domain.formation import check_step_days
from registry.domain.instants import day_of
from registry.domain.normal import search_text, title_key
from registry.domain.validity import EventKind
from registry.storage.authorities import authority_names
from registry.storage.documents.locks import hold_identities
from registry.storage.documents.tables import (
    Document,
    DocumentAuthority,
    DocumentEvent,
    DocumentText,
    FormationStep,
)
from registry.storage.documents.timelines import refresh_spans
from registry.storage.documents.versions import texts_of

_WRITTEN = arranged(
    (name for name in COLUMNS if name not in DAYS),
    first=("title", "doc_no", "duplicate_reason"),
    last=("local_serial", "kind", "subject", "disclosure", "has_no_expiry", "note"),
)
"""In the order in which audit lines name what changed; the days come after them."""


def add_document(session: Session, facts: DocumentFacts, *, is_published: bool, now: datetime) -> Document:
    """Adds a checked document with its issuers, steps, text and spans. Raises Refusal."""
    check_facts(facts)
    check_step_days(facts.steps)
    hold_identities(session)
    check_duplicate(session, facts)
    document = Document(
        title=facts.title.strip(),
        title_key=title_key(facts.title),
        kind=facts.kind,
        lead_authority_id=facts.authority_ids[0],
        disclosure=facts.disclosure,
        is_published=is_published,
        source=facts.source,
        created_at=now,
        updated_at=now,
    )
    write_facts(document, facts)
    session.add(document)
    session.flush()
    write_issuers(session, document, facts)
    write_steps(session, document, facts)
    write_text(session, document, facts.text)
    refresh_spans(session, [document])
    return document


def link_document(session: Session, document: Document) -> list[int]:
    """Links the relations that name this document, just added or renamed, only in words.

    Returns the ids of the documents that have them. The caller records a change of each: their doubts may differ now.
    """
    return link_relations(session, [NameKeys(document.title_key, document.doc_no_key)])


def write_facts(document: Document, facts: DocumentFacts) -> dict[str, list[str]]:
    """Sets the fields that differ and returns them without the computed keys: field → [old, new]."""
    number = doc_numbers.parse(facts.doc_no) if facts.doc_no.strip() else None
    values: dict[str, Any] = {name: getattr(facts, name) for name in _WRITTEN}
    values["ends_when"] = bare_condition(facts.ends_when)
    values |= {name: getattr(facts.dates, name) for name in DAYS}
    values |= {
        "title": facts.title.strip(),
        "title_key": title_key(facts.title),
        "doc_no": facts.doc_no.strip(),
        "doc_no_key": number.key if number else None,
        "lead_authority_id": facts.authority_ids[0],
        "touches_market": facts.touches_market,
    }
    changed = {}
    for name, value in values.items():
        old = getattr(document, name, None)
        if old != value:
            if not name.endswith("_key"):
                changed[name] = [_shown(old), _shown(value)]
            setattr(document, name, value)
    if changed.keys() & {"doc_no", "lead_authority_id"}:
        document.number_owner = ""
    return changed


def check_duplicate(session: Session, facts: DocumentFacts, own_id: int | None = None) -> None:
    """Raises Refusal for a duplicate without a reason (DOMAIN §5): another document with the same number or, without
    a number, with the same title, issuer and day (公布日期, else 成文日期).

    The refusal names the other document only if it is public or of the same authority.
    """
    key = doc_numbers.parse(facts.doc_no).key if facts.doc_no.strip() else None
    if key is None:
        _check_same_title(session, facts, own_id)
        return
    query = select(Document).where(Document.doc_no_key == key)
    if own_id is not None:
        query = query.where(Document.id != own_id)
    other = session.exec(query.limit(1)).first()
    if other is None:
        return
    if other.title_key == title_key(facts.title):
        raise Refusal(f"发文字号{facts.doc_no}的{quoted(other.title)}已经登记，请勿重复登记。", "doc_no")
    if not facts.duplicate_reason.strip():
        is_own = other.lead_authority_id == facts.authority_ids[0]
        may_name = is_own or is_public(other.disclosure, other.is_published)
        name = quoted(other.title) if may_name else "另一份文件"
        raise Refusal(f"发文字号{facts.doc_no}已用于{name}。如确属重号，请在“重号说明”中写明原因。", "doc_no")


def _check_same_title(session: Session, facts: DocumentFacts, own_id: int | None) -> None:
    if not facts.title.strip() or facts.duplicate_reason.strip():
        return
    query = select(Document).where(
        Document.title_key == title_key(facts.title),
        Document.lead_authority_id == facts.authority_ids[0],
        sa.func.coalesce(Document.published_on, Document.signed_on).is_not_distinct_from(
            facts.dates.published_on or facts.dates.signed_on
        ),
    )
    if own_id is not None:
        query = query.where(Document.id != own_id)
    if session.exec(query.limit(1)).first() is not None:
        raise Refusal(
            "同一机关、同一日期的同名文件已经登记，请勿重复登记。确系两份文件的，"
            "请填写各自的发文字号，或在“重号说明”中写明原因。",
            "title",
        )


def write_issuers(session: Session, document: Document, facts: DocumentFacts) -> None:
    """Replaces the issuers, lead first, each with its name as issued. Raises Refusal for an unknown authority."""
    assert document.id is not None
    session.execute(sa.delete(DocumentAuthority).where(col(DocumentAuthority.document_id) == document.id))
    names = authority_names(session, facts.authority_ids)
    for position, authority_id in enumerate(dict.fromkeys(facts.authority_ids)):
        if authority_id not in names:
            raise Refusal("所选制定机关不存在，请刷新页面后重选。", "authority_ids")
        given = facts.names_as_issued[position] if position < len(facts.names_as_issued) else ""
        session.add(
            DocumentAuthority(
                document_id=document.id,
                authority_id=authority_id,
                position=position,
                name_as_issued=given or names[authority_id],
            )
        )


def write_steps(session: Session, document: Document, facts: DocumentFacts) -> None:
    """Replaces the formation steps; empty steps are not stored."""
    assert document.id is not None
    session.execute(sa.delete(FormationStep).where(col(FormationStep.document_id) == document.id))
    for step in facts.steps:
        if step.begun_on or step.done_on or step.body or step.not_applicable_because:
            session.add(
                FormationStep(
                    document_id=document.id,
                    kind=step.kind,
                    done_on=step.done_on,
                    body=step.body,
                    result=step.result,
                    not_applicable_because=step.not_applicable_because,
                    begun_on=step.begun_on,
                )
            )


def write_text(session: Session, document: Document, text: str) -> None:
    """Stores the full text, and the form of title, number and text in which search looks."""
    assert document.id is not None
    row = session.get(DocumentText, document.id) or DocumentText(document_id=document.id)
    row.text = text
    row.normal = search_text(document.title, document.doc_no, row.in_force or text)
    session.add(row)


def renew_text(session: Session, document: Document, today: date) -> bool:
    """Whether the text that holds today is another one than was kept; it is kept now, for search to look in."""
    session.flush()
    row = session.get(DocumentText, document.id)
    in_force = texts_of(session, document).amended_on(today)
    if row is None or row.in_force == in_force:
        return False
    row.in_force = in_force
    row.normal = search_text(document.title, document.doc_no, in_force or row.text)
    session.add(row)
    return True


def add_event(session: Session, document: Document, event: DocumentEvent) -> None:
    """Adds an event to a document's timeline and refreshes the document's version, spans and text."""
    session.add(event)
    document.version += 1
    document.updated_at = event.recorded_at
    session.add(document)
    refresh_spans(session, [document])
    if event.kind is EventKind.VOIDED:
        renew_text(session, document, day_of(event.recorded_at))


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
