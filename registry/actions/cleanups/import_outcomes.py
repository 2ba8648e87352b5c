"""Take the outcomes of a round from a table: every row is decided or refused with a sentence that names it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from registry.actions.cleanups._rounds import Decision, lock_round, write_outcomes
from registry.domain import doc_numbers
from registry.domain.cleanups import OUTCOME_WORDS, outcome_from
from registry.domain.errors import Refusal
from registry.domain.normal import title_key, visible
from registry.domain.roles import Actor, Permission, require
from registry.readers.documents.dates import parse_date
from registry.readers.ledgers.outcomes import OutcomeLine
from registry.readers.sandbox import read_outcomes
from registry.storage.authorities import Authority
from registry.storage.cleanups import CleanupItem
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction


@dataclass
class ImportedOutcomes:
    """What became of a file's rows: n_read = n_decided + n_refused, a sentence for each refused one."""

    n_read: int
    n_decided: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def n_refused(self) -> int:
        return len(self.refused)


@dataclass(frozen=True)
class _Known:
    """A document of the round, as a table may name it."""

    item_id: int
    document: Document
    authority: str


@dataclass
class _Register:
    """The documents of a round by number and by title."""

    by_number: dict[str, list[_Known]] = field(default_factory=dict)
    by_title: dict[str, list[_Known]] = field(default_factory=dict)

    def find(self, line: OutcomeLine) -> list[int]:
        """The items a row may mean, more than one where the table does not tell them apart. Raises Refusal for none."""
        number = _number_key(line.doc_no)
        same_title = self.by_title.get(title_key(line.title), []) if line.title else []
        if not number:
            return _told_apart(same_title, line, f"标题为《{line.title}》")
        found = self.by_number.get(number, [])
        if not found:
            unnumbered = [one for one in same_title if not one.document.doc_no]
            return _told_apart(unnumbered, line, f"发文字号为“{line.doc_no}”")
        matching = [one for one in found if one in same_title or not (line.title and one.document.title)]
        if not matching:
            title = found[0].document.title
            raise Refusal(f"发文字号“{line.doc_no}”登记的是《{title}》，与表中标题不一致，请核对。")
        return _told_apart(matching, line, f"发文字号为“{line.doc_no}”")


def import_outcomes(
    store: Store, actor: Actor, round_id: int, path: Path, name: str, *, now: datetime
) -> ImportedOutcomes:
    """What was read, decided and refused, row by row. Raises Refusal for a file that is no such table."""
    require(actor, Permission.RUN_CLEANUP)
    lines = read_outcomes(path, name)
    result = ImportedOutcomes(len(lines))
    with transaction(store) as session:
        cleanup = lock_round(session, round_id)
        decisions = _decisions(_items_of(session, round_id), lines, result)
        decided = write_outcomes(session, actor, cleanup, list(decisions.values()), now)
        rows = {decision.item_id: line for line, decision in decisions.items()}
        result.refused += [f"{rows[item].place}：{problem}" for item, problem in decided.refused.items()]
        result.n_decided = decided.n_decided + decided.n_unchanged
    return result


def _decisions(
    register: _Register, lines: Sequence[OutcomeLine], result: ImportedOutcomes
) -> dict[OutcomeLine, Decision]:
    """A decision for each row that can be understood; the others are refused in the result."""
    found: dict[OutcomeLine, Decision] = {}
    taken: dict[int, OutcomeLine] = {}
    alike = Counter(_sense(line) for line in lines)
    for line in lines:
        try:
            meant = register.find(line)
            decision = _decision(meant[0], line)
            if len(meant) > 1 and alike[_sense(line)] != len(meant):
                raise Refusal(
                    f"本轮清理中有{len(meant)}件文件与此行相符，请加上发文字号、制定机关或公布日期以区分。"
                )
            free = [one for one in meant if one not in taken]
            if not free:
                place = taken[meant[0]].place
                raise Refusal(f"与{place}是同一件文件，一件文件只能有一个清理意见。")
            found[line] = replace(decision, item_id=free[0])
            taken[free[0]] = line
        except Refusal as refusal:
            result.refused.append(f"{line.place}：{refusal.sentence}")
    return found


def _decision(item_id: int, line: OutcomeLine) -> Decision:
    if not line.outcome:
        raise Refusal("没有填写清理意见。")
    outcome = outcome_from(line.outcome)
    if outcome is None:
        words = "、".join(OUTCOME_WORDS.values())
        raise Refusal(f"清理意见“{line.outcome}”认不出来，请填写以下之一：{words}。")
    deadline: date | None = parse_date(line.deadline) if line.deadline else None
    return Decision(item_id, outcome, line.reason, line.responsible, deadline)


def _items_of(session: Session, round_id: int) -> _Register:
    query = (
        select(CleanupItem.id, Document, Authority.name)
        .join(Document, col(Document.id) == CleanupItem.document_id)
        .join(Authority, col(Authority.id) == Document.lead_authority_id)
        .where(CleanupItem.round_id == round_id)
        .order_by(col(CleanupItem.id))
    )
    register = _Register()
    for item_id, document, authority in session.exec(query):
        known = _Known(item_id or 0, document, title_key(authority))
        number = document.doc_no_key or _number_key(document.doc_no or document.local_serial)
        register.by_number.setdefault(number, []).append(known)
        register.by_title.setdefault(document.title_key, []).append(known)
    return register


def _number_key(written: str) -> str:
    """The key of a number, or of a secret stub's local serial; "" where there is none."""
    return doc_numbers.key(written) or visible(written).lower() if written.strip() else ""


def _told_apart(found: Sequence[_Known], line: OutcomeLine, what: str) -> list[int]:
    """The items left after the row's authority and date, where it gives them and they are needed."""
    if not found:
        raise Refusal(f"本轮清理中没有{what}的文件，请核对。")
    tests: list[Callable[[_Known], bool]] = []
    if len(found) > 1 and line.authority:
        tests.append(lambda one: one.authority == title_key(line.authority))
    if len(found) > 1 and line.published_on:
        tests.append(lambda one: one.document.published_on == parse_date(line.published_on))
    narrowed = [one for one in found if all(test(one) for test in tests)]
    return [one.item_id for one in narrowed or found]


def _sense(line: OutcomeLine) -> OutcomeLine:
    """The row without its place: rows of one sense say the same of documents that they do not tell apart."""
    return replace(line, row=0, sheet="")
