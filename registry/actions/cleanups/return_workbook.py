"""Take a workbook of a round back: every row is the same as what stands, written, a clash, or refused with a reason."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from registry.actions.cleanups._named_rows import Candidate, Candidates, Named, candidates_of
from registry.actions.cleanups._proposals import lacks, write_proposal
from registry.actions.cleanups._returns import refuse_closed
from registry.actions.cleanups._rounds import (
    Decision,
    check_lengths,
    lock_answered,
    subject_of,
    worded_otherwise,
    write_outcomes,
)
from registry.domain.cleanups import NO_ANSWER, Answer, answer_words
from registry.domain.errors import Refusal
from registry.domain.normal import shortened
from registry.domain.returned_rows import Side, Verdict, as_in_a_cell, judge
from registry.domain.roles import Actor, Permission, require
from registry.readers.ledgers.outcomes import OutcomeLine, read_answer
from registry.readers.sandbox import read_outcomes
from registry.storage import audit
from registry.storage.cleanups.clashes import open_clashes, standing_of
from registry.storage.cleanups.scope import label_of
from registry.storage.cleanups.tables import CleanupClash, CleanupItem, CleanupRound
from registry.storage.engine import Store, transaction

_NAME_LENGTH = 200
_CLEARED = "清理意见被清空了。表格不能撤回意见，要撤回的请在“文件与意见”页办理。"


@dataclass(frozen=True)
class RowClash:
    """A row that says otherwise than what stands, both in words; `by` wrote what stands."""

    line: OutcomeLine
    document_id: int
    document: str
    stands: str
    says: str
    by: str


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be taken, and why."""

    line: OutcomeLine
    sentence: str


@dataclass
class Returned:
    """What became of a file: n_read = n_same + n_changed + n_clashes + n_refused.

    `missing` names the documents of the senders that have no row in the file; `incomplete` says what written answers
    still lack.
    """

    n_read: int
    n_same: int = 0
    n_changed: int = 0
    clashes: list[RowClash] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)

    @property
    def n_clashes(self) -> int:
        return len(self.clashes)

    @property
    def n_refused(self) -> int:
        return len(self.refused)


@dataclass(frozen=True)
class _Row:
    """A row of the file with its item and what it says."""

    line: OutcomeLine
    candidate: Candidate
    answer: Answer


def return_workbook(
    store: Store, actor: Actor, round_id: int, path: Path, name: str, *, side: Side, now: datetime
) -> Returned:
    """What became of each row. Raises Refusal for a file that is no such table, Denied and Hidden for the rest."""
    require(actor, Permission.RUN_CLEANUP if side is Side.DECISIONS else Permission.PROPOSE_OUTCOME)
    own_id = None if actor.may(Permission.READ_ALL) else actor.authority_id or 0
    lines = read_outcomes(path, name)
    result = Returned(len(lines))
    with transaction(store) as session:
        cleanup = lock_answered(session, actor, round_id)
        if own_id is not None:
            refuse_closed(session, actor, round_id, own_id)
        candidates = candidates_of(session, round_id, own_id)
        named = Named(candidates, lines)
        rows = _read(named, lines, result)
        changed, clashing = [], []
        for row in rows:
            seen = row.line.known_by.version if row.line.known_by else None
            verdict = judge(row.answer, side, actor.name, seen, standing_of(row.candidate.item))
            if verdict is Verdict.SAME:
                result.n_same += 1
            elif too_long := check_lengths(row.answer):
                result.refused.append(RefusedRow(row.line, too_long))
            elif verdict is Verdict.CLASH:
                clashing.append(row)
            else:
                changed.append(row)
        result.clashes = [_clash(row) for row in clashing]
        _keep_clashes(session, actor, round_id, clashing, side, name, now)
        write = _write_decisions if side is Side.DECISIONS else _write_answers
        write(session, actor, cleanup, changed, name, now)
        result.n_changed = len(changed)
        result.incomplete = list(_incomplete(session, changed, now))
        result.missing = _missing(candidates, named, lines, own_id)
        places = {line: at for at, line in enumerate(lines)}
        result.refused.sort(key=lambda refused: places[refused.line])
        _record(session, actor, cleanup, name, side, result, now)
    return result


def _read(named: Named, lines: Sequence[OutcomeLine], result: Returned) -> list[_Row]:
    """The rows that say something of an item; the others are counted as the same or refused."""
    rows = []
    for line in lines:
        try:
            if line.known_by and not line.words:
                _check_unanswered(named.take(line).item, line)
                result.n_same += 1
                continue
            answer = read_answer(line)
            rows.append(_Row(line, named.take(line), answer))
        except Refusal as refusal:
            result.refused.append(RefusedRow(line, refusal.sentence))
    return rows


def _check_unanswered(item: CleanupItem, line: OutcomeLine) -> None:
    """Raises Refusal where a row without an outcome says something after all: a reason, or that it was cleared."""
    stands = as_in_a_cell(standing_of(item).answer)
    if stands.outcome is None and line.reason == stands.reason:
        return
    if not line.is_silent:
        raise Refusal("没有填写清理意见。")
    if line.known_by and line.known_by.version == item.version and stands != NO_ANSWER:
        raise Refusal(_CLEARED)


def _clash(row: _Row) -> RowClash:
    stands = standing_of(row.candidate.item)
    return RowClash(
        row.line,
        row.candidate.document.id or 0,
        label_of(row.candidate.document),
        answer_words(stands.answer),
        answer_words(row.answer),
        stands.decided_by if stands.decision.outcome else stands.proposed_by,
    )


def _keep_clashes(
    session: Session, actor: Actor, round_id: int, rows: Sequence[_Row], side: Side, name: str, now: datetime
) -> None:
    """Keeps the rows until somebody chooses; what the same person sends twice is kept once."""
    is_proposal = side is Side.ANSWERS
    kept = [
        (clash.item_id, clash.is_proposal, clash.by, clash.answer)
        for clash in open_clashes(session, round_id)
    ]
    waiting: dict[int, list[tuple[int, bool, str, dict[str, str]]]] = {}
    for key in kept:
        waiting.setdefault(key[0], []).append(key)
    for row in rows:
        item_id, answer = row.candidate.item.id or 0, row.answer.kept()
        if (item_id, is_proposal, actor.name, answer) in waiting.get(item_id, ()):
            continue
        session.add(
            CleanupClash(
                round_id=round_id,
                item_id=item_id,
                is_proposal=is_proposal,
                place=shortened(f"{name}，{row.line.place}", 300),
                answer=answer,
                by=actor.name,
                at=now,
            )
        )


def _write_decisions(
    session: Session, actor: Actor, cleanup: CleanupRound, rows: Sequence[_Row], name: str, now: datetime
) -> None:
    decisions = [
        Decision(row.candidate.item.id or 0, row.answer, worded=worded_otherwise(row.line.words, row.answer))
        for row in rows
    ]
    write_outcomes(session, actor, cleanup, decisions, now, via=name[:_NAME_LENGTH])


def _write_answers(
    session: Session, actor: Actor, cleanup: CleanupRound, rows: Sequence[_Row], name: str, now: datetime
) -> None:
    for row in rows:
        item, document = row.candidate.item, row.candidate.document
        write_proposal(session, actor, item, document, row.answer, now, via=name[:_NAME_LENGTH])
    if rows:
        outcomes = {
            str(row.candidate.document.id): row.answer.outcome.value for row in rows if row.answer.outcome
        }
        audit.record(session, now, actor.name, "propose_outcome", subject_of(cleanup), outcomes=outcomes)


def _incomplete(session: Session, rows: Sequence[_Row], now: datetime) -> Iterator[str]:
    """What the written answers still lack, row by row."""
    documents = [row.candidate.document for row in rows]
    missing = lacks(session, documents, [row.answer for row in rows], now)
    for row, sentences in zip(rows, missing, strict=True):
        if sentences:
            yield f"{row.line.place}：{label_of(row.candidate.document)}{''.join(sentences.values())}"


def _missing(
    candidates: Candidates, named: Named, lines: Sequence[OutcomeLine], own_id: int | None
) -> list[str]:
    """The documents without a row in the file: of the contact's authority, or of those whose documents it names."""
    mentioned = set(named.taken)
    for line in lines:
        with suppress(Refusal):
            mentioned |= set(candidates.find(line))
    senders = {candidates.by_item[item_id].item.answering_id for item_id in mentioned}
    return [
        label_of(candidate.document)
        for item_id, candidate in candidates.by_item.items()
        if item_id not in mentioned and (own_id is not None or candidate.item.answering_id in senders)
    ]


def _record(
    session: Session,
    actor: Actor,
    cleanup: CleanupRound,
    name: str,
    side: Side,
    result: Returned,
    now: datetime,
) -> None:
    audit.record(
        session,
        now,
        actor.name,
        "return_workbook",
        subject_of(cleanup),
        name=name[:_NAME_LENGTH],
        side=side.word,
        n_rows=result.n_read,
        n_same=result.n_same,
        n_changed=result.n_changed,
        n_clashes=result.n_clashes,
        n_refused=result.n_refused,
    )
