"""Take the outcomes of a round from a table: every row is decided or refused with a sentence that names it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from registry.actions._cleanups import Decision, lock_round, write_outcomes
from registry.domain import doc_numbers
from registry.domain.cleanups import OUTCOME_WORDS, outcome_from
from registry.domain.errors import Refusal
from registry.domain.normal import title_key, visible
from registry.domain.roles import Actor, Permission, require
from registry.intake.dates import parse_date
from registry.intake.outcomes import OutcomeLine, read_outcomes
from registry.storage.cleanups import CleanupItem
from registry.storage.documents import Document
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


@dataclass
class _Register:
    """The items of a round by what a table may call them."""

    by_number: dict[str, list[tuple[int, Document]]] = field(default_factory=dict)
    by_title: dict[str, list[tuple[int, Document]]] = field(default_factory=dict)

    def find(self, line: OutcomeLine) -> int:
        """The item a row means. Raises Refusal when it means none, or several."""
        number = _number_key(line.doc_no)
        same_title = self.by_title.get(title_key(line.title), []) if line.title else []
        if not number:
            return _only(same_title, f"标题为《{line.title}》", "请填写发文字号以区分")
        found = self.by_number.get(number, [])
        if not found:
            unnumbered = [one for one in same_title if not one[1].doc_no]
            return _only(unnumbered, f"发文字号为“{line.doc_no}”", "请核对")
        if not line.title or not found[0][1].title:
            return _only(found, f"发文字号为“{line.doc_no}”", "请填写标题以区分")
        matching = [one for one in found if one in same_title]
        if not matching:
            raise Refusal(
                f"发文字号“{line.doc_no}”登记的是《{found[0][1].title}》，与表中标题不一致，请核对。"
            )
        return _only(matching, f"发文字号为“{line.doc_no}”", "请核对")


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
    register: _Register, lines: Iterable[OutcomeLine], result: ImportedOutcomes
) -> dict[OutcomeLine, Decision]:
    """A decision for each row that can be understood; the others are refused in the result."""
    found: dict[OutcomeLine, Decision] = {}
    taken: dict[int, OutcomeLine] = {}
    for line in lines:
        try:
            decision = _decision(register, line)
            if decision.item_id in taken:
                raise Refusal(f"与{taken[decision.item_id].place}是同一件文件，一件文件只能有一个清理意见。")
        except Refusal as refusal:
            result.refused.append(f"{line.place}：{refusal.sentence}")
            continue
        taken[decision.item_id] = line
        found[line] = decision
    return found


def _decision(register: _Register, line: OutcomeLine) -> Decision:
    item_id = register.find(line)
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
        select(CleanupItem.id, Document)
        .join(Document)
        .where(CleanupItem.round_id == round_id)
        .order_by(col(CleanupItem.id))
    )
    register = _Register()
    for item_id, document in session.exec(query):
        number = document.doc_no_key or _number_key(document.doc_no or document.local_serial)
        register.by_number.setdefault(number, []).append((item_id or 0, document))
        register.by_title.setdefault(document.title_key, []).append((item_id or 0, document))
    return register


def _number_key(written: str) -> str:
    """The key of a number, or of a secret stub's local serial; "" where there is none."""
    return doc_numbers.key(written) or visible(written).lower() if written.strip() else ""


def _only(found: Sequence[tuple[int, Document]], what: str, otherwise: str) -> int:
    if not found:
        raise Refusal(f"本轮清理中没有{what}的文件，请核对。")
    if len(found) > 1:
        raise Refusal(f"本轮清理中有{len(found)}件{what}的文件，{otherwise}。")
    return found[0][0]
