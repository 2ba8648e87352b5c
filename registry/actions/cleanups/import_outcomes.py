"""Import the outcomes of a round from a table: every row is decided, or refused with a sentence that names it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session, col, select

from registry.actions.cleanups._meetings import keep_meeting
from registry.actions.cleanups._rounds import WORDING_LENGTH, Decision, lock_round, write_outcomes
from registry.domain import doc_numbers
from registry.domain.citations import quoted
from registry.domain.cleanups import ANSWER_FIELDS, OUTCOME_WORDS, Answer, Stage
from registry.domain.errors import Refusal
from registry.domain.normal import title_key, visible
from registry.domain.roles import Actor, Permission, require
from registry.readers.documents.dates import parse_date
from registry.readers.ledgers.outcomes import OutcomeLine, read_outcome
from registry.readers.sandbox import read_outcomes
from registry.storage.authorities import Authority
from registry.storage.cleanups.items import items_among
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction


@dataclass
class ImportedOutcomes:
    """The result of a file: n_read = n_decided + n_refused, with a sentence for each refused row.

    `n_unchanged` of the decided ones stood so already.
    """

    n_read: int
    n_decided: int = 0
    n_unchanged: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def n_refused(self) -> int:
        return len(self.refused)


class Meeting(NamedTuple):
    """The meeting whose decisions a file holds."""

    name: str
    on: date


@dataclass(frozen=True)
class _Candidate:
    """A document of the round with its item, as a row of a table may name it."""

    item_id: int
    document: Document
    authority: str


@dataclass
class _Candidates:
    """The documents of a round by number and by title."""

    by_number: dict[str, list[_Candidate]] = field(default_factory=dict)
    by_title: dict[str, list[_Candidate]] = field(default_factory=dict)

    def find(self, line: OutcomeLine) -> list[int]:
        """The ids of the items a row may mean, several where it does not tell them apart. Raises Refusal for none."""
        number = _number_key(line.doc_no)
        same_title = self.by_title.get(title_key(line.title), []) if line.title else []
        if not number:
            return _told_apart(same_title, line, f"标题为{quoted(line.title)}")
        same_number = self.by_number.get(number, [])
        if not same_number:
            unnumbered = [candidate for candidate in same_title if not candidate.document.doc_no]
            return _told_apart(unnumbered, line, f"发文字号为“{line.doc_no}”")
        matching = [
            candidate
            for candidate in same_number
            if candidate in same_title or not (line.title and candidate.document.title)
        ]
        if not matching:
            title = same_number[0].document.title
            raise Refusal(f"发文字号“{line.doc_no}”登记的是{quoted(title)}，与表中标题不一致，请核对。")
        return _told_apart(matching, line, f"发文字号为“{line.doc_no}”")


def import_outcomes(
    store: Store,
    actor: Actor,
    round_id: int,
    path: Path,
    name: str,
    *,
    meeting: Meeting | None = None,
    now: datetime,
) -> ImportedOutcomes:
    """How many rows were read and decided, and the refused ones. Raises Refusal for a file that is no such table.

    Of a meeting, what stands is kept where a row says nothing else.
    """
    require(actor, Permission.RUN_CLEANUP)
    lines = read_outcomes(path, name)
    result = ImportedOutcomes(len(lines))
    with transaction(store) as session:
        cleanup = lock_round(session, round_id)
        decisions = _decisions(_items_of(session, round_id), lines, result)
        if meeting is None:
            decided = write_outcomes(session, actor, cleanup, list(decisions.values()), now)
        else:
            via = keep_meeting(session, actor, cleanup, meeting.name, meeting.on, now)
            items = items_among(session, round_id, [decision.item_id for decision in decisions.values()])
            met = [_filled(decision, items[decision.item_id]) for decision in decisions.values()]
            decided = write_outcomes(session, actor, cleanup, met, now, stage=Stage.MET, via=via)
        rows = {decision.item_id: line for line, decision in decisions.items()}
        result.refused += [f"{rows[item].place}：{problem}" for item, problem in decided.refused.items()]
        result.n_decided = decided.n_decided + decided.n_unchanged
        result.n_unchanged = decided.n_unchanged
    return result


def _filled(decision: Decision, item: CleanupItem) -> Decision:
    """The decision with what stands wherever the row says nothing and keeps the outcome."""
    if decision.answer.outcome is not item.outcome:
        return replace(decision, because=decision.answer.reason)
    stands = {
        name: getattr(item.decision, name) for name in ANSWER_FIELDS if not getattr(decision.answer, name)
    }
    return replace(decision, answer=replace(decision.answer, **stands), worded="")


def _decisions(
    candidates: _Candidates, lines: Sequence[OutcomeLine], result: ImportedOutcomes
) -> dict[OutcomeLine, Decision]:
    """A decision for each row that names an item and an outcome; the others are added to the result's refused rows."""
    decisions: dict[OutcomeLine, Decision] = {}
    taken: dict[int, OutcomeLine] = {}  # item id → the row that decided it
    alike = Counter(_without_place(line) for line in lines)
    for line in lines:
        try:
            item_ids = candidates.find(line)
            decision = _decision(item_ids[0], line)
            if len(item_ids) > 1 and alike[_without_place(line)] != len(item_ids):
                raise Refusal(
                    f"本轮清理中有{len(item_ids)}件文件与此行相符，请加上发文字号、制定机关或公布日期以区分。"
                )
            free = [item_id for item_id in item_ids if item_id not in taken]
            if not free:
                place = taken[item_ids[0]].place
                raise Refusal(f"与{place}是同一件文件，一件文件只能有一个清理意见。")
            decisions[line] = replace(decision, item_id=free[0])
            taken[free[0]] = line
        except Refusal as refusal:
            result.refused.append(f"{line.place}：{refusal.sentence}")
    return decisions


def _decision(item_id: int, line: OutcomeLine) -> Decision:
    outcome = read_outcome(line)
    deadline: date | None = parse_date(line.deadline) if line.deadline else None
    worded = line.words if line.words != OUTCOME_WORDS[outcome] else ""
    answer = Answer(outcome, line.reason, line.responsible, deadline)
    return Decision(item_id, answer, worded=worded[:WORDING_LENGTH])


def _items_of(session: Session, round_id: int) -> _Candidates:
    query = (
        select(CleanupItem.id, Document, Authority.name)
        .join(Document, col(Document.id) == CleanupItem.document_id)
        .join(Authority, col(Authority.id) == Document.lead_authority_id)
        .where(CleanupItem.round_id == round_id)
        .order_by(col(CleanupItem.id))
    )
    candidates = _Candidates()
    for item_id, document, authority in session.exec(query):
        candidate = _Candidate(item_id or 0, document, title_key(authority))
        number = document.doc_no_key or _number_key(document.doc_no or document.local_serial)
        candidates.by_number.setdefault(number, []).append(candidate)
        candidates.by_title.setdefault(document.title_key, []).append(candidate)
    return candidates


def _number_key(written: str) -> str:
    """The key of a number, or of a secret stub's local serial; "" where there is none."""
    return doc_numbers.key(written) or visible(written).lower() if written.strip() else ""


def _told_apart(candidates: Sequence[_Candidate], line: OutcomeLine, description: str) -> list[int]:
    """The ids of the items left after comparing the row's authority and date, where it gives them and they matter."""
    if not candidates:
        raise Refusal(f"本轮清理中没有{description}的文件，请核对。")
    tests: list[Callable[[_Candidate], bool]] = []
    if len(candidates) > 1 and line.authority:
        tests.append(lambda candidate: candidate.authority == title_key(line.authority))
    if len(candidates) > 1 and line.published_on:
        tests.append(lambda candidate: candidate.document.published_on == parse_date(line.published_on))
    narrowed = [candidate for candidate in candidates if all(test(candidate) for test in tests)]
    return [candidate.item_id for candidate in narrowed or candidates]


def _without_place(line: OutcomeLine) -> OutcomeLine:
    """The row without its place: equal rows give the same outcome to documents that they do not tell apart."""
    return replace(line, row=0, sheet="")
