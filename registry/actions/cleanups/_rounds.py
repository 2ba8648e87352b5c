"""A cleanup round inside a transaction: opened, locked, compared with the register, its outcomes written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.citations import quoted
from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.documents import shown_title
from registry.domain.errors import Refusal
from registry.domain.listed import ListedDocument
from registry.domain.roles import Actor
from registry.domain.written_days import cn_date
from registry.storage import audit, counters
from registry.storage.cleanups import CleanupItem, CleanupRound, documents_of_scope, items_of, label_of
from registry.storage.documents.printed import documents_of_round
from registry.storage.documents.tables import Document

Pair = tuple[CleanupItem, ListedDocument]
NAME_LENGTH = 200
REASON_LENGTH = 2000
WORDING_LENGTH = 200


@dataclass(frozen=True)
class Decision:
    """The outcome that somebody gives an item; None clears it. `version` is the one that person saw, if any;
    `worded` is how a file words the outcome, where it does so in other words than ours."""

    item_id: int
    outcome: Outcome | None
    reason: str = ""
    responsible: str = ""
    deadline_on: date | None = None
    version: int | None = None
    worded: str = ""


@dataclass(frozen=True)
class Decided:
    """How many items were written, how many had that outcome already, and a sentence for each refused item's id."""

    n_decided: int
    n_unchanged: int
    refused: dict[int, str]


def take_name(session: Session, name: str) -> str:
    """The name of a new round, reserved until the end. Raises Refusal for an empty name or one that is taken."""
    name = name.strip()
    if not name or len(name) > NAME_LENGTH:
        raise Refusal(f"请填写清理名称，不超过{NAME_LENGTH}字，例如“2026年度集中清理”。", "name")
    counters.take(session, "rounds")
    if session.exec(select(CleanupRound.id).where(CleanupRound.name == name)).first() is not None:
        raise Refusal(f"已有名为“{name}”的清理，请换一个名称。", "name")
    return name


def write_round(
    session: Session,
    actor: Actor,
    cleanup: CleanupRound,
    document_ids: Sequence[int],
    act: str,
    now: datetime,
    **fields: str,
) -> tuple[int, int]:
    """The new round's id and how many documents it covers; `fields` go into the audit line of the act."""
    session.add(cleanup)
    session.flush()
    assert cleanup.id is not None
    add_items(session, cleanup.id, document_ids)
    audit.record(
        session,
        now,
        actor.name,
        act,
        subject_of(cleanup),
        name=cleanup.name,
        cut_off_on=cleanup.cut_off_on.isoformat(),
        n_documents=len(document_ids),
        **fields,
    )
    return cleanup.id, len(document_ids)


def add_items(session: Session, round_id: int, document_ids: Sequence[int]) -> None:
    """Adds an undecided item for each of these documents."""
    rows = [
        CleanupItem(round_id=round_id, document_id=document_id).model_dump(exclude={"id"})
        for document_id in document_ids
    ]
    if rows:
        session.execute(sa.insert(CleanupItem), rows)


def lock_round(session: Session, round_id: int, version: int | None = None) -> CleanupRound:
    """The round, its row locked until the end. Raises Refusal when it is gone, released or was changed meanwhile."""
    query = select(CleanupRound).where(CleanupRound.id == round_id).with_for_update(key_share=True)
    cleanup = session.exec(query).first()
    if cleanup is None:
        raise Refusal("没有这一轮清理，请刷新清理列表后重选。")
    if cleanup.released_at is not None:
        remedy = "目录有误的，请在清理目录页办理勘误（registry cleanup correct）。"
        raise Refusal(f"本轮已于{cn_date(cleanup.published_on)}发布，目录不再改动。{remedy}")
    if version is not None and cleanup.version != version:
        raise Refusal("本轮清理刚被他人改动，本次操作没有保存。请刷新页面，核对后再办。")
    return cleanup


def pairs_of(session: Session, cleanup: CleanupRound, on: date) -> list[Pair]:
    """Each item with its document as it is on a day, in the order of printed lists."""
    assert cleanup.id is not None
    items = {item.document_id: item for item in items_of(session, cleanup.id)}
    documents = documents_of_round(session, cleanup.id, on)
    return [(items[document.id], document) for document in documents]


def compare_scope(session: Session, cleanup: CleanupRound) -> tuple[int, list[int], list[int]]:
    """How many documents the scope covers now, the ids of those the round lacks, and of those no longer in scope."""
    assert cleanup.id is not None
    covered = documents_of_scope(session, cleanup)
    included = {item.document_id for item in items_of(session, cleanup.id)}
    late = [document_id for document_id in covered if document_id not in included]
    return len(covered), late, sorted(included.difference(covered))


def write_outcomes(
    session: Session, actor: Actor, cleanup: CleanupRound, decisions: Sequence[Decision], now: datetime
) -> Decided:
    """What became of each decision: those whose item nobody changed meanwhile are written, with one audit line."""
    assert cleanup.id is not None
    items = {item.id: item for item in items_of(session, cleanup.id)}
    refused: dict[int, str] = {}
    written: dict[str, str] = {}
    for decision in decisions:
        item = items.get(decision.item_id)
        problem = _problem(session, item, decision)
        if problem:
            refused[decision.item_id] = problem
        elif item is not None and _write(item, decision, actor, now):
            session.add(item)
            written[str(item.document_id)] = item.outcome.value if item.outcome else ""
    if written:
        cleanup.version += 1
        session.add(cleanup)
        audit.record(session, now, actor.name, "decide_outcome", subject_of(cleanup), outcomes=written)
    return Decided(len(written), len(decisions) - len(written) - len(refused), refused)


def subject_of(cleanup: CleanupRound) -> str:
    return f"cleanup:{cleanup.id}"


def _problem(session: Session, item: CleanupItem | None, decision: Decision) -> str:
    """The sentence that refuses a decision; "" when it may be written."""
    if item is None:
        return "该文件已不在本轮清理范围内，请刷新页面。"
    if len(decision.reason) > REASON_LENGTH:
        return f"理由有{len(decision.reason)}字，超过{REASON_LENGTH}字，请精简。"
    is_stale = decision.version is not None and decision.version != item.version
    if is_stale and _values(decision) != _values(item):
        word = OUTCOME_WORDS[item.outcome] if item.outcome else "未定"
        title = shown_title(session.get_one(Document, item.document_id))
        editor = item.decided_by or item.proposed_by or "他人"
        return f"{quoted(title)}刚被{editor}改动（现为“{word}”），您填写的没有保存，请核对后再定。"
    return ""


def _write(item: CleanupItem, decision: Decision, actor: Actor, now: datetime) -> bool:
    """Writes the decision on its item; whether anything changed."""
    values = _values(decision)
    is_same_outcome = decision.outcome is item.outcome
    worded = decision.worded or (item.worded if is_same_outcome else "")
    if values == _values(item) and worded == item.worded:
        return False
    item.worded = worded
    item.outcome, item.reason, item.responsible, item.deadline_on = values
    item.decided_by = actor.name if item.outcome else ""
    item.decided_at = now if item.outcome else None
    item.version += 1
    return True


def _values(source: Decision | CleanupItem) -> tuple[Outcome | None, str, str, date | None]:
    """Outcome, reason, responsible body and deadline; the last two belong to an amendment only."""
    is_amending = source.outcome is Outcome.TO_AMEND
    responsible = source.responsible.strip() if is_amending else ""
    return source.outcome, source.reason.strip(), responsible, source.deadline_on if is_amending else None


def labels_of(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """document id → its title and number in words."""
    documents = session.exec(select(Document).where(col(Document.id).in_(ids)))
    return {document.id or 0: label_of(document) for document in documents}
