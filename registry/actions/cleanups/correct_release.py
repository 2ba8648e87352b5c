"""Correct a released list (勘误): a new release names it, the documents' events are corrected, both stay frozen."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from registry.actions.cleanups._correction import (
    CorrectionFacts,
    PreparedCorrection,
    prepare_correction,
)
from registry.actions.cleanups._publishing import register_decision, tell
from registry.actions.cleanups._release_paper import collective_decision
from registry.actions.cleanups._rounds import add_items, add_step, set_decision, subject_of
from registry.actions.documents.other_ends import name_other
from registry.actions.documents.writing import add_event
from registry.actions.papers.office_style import office_style
from registry.domain.citations import citation
from registry.domain.cleanups import Outcome, Stage
from registry.domain.documents import RelationKind
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.listed import frozen_fields
from registry.domain.normal import shortened
from registry.domain.roles import Actor, Permission, require
from registry.domain.validity import EventKind
from registry.domain.written_days import cn_date
from registry.exports.correction import render_correction
from registry.exports.plain_text import plain_text
from registry.storage import audit, changes
from registry.storage.batches import batches
from registry.storage.cleanups.items import items_of
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.documents.locks import hold_identities, lock_documents
from registry.storage.documents.tables import Document, DocumentEvent, Relation
from registry.storage.documents.timelines import refresh_spans
from registry.storage.engine import Store, reading, transaction
from registry.storage.releases import Release, insert_rows, lock_release, rows_sha256
from registry.storage.rulebook import load_rulebook

__all__ = ["CorrectionFacts", "correct_release", "preview_correction"]

_SOURCE_LENGTH = 500


def correct_release(
    store: Store, actor: Actor, release_id: int, wanted: CorrectionFacts, *, now: datetime
) -> int:
    """The id of the release that corrects this one, the newest of its round. Raises Refusal, also when something moved.

    The paper is rendered before the transaction, from the same facts that are compared again inside it.
    """
    with reading(store) as session:
        head_hash = audit.head(session)
        prepared = preview_correction(session, actor, release_id, wanted, head_hash, now)
        style = office_style(session)
    docx = render_correction(prepared.paper, style)
    with transaction(store) as session:
        hold_identities(session)
        corrected = lock_release(session, release_id)
        assert corrected is not None
        ids = sorted({change.document_id for change in prepared.restated} | {corrected.document_id})
        documents = [document for batch in batches(ids) for document in lock_documents(session, batch)]
        if prepare_correction(session, corrected, wanted, head_hash, now).mark != prepared.mark:
            raise Refusal("办理期间目录或文件登记有变动，没有发布勘误。请刷新页面核对后重新办理。")
        decision, linked = register_decision(
            session,
            actor,
            load_rulebook(session),
            prepared.issuer,
            wanted.facts,
            title=prepared.paper.title,
            text=plain_text(docx),
            source=f"清理结果勘误（{prepared.paper.release_no}）",
            now=now,
        )
        _write_events(session, actor, corrected, prepared, documents, decision, now)
        _restate_items(session, actor, corrected, prepared, wanted, now)
        _amend_decision(session, actor, documents, corrected, decision, now)
        release = _freeze(session, actor, corrected, prepared, wanted, docx, decision, now)
        cleanup = session.get_one(CleanupRound, corrected.round_id)
        tell(session, cleanup, release, release.n_changed, now)
        _record(session, actor, cleanup, corrected, prepared, release, now)
        changes.touch(session, [*ids, release.document_id, *linked], now)
        assert release.id is not None
        return release.id


def preview_correction(
    session: Session,
    actor: Actor,
    release_id: int,
    wanted: CorrectionFacts,
    head_hash: str,
    now: datetime,
) -> PreparedCorrection:
    """What the correction would print and do; nothing is written. Raises Refusal."""
    require(actor, Permission.RELEASE_LIST)
    collective_decision(wanted.facts)
    if wanted.facts.published_on > day_of(now):
        day = wanted.facts.published_on
        raise Refusal(f"公布日期{cn_date(day)}晚于今天，请在公布当日或之后办理勘误。", "published_on")
    release = session.get(Release, release_id)
    if release is None:
        raise Refusal(f"没有编号为{release_id}的清理目录，请核对。")
    return prepare_correction(session, release, wanted, head_hash, now)


def _write_events(
    session: Session,
    actor: Actor,
    corrected: Release,
    prepared: PreparedCorrection,
    documents: Sequence[Document],
    decision: Document,
    now: datetime,
) -> None:
    """Takes back what the list wrongly said and writes what holds: both by new events, nothing is deleted."""
    cited = citation(decision.title, decision.doc_no)
    shared = {
        "recorded_at": now,
        "recorded_by": actor.name,
        "by_document_id": decision.id,
        "round_id": corrected.round_id,
    }
    because = shortened(f"{cited}：{prepared.paper.because}", _SOURCE_LENGTH)
    voids = [
        {
            "document_id": change.document_id,
            "kind": EventKind.VOIDED,
            "voids": event_id,
            "source": because,
        }
        for change in prepared.restated
        for event_id in change.taken_back
    ]
    acts = [
        {
            "document_id": change.document_id,
            "kind": change.kind,
            "effective_on": change.effective_on,
            "source": shortened(cited, _SOURCE_LENGTH),
        }
        for change in prepared.restated
        if change.kind is not None
    ]
    for rows in (voids, acts):
        if rows:
            session.execute(sa.insert(DocumentEvent), [row | shared for row in rows])
    concerned = {change.document_id for change in prepared.restated if change.taken_back or change.kind}
    for batch in batches([document for document in documents if document.id in concerned]):
        for document in batch:
            document.version += 1
            document.updated_at = now
        session.add_all(batch)
        refresh_spans(session, batch)


def _restate_items(
    session: Session,
    actor: Actor,
    corrected: Release,
    prepared: PreparedCorrection,
    wanted: CorrectionFacts,
    now: datetime,
) -> None:
    """What the round decides of each document now, with a step: its revision clock and its history follow from it."""
    known = {item.document_id: item for item in items_of(session, corrected.round_id)}
    changed = {change.document_id: change.answer for change in prepared.restated if change.new is not None}
    add_items(session, corrected.round_id, [key for key in changed if key not in known])
    items = {item.document_id: item for item in items_of(session, corrected.round_id)}
    for document_id, answer in changed.items():
        if answer.outcome is Outcome.TO_AMEND:
            answer = replace(answer, deadline_on=answer.deadline_on or wanted.facts.amend_by)
        if (item := items[document_id]).decision != answer:
            set_decision(item, answer, actor, now)
            session.add(item)
            add_step(session, actor, item, Stage.DECIDED, answer, now, via=prepared.paper.release_no)


def _amend_decision(
    session: Session,
    actor: Actor,
    documents: Sequence[Document],
    corrected: Release,
    decision: Document,
    now: datetime,
) -> None:
    """The new decision amends the one that published the list: a relation, and an event on the old one's timeline."""
    old = next(document for document in documents if document.id == corrected.document_id)
    assert decision.id is not None
    amends = Relation(
        document_id=decision.id, kind=RelationKind.AMENDS, other_id=old.id, on=decision.published_on
    )
    name_other(amends, old)
    session.add(amends)
    event = DocumentEvent(
        document_id=corrected.document_id,
        kind=EventKind.AMENDED,
        effective_on=decision.published_on,
        recorded_at=now,
        recorded_by=actor.name,
        source=shortened(citation(decision.title, decision.doc_no), _SOURCE_LENGTH),
        by_document_id=decision.id,
    )
    add_event(session, old, event)


def _freeze(
    session: Session,
    actor: Actor,
    corrected: Release,
    prepared: PreparedCorrection,
    wanted: CorrectionFacts,
    docx: bytes,
    decision: Document,
    now: datetime,
) -> Release:
    assert decision.id is not None
    paper, rows, fields = prepared.paper, prepared.rows, frozen_fields()
    counts = {outcome.value: n for outcome, n in paper.counts}
    release = Release(
        round_id=corrected.round_id,
        corrects_id=corrected.id,
        because=paper.because,
        n_changed=len(prepared.restated),
        title=paper.title,
        issuer=paper.issuer,
        doc_no=decision.doc_no,
        document_id=decision.id,
        cut_off_on=corrected.cut_off_on,
        decided_on=wanted.facts.decided_on,
        published_on=paper.published_on,
        meeting=paper.meeting,
        counts=counts,
        n_secret=sum(counts.values()) - len(rows),
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


def _record(
    session: Session,
    actor: Actor,
    cleanup: CleanupRound,
    corrected: Release,
    prepared: PreparedCorrection,
    release: Release,
    now: datetime,
) -> None:
    audit.record(
        session,
        now,
        actor.name,
        "correct_release",
        subject_of(cleanup),
        number=prepared.paper.release_no,
        title=corrected.title,
        reason=prepared.paper.because,
        n_documents=release.n_changed,
        n_rows=len(prepared.rows),
        docx_sha256=release.docx_sha256,
        rows_sha256=release.rows_sha256,
    )
