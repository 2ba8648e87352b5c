"""The documents of a correction: what the list says of each now, what it will say, and the events that go with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from registry.actions.cleanups._release_paper import ReleaseFacts, row_of
from registry.actions.cleanups._rounds import check_lengths
from registry.domain.catalog import is_public
from registry.domain.citations import quoted
from registry.domain.cleanups import NO_ANSWER, OUTCOME_EVENTS, OUTCOME_WORDS, Answer, Outcome
from registry.domain.corrections import REMOVE, REPRINT, RowCorrection
from registry.domain.documents import Disclosure, shown_title
from registry.domain.errors import Refusal
from registry.domain.listed import ListedDocument, ReleaseRow, freeze
from registry.domain.printed_reasons import LONGEST, printed_reason
from registry.domain.validity import ENDINGS, Event, EventKind, Span, spans, status_on
from registry.storage.cleanups.items import items_of
from registry.storage.documents.printed import documents_listed
from registry.storage.documents.tables import Document, DocumentEvent, documents_by_id
from registry.storage.documents.timelines import as_event, as_life, events_by_document
from registry.storage.releases import Release

_OUTCOMES = {kind: outcome for outcome, kind in OUTCOME_EVENTS.items()}


@dataclass(frozen=True)
class Restated:
    """A document of a correction. `taken_back` are the events of the list that no longer hold; `kind` the new
    one, `answer` what the round decides now."""

    document: ListedDocument
    old: Outcome | None
    new: Outcome | None
    row: ReleaseRow | None
    taken_back: tuple[int, ...]
    kind: EventKind | None
    effective_on: date
    answer: Answer = NO_ANSWER

    @property
    def document_id(self) -> int:
        return self.document.id

    @property
    def mark(self) -> tuple[object, ...]:
        return self.document_id, self.old, self.new, self.taken_back, self.kind, self.effective_on


def restate(
    session: Session,
    first: Release,
    rows: Sequence[ReleaseRow],
    wanted: Sequence[RowCorrection],
    facts: ReleaseFacts,
    now: datetime,
) -> list[Restated]:
    """The corrections in the order of their documents. Raises Refusal that names the first that cannot be."""
    ids = sorted(row.document_id for row in wanted)
    documents = {document.id: document for document in documents_listed(session, ids, first.published_on)}
    standing = _standing(session, first.round_id, ids)
    extensions = _standing_extensions(session, first.round_id, ids)
    decisions = {item.document_id: item.decision for item in items_of(session, first.round_id)}
    frozen = {row.document_id: row for row in rows}
    tables, events = documents_by_id(session, ids), events_by_document(session, ids)
    restated = []
    for correction in sorted(wanted, key=lambda row: row.document_id):
        document = documents.get(correction.document_id)
        if document is None or not (document.is_published or document.disclosure is Disclosure.SECRET):
            raise Refusal(f"没有编号为{correction.document_id}的已公布文件，请核对。", "rows")
        event, row = standing.get(document.id), frozen.get(document.id)
        old = row.outcome if row else _OUTCOMES[event.kind] if event else None
        change = _changed(document, correction, old, event, extensions.get(document.id, ()), facts)
        if change.new is not None:
            span = _span_after(change, tables[document.id], events.get(document.id, []), first, now)
            change = _with_row(change, correction, row, decisions.get(document.id), facts, span)
        _check_changes(change, row)
        restated.append(change)
    return restated


def _standing(session: Session, round_id: int, ids: Sequence[int]) -> dict[int, DocumentEvent]:
    """document id → the event by which the round, or a correction of it, holds now."""
    query = _of_round(round_id, ids).where(col(DocumentEvent.kind).in_(_OUTCOMES))
    return {event.document_id: event for event in session.exec(query)}


def _standing_extensions(session: Session, round_id: int, ids: Sequence[int]) -> dict[int, list[int]]:
    """document id → the ids of the extensions that the list gave it."""
    extensions: dict[int, list[int]] = {}
    for event in session.exec(_of_round(round_id, ids).where(DocumentEvent.kind == EventKind.EXTENDED)):
        extensions.setdefault(event.document_id, []).append(event.id or 0)
    return extensions


def _of_round(round_id: int, ids: Sequence[int]) -> SelectOfScalar[DocumentEvent]:
    """The query of the events of a round that were not taken back."""
    voided = sa.select(col(DocumentEvent.voids)).where(col(DocumentEvent.voids).is_not(None))
    query = select(DocumentEvent).where(
        DocumentEvent.round_id == round_id,
        col(DocumentEvent.document_id).in_(ids),
        col(DocumentEvent.id).not_in(voided),
    )
    return query.order_by(col(DocumentEvent.id))


def _changed(
    document: ListedDocument,
    correction: RowCorrection,
    old: Outcome | None,
    event: DocumentEvent | None,
    extensions: Sequence[int],
    facts: ReleaseFacts,
) -> Restated:
    """The change of outcome, without its row. An ending that was only of the wrong kind keeps its day."""
    new = _wanted_outcome(document, correction.remedy, old)
    if new is old:
        return Restated(document, old, new, None, (), None, facts.published_on)
    taken_back = (*extensions, *([event.id or 0] if event else []))
    if new is None:
        return Restated(document, old, None, None, taken_back, None, facts.published_on)
    kind, day = OUTCOME_EVENTS[new], facts.published_on
    if event is not None and event.kind in ENDINGS and kind in ENDINGS:
        day = event.effective_on or day
    return Restated(document, old, new, None, taken_back, kind, day)


def _wanted_outcome(document: ListedDocument, remedy: str, old: Outcome | None) -> Outcome | None:
    if remedy not in {REMOVE, REPRINT}:
        return Outcome(remedy)
    if old is None:
        title = shown_title(document)
        raise Refusal(f"{quoted(title)}不在目录中，不能移出或更正文字；要补入的请选择其清理结果。", "rows")
    return old if remedy == REPRINT else None


def _with_row(
    change: Restated,
    correction: RowCorrection,
    row: ReleaseRow | None,
    decision: Answer | None,
    facts: ReleaseFacts,
    span: Span,
) -> Restated:
    """The change with the row that the corrected list prints; a document that is not public has none."""
    document = replace(change.document, status=span.status, status_from=span.from_on, why=span.why)
    assert change.new is not None
    if change.new in {Outcome.RETAIN, Outcome.TO_AMEND} and document.has_ended:
        word = OUTCOME_WORDS[change.new]
        raise Refusal(f"{quoted(shown_title(document))}不能列为{word}：{span.why}请先核对其沿革。", "rows")
    outcome = change.new
    kept = _kept_answer(outcome, row, decision) if outcome is change.old else Answer(outcome)
    answer = replace(
        kept,
        reason=correction.reason.strip() or kept.reason,
        responsible=correction.responsible.strip() or kept.responsible,
        deadline_on=correction.deadline_on or kept.deadline_on,
    ).bare()
    change = replace(change, answer=answer)
    _check_answer(document, answer, facts)
    if not is_public(document.disclosure, document.is_published):
        return change
    listed = row_of(answer, document, facts)
    frozen = freeze(listed, position=0, outcome=outcome, document_id=change.document_id)
    return replace(change, row=frozen)


def _kept_answer(outcome: Outcome, row: ReleaseRow | None, decision: Answer | None) -> Answer:
    """What stays of a row that keeps its outcome: what the round decided, or what the list prints where it differs."""
    decided = decision if decision and decision.outcome is outcome else Answer(outcome)
    if row is None:
        return decided
    if outcome is Outcome.RETAIN or printed_reason(decided) == row.reason:
        return replace(decided, deadline_on=row.deadline_on, responsible=row.responsible)
    return Answer(outcome, row.reason, row.responsible, row.deadline_on)


def _check_answer(document: ListedDocument, answer: Answer, facts: ReleaseFacts) -> None:
    title = shown_title(document)
    if answer.outcome is not Outcome.RETAIN and not answer.reason:
        raise Refusal(
            f"{quoted(title)}列为{OUTCOME_WORDS[answer.outcome or Outcome.RETAIN]}，请写明理由。", "rows"
        )
    if too_long := check_lengths(answer):
        raise Refusal(f"{quoted(title)}的{too_long}", "rows")
    if len(printed_reason(answer)) > LONGEST:
        raise Refusal(f"{quoted(title)}印在目录上的理由超过{LONGEST}字，请精简。", "rows")
    if answer.outcome is Outcome.TO_AMEND and not (answer.deadline_on or facts.amend_by):
        raise Refusal(f"{quoted(title)}列为修改，请写明完成时限。", "rows")


def _span_after(
    change: Restated, document: Document, events: Sequence[DocumentEvent], first: Release, now: datetime
) -> Span:
    """The status that the list tells: on the day it was first published, or on that of an ending decided since."""
    known = [as_event(event) for event in events]
    next_id = 1 + max((event.id for event in known), default=0)
    for event_id in change.taken_back:
        known.append(Event(next_id, EventKind.VOIDED, None, now, voids=event_id))
        next_id += 1
    if change.kind is not None:
        known.append(Event(next_id, change.kind, change.effective_on, now))
    is_ending = change.kind in ENDINGS
    on = max(first.published_on, change.effective_on) if is_ending else first.published_on
    return status_on(spans(as_life(document), known), on)


def _check_changes(change: Restated, row: ReleaseRow | None) -> None:
    """Raises Refusal for a correction that corrects nothing."""
    is_same = row is not None and change.row is not None and replace(change.row, position=row.position) == row
    if change.old is change.new and (is_same or change.row is None):
        title = shown_title(change.document)
        raise Refusal(
            f"{quoted(title)}在目录中的内容与现在的登记一致，没有要更正的；登记有误的，请先修改登记再办勘误。",
            "rows",
        )
