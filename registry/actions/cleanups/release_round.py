"""Release a round: the decision is registered, every document gets its event, the list is frozen, people are told."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.actions.cleanups._publishing import register_decision, tell
from registry.actions.cleanups._release_paper import (
    Prepared,
    ReleaseFacts,
    check_release_number,
    collective_decision,
    frozen_rows,
    prepare,
)
from registry.actions.cleanups._rounds import lock_round, subject_of
from registry.actions.papers.office_style import office_style
from registry.domain.calendars import add_months
from registry.domain.citations import citation
from registry.domain.cleanups import OUTCOME_EVENTS, Outcome, RoundKind, extension_of
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.listed import frozen_fields
from registry.domain.normal import shortened
from registry.domain.roles import Actor, Permission, require
from registry.domain.validity import EventKind
from registry.domain.written_days import cn_date
from registry.exports.plain_text import plain_text
from registry.exports.release import render_release
from registry.storage import audit, changes
from registry.storage.batches import batches
from registry.storage.cleanups.tables import CleanupItem, CleanupRound
from registry.storage.documents.locks import hold_identities, lock_documents
from registry.storage.documents.tables import Document, DocumentEvent
from registry.storage.documents.timelines import refresh_spans
from registry.storage.engine import Store, reading, transaction
from registry.storage.releases import Release, insert_rows, rows_sha256
from registry.storage.rulebook import Rulebook, load_rulebook

__all__ = ["ReleaseFacts", "check_release_number", "collective_decision", "release_round"]

SOURCE_LENGTH = 500


def release_round(
    store: Store,
    actor: Actor,
    round_id: int,
    facts: ReleaseFacts,
    *,
    version: int | None = None,
    now: datetime,
) -> int:
    """The new release's id. Raises Refusal while a finding is open, when released already, or when something moved.

    The paper is rendered before the transaction, from the same facts that are compared again inside it.
    """
    require(actor, Permission.RELEASE_LIST)
    collective_decision(facts)
    if facts.published_on > day_of(now):
        raise Refusal(
            f"公布日期{cn_date(facts.published_on)}晚于今天，请在公布当日或之后发布。", "published_on"
        )
    with reading(store) as session:
        head_hash = audit.head(session)
        prepared = prepare(session, lock_round(session, round_id), facts, head_hash)
        style = office_style(session)
    docx = render_release(prepared.paper, style)
    with transaction(store) as session:
        hold_identities(session)
        cleanup = lock_round(session, round_id, version)
        documents = _lock_documents(session, sorted(prepared.decisions))
        if prepare(session, cleanup, facts, head_hash).mark != prepared.mark:
            raise Refusal("发布期间清理意见或文件登记有变动，没有发布。请刷新页面核对后重新发布。")
        book = load_rulebook(session)
        decision, linked = register_decision(
            session,
            actor,
            book,
            prepared.issuer,
            facts,
            title=prepared.paper.title,
            text=plain_text(docx),
            source=f"清理结果发布（{prepared.paper.release_no}）",
            now=now,
        )
        _write_events(session, actor, cleanup, prepared, documents, decision, now)
        release = _freeze(session, actor, cleanup, prepared, docx, decision, now)
        _start_amendments(session, round_id, facts)
        _close(session, book, cleanup, facts, now)
        tell(session, cleanup, release, sum(release.counts.values()), now)
        _record(session, actor, cleanup, prepared, release, now)
        changes.touch(session, [*prepared.decisions, release.document_id, *linked], now)
        assert release.id is not None
        return release.id


def _lock_documents(session: Session, ids: Sequence[int]) -> list[Document]:
    return [document for batch in batches(ids) for document in lock_documents(session, batch)]


def _write_events(
    session: Session,
    actor: Actor,
    cleanup: CleanupRound,
    prepared: Prepared,
    documents: Sequence[Document],
    decision: Document,
    now: datetime,
) -> None:
    shared = {
        "effective_on": decision.published_on,
        "recorded_at": now,
        "recorded_by": actor.name,
        "source": citation(decision.title, decision.doc_no),
        "by_document_id": decision.id,
        "round_id": cleanup.id,
    }
    acts = sorted(prepared.decisions.items())
    extended = [
        {
            "document_id": document_id,
            "kind": EventKind.EXTENDED,
            "new_valid_until": until,
            **shared,
            "source": shortened(f"{shared['source']}；依据{answer.extension_act}", SOURCE_LENGTH),
        }
        for document_id, answer in acts
        if (until := extension_of(answer, prepared.paper.published_on))
    ]
    settled = [
        {"document_id": document_id, "kind": OUTCOME_EVENTS[answer.outcome], **shared}
        for document_id, answer in acts
        if answer.outcome
    ]
    for rows in (extended, settled):  # in this order: what is confirmed is in force again
        if rows:
            session.execute(sa.insert(DocumentEvent), rows)
    for batch in batches(documents):
        for document in batch:
            document.version += 1
            document.updated_at = now
        session.add_all(batch)
        refresh_spans(session, batch)


def _freeze(
    session: Session,
    actor: Actor,
    cleanup: CleanupRound,
    prepared: Prepared,
    docx: bytes,
    decision: Document,
    now: datetime,
) -> Release:
    assert cleanup.id is not None
    assert decision.id is not None
    paper, rows, fields = prepared.paper, frozen_rows(prepared), frozen_fields()
    release = Release(
        round_id=cleanup.id,
        title=paper.title,
        issuer=paper.issuer,
        doc_no=decision.doc_no,
        document_id=decision.id,
        cut_off_on=cleanup.cut_off_on,
        decided_on=paper.decided_on,
        published_on=paper.published_on,
        meeting=paper.meeting,
        counts={annex.outcome.value: annex.n_documents for annex in paper.annexes},
        n_secret=prepared.n_unlisted,
        accepted=prepared.accepted,
        frozen_fields=fields,
        rows_sha256=rows_sha256(rows, fields),
        docx=docx,
        docx_sha256=hashlib.sha256(docx).hexdigest(),
        audit_head=paper.head_hash,
        released_at=now,
        released_by=actor.name,
    )
    session.add(release)
    session.flush()
    assert release.id is not None
    insert_rows(session, release, rows)
    return release


def _start_amendments(session: Session, round_id: int, facts: ReleaseFacts) -> None:
    """The common deadline becomes that of each document to be amended that has none of its own."""
    if facts.amend_by is None:
        return
    is_open = sa.and_(
        col(CleanupItem.round_id) == round_id,
        col(CleanupItem.outcome) == Outcome.TO_AMEND,
        col(CleanupItem.deadline_on).is_(None),
    )
    session.execute(sa.update(CleanupItem).where(is_open).values(deadline_on=facts.amend_by))


def _close(
    session: Session, book: Rulebook, cleanup: CleanupRound, facts: ReleaseFacts, now: datetime
) -> None:
    cleanup.released_at = now
    cleanup.published_on = facts.published_on
    if cleanup.kind is RoundKind.PERIODIC:
        months = book.profile_for(facts.published_on).cleanup_cycle_months
        cleanup.next_due_on = add_months(facts.published_on, months)
    cleanup.version += 1
    session.add(cleanup)


def _record(
    session: Session,
    actor: Actor,
    cleanup: CleanupRound,
    prepared: Prepared,
    release: Release,
    now: datetime,
) -> None:
    audit.record(
        session,
        now,
        actor.name,
        "release_round",
        subject_of(cleanup),
        number=prepared.paper.release_no,
        n_rows=len(prepared.printed),
        docx_sha256=release.docx_sha256,
        rows_sha256=release.rows_sha256,
    )
