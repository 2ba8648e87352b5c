"""Writing the changes of a correction to a document that the transaction has locked."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from registry.actions.documents.candidates import candidate_of
from registry.actions.documents.writing import (
    check_duplicate,
    link_document,
    renew_text,
    write_facts,
    write_issuers,
    write_steps,
    write_text,
)
from registry.actions.filings.owing import check_hand_over, hand_over_filings
from registry.actions.filings.recomputing import Recomputing, recompute_filings
from registry.actions.filings.settling import settle_filings
from registry.actions.filings.telling import tell_owed
from registry.domain.documents import (
    DocumentFacts,
    check_facts,
    check_may_publish,
    check_not_to_come,
    missing_steps,
)
from registry.domain.errors import Refusal
from registry.domain.filings import FilingState
from registry.domain.formation import check_order, check_step_days, needs_fair_review, steps_in_disorder
from registry.domain.instants import day_of, time_words
from registry.domain.normal import without_controls
from registry.domain.publishing_gate import check_entered, check_gate
from registry.domain.roles import Actor, Permission
from registry.storage import audit
from registry.storage.authorities import authority_names
from registry.storage.documents.locks import lead_authority, subject_of
from registry.storage.documents.tables import Document, DocumentText, steps_of, text_of
from registry.storage.documents.timelines import refresh_spans
from registry.storage.documents.unlooked import forget_unlooked
from registry.storage.legality_reviews import standing_of
from registry.storage.people import person_of
from registry.storage.rulebook import Rulebook

_READ_AS = {"lead_authority_id": "lead_authority"}  # column → the field that reading a file fills


def check_version(session: Session, document: Document, version: int | None, actor: Actor) -> None:
    """Raises Refusal, with who and when, if the document was saved after the form was opened."""
    if version in (None, document.version):
        return
    entry = audit.entry_at(session, subject_of(document), document.updated_at)
    at = time_words(document.updated_at)
    if entry is not None and entry.actor == actor.name:
        by = f"您在另一页面已保存过这件文件（{at}）"
    else:
        by = "该文件刚被他人修改" + (f"（{person_of(entry.actor)}，{at}）" if entry else f"（{at}）")
    raise Refusal(f"{by}，这一页填写的内容尚未保存。请对照最新内容后重新提交。", "differences")


def write_edit(
    session: Session,
    actor: Actor,
    document: Document,
    facts: DocumentFacts,
    book: Rulebook,
    reason: str,
    now: datetime,
) -> tuple[dict[str, list[str]], list[int]]:
    """(changed field → [old, new], the ids of the documents whose relations now name this one). Raises Refusal.

    The caller writes the audit line and records the changes of all these documents.
    """
    facts = _with_kept_text(session, document, facts)
    _check_entered(session, actor, document, facts, book)
    changed = take_edit(session, document, facts, book, reason, now)
    handed_over = []
    if "lead_authority_id" in changed:
        handed_over = hand_over_filings(session, book, document, lead_authority(session, document))
    if "published_on" in changed and document.is_published and document.published_on:
        because = f"更正公布日期：{reason.strip()}" if reason.strip() else "补录公布日期"
        recompute_filings(session, book, document, Recomputing(actor, because, now))
    document.version += 1
    document.updated_at = now
    session.add(document)
    write_issuers(session, document, facts)
    write_steps(session, document, facts)
    write_text(session, document, facts.text)
    renew_text(session, document, day_of(now))
    forget_unlooked(session, document.id or 0, [_READ_AS.get(field, field) for field in changed])
    refresh_spans(session, [document])
    linked = link_document(session, document) if changed.keys() & {"title", "doc_no"} else []
    settle_filings(session, book, document, lead_authority(session, document), actor, reason.strip(), now)
    still_owed = [filing for filing in handed_over if filing.state is FilingState.OWED]
    tell_owed(session, document, still_owed, now)
    return changed, linked


def take_edit(
    session: Session, document: Document, facts: DocumentFacts, book: Rulebook, reason: str, now: datetime
) -> dict[str, list[str]]:
    """The changed fields (field → [old, new]), set on the row but not yet written. Raises Refusal."""
    check_facts(facts)
    check_step_days(facts.steps)
    check_duplicate(session, facts, document.id or 0)
    _check_steps_kept(session, document, facts, book)
    old_published_on = document.published_on
    if document.is_published and old_published_on and not facts.dates.published_on:
        raise Refusal("已公布的文件不能清空公布日期，请填写正确的日期。", "published_on")
    changed = write_facts(document, facts)
    if pair := changed.get("lead_authority_id"):
        names = authority_names(session, [int(authority_id) for authority_id in pair])
        changed["lead_authority_id"] = [names[int(authority_id)] for authority_id in pair]
        check_hand_over(session, book, document, lead_authority(session, document))
    _compare_text(session.get(DocumentText, document.id), facts, changed)
    if "published_on" in changed and document.is_published and facts.dates.published_on:
        if old_published_on and not reason.strip():
            raise Refusal("更正公布日期会改变备案期限，请写明更正理由。", "reason")
        check_not_to_come(facts.dates.published_on, day_of(now))
        check_may_publish(
            facts.kind,
            facts.dates.published_on,
            facts.steps,
            book.tracked_from,
            needs_fair_review(facts.touches_market, facts.dates.published_on),
        )
        was_old = old_published_on is None or old_published_on < book.tracked_from
        if was_old and facts.dates.published_on >= book.tracked_from:
            draft = candidate_of(session, document, facts.dates.published_on)
            check_gate(replace(draft, steps=facts.steps), book.tracked_from)
    return changed


def _check_entered(
    session: Session, actor: Actor, document: Document, facts: DocumentFacts, book: Rulebook
) -> None:
    """Raises Refusal for steps that may not be typed in, unless the document is older than the register tracks."""
    published_on = facts.dates.published_on
    if document.is_published and (published_on is None or published_on < book.tracked_from):
        return
    document_id = document.id or 0
    is_office = actor.may(Permission.PUBLISH_DOCUMENT)
    review = standing_of(session, document_id)
    check_entered(facts.kind, steps_of(session, document_id), facts.steps, review, is_office=is_office)


def _check_steps_kept(session: Session, document: Document, facts: DocumentFacts, book: Rulebook) -> None:
    """Raises Refusal if the edit removes a required formation step of a published new document (第八项), or adds one
    that was done after publication."""
    if not document.is_published or not document.published_on or document.published_on < book.tracked_from:
        return
    steps = steps_of(session, document.id or 0)
    late = steps_in_disorder(document.published_on, steps)
    check_order(facts.dates.published_on, facts.steps, book.tracked_from, late)
    is_reviewed = needs_fair_review(facts.touches_market, facts.dates.published_on)
    before = missing_steps(document.kind, steps, is_reviewed)
    lost = [step for step in missing_steps(facts.kind, facts.steps, is_reviewed) if step not in before]
    if lost:
        raise Refusal(
            f"已公布的文件不能缺少{'、'.join(lost)}的记录，请保留该程序，或写明不适用的理由。", "steps"
        )


def _with_kept_text(session: Session, document: Document, facts: DocumentFacts) -> DocumentFacts:
    """The facts with the text as it stands where the typed one differs only in what a form drops at its ends."""
    text = text_of(session, document.id or 0)
    is_same = without_controls(text).strip() == facts.text.strip()
    return replace(facts, text=text) if is_same else facts


def _compare_text(row: DocumentText | None, facts: DocumentFacts, changed: dict[str, list[str]]) -> None:
    """Adds a changed text to `changed`, as the numbers of characters before and after."""
    n_before = len(row.text) if row else 0
    if (row.text if row else "") != facts.text:
        changed["text"] = [f"{n_before}字", f"{len(facts.text)}字"]
