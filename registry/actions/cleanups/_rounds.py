"""A cleanup round inside a transaction: opened, locked, compared with the register, its outcomes written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.citations import quoted
from registry.domain.cleanups import ANSWER_FIELDS, NO_ANSWER, OUTCOME_WORDS, Answer, Stage
from registry.domain.documents import shown_title
from registry.domain.errors import Hidden, Refusal
from registry.domain.listed import ListedDocument
from registry.domain.roles import Actor, Permission, require
from registry.domain.rounds import may_run
from registry.domain.written_days import cn_date
from registry.storage import audit, counters
from registry.storage.authorities import heirs_of_all
from registry.storage.batches import batches
from registry.storage.cleanups.items import items_among, items_of
from registry.storage.cleanups.scope import documents_of_scope, label_of
from registry.storage.cleanups.tables import CleanupItem, CleanupRound, CleanupStep
from registry.storage.documents.printed import documents_of_round
from registry.storage.documents.tables import Document

Pair = tuple[CleanupItem, ListedDocument]
NAME_LENGTH = 200
WORDING_LENGTH = 200
LENGTHS = {
    "reason": ("理由", 2000),
    "responsible": ("责任单位", 200),
    "clause": ("要修改的条款", 500),
    "successor": ("替代文件或依据", 500),
    "extension_act": ("据以延长的文件", 500),
}
"""field of an answer → its name and the most characters it may have."""


@dataclass(frozen=True)
class Decision:
    """The answer that somebody gives for an item; one without an outcome clears it. `version` is the one that person
    saw, if any; `worded` is how a file words the outcome, where it does so in other words than ours; `because` is
    why it is decided so, where that is not the reason that is printed."""

    item_id: int
    answer: Answer = NO_ANSWER
    version: int | None = None
    worded: str = ""
    because: str = ""


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
    """Adds an undecided item for each of these documents, to be answered by its lead authority or the heir of it."""
    heirs = heirs_of_all(session)
    query = select(Document.id, Document.lead_authority_id)
    leads = {
        document_id: lead_id
        for batch in batches(document_ids)
        for document_id, lead_id in session.exec(query.where(col(Document.id).in_(batch)))
    }
    rows = [
        CleanupItem(
            round_id=round_id,
            document_id=document_id,
            answering_id=heirs.get(leads[document_id], leads[document_id]),
        ).model_dump(exclude={"id"})
        for document_id in document_ids
    ]
    if rows:
        session.execute(sa.insert(CleanupItem), rows)


def lock_answered(session: Session, actor: Actor, round_id: int) -> CleanupRound:
    """The round, locked, for who answers in it. Raises Hidden for a draft of others, else as lock_round."""
    cleanup = session.get(CleanupRound, round_id)
    if cleanup is not None and cleanup.is_draft and not may_run(actor, cleanup):
        raise Hidden("没有这一轮清理，请刷新清理列表后重选。")
    return lock_round(session, round_id)


def lock_round(session: Session, round_id: int, version: int | None = None) -> CleanupRound:
    """The round, its row locked until the end.

    Raises Refusal when it is gone, a draft, released or was changed meanwhile.
    """
    query = select(CleanupRound).where(CleanupRound.id == round_id).with_for_update(key_share=True)
    cleanup = session.exec(query).first()
    if cleanup is None:
        raise Refusal("没有这一轮清理，请刷新清理列表后重选。")
    if cleanup.released_at is not None:
        remedy = "目录有误的，请在清理目录页办理勘误（registry cleanup correct）。"
        raise Refusal(f"本轮已于{cn_date(cleanup.published_on)}发布，目录不再改动。{remedy}")
    if cleanup.is_draft:
        raise Refusal("这一轮清理还是草稿，没有开展。请先在清理页打开草稿，核对后开展。")
    if version is not None and cleanup.version != version:
        raise Refusal("本轮清理刚被他人改动，本次操作没有保存。请刷新页面，核对后再办。")
    return cleanup


def require_run(actor: Actor, cleanup: CleanupRound) -> None:
    """Raises Denied unless the actor runs the round: the office, or the authority whose own round it is."""
    if not may_run(actor, cleanup):
        require(actor, Permission.RUN_CLEANUP)


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
    session: Session,
    actor: Actor,
    cleanup: CleanupRound,
    decisions: Sequence[Decision],
    now: datetime,
    *,
    stage: Stage = Stage.DECIDED,
    via: str = "",
) -> Decided:
    """What became of each decision: those whose item nobody changed meanwhile are written, with one audit line."""
    assert cleanup.id is not None
    items = items_among(session, cleanup.id, [decision.item_id for decision in decisions])
    refused: dict[int, str] = {}
    written: dict[str, str] = {}
    for decision in decisions:
        item = items.get(decision.item_id)
        problem = _problem(session, item, decision)
        if problem:
            refused[decision.item_id] = problem
        elif item is not None and _write(item, decision, actor, now):
            session.add(item)
            add_step(session, actor, item, stage, item.decision, now, words=decision.because, via=via)
            written[str(item.document_id)] = item.outcome.value if item.outcome else ""
    if written:
        cleanup.version += 1
        session.add(cleanup)
        audit.record(session, now, actor.name, "decide_outcome", subject_of(cleanup), outcomes=written)
    return Decided(len(written), len(decisions) - len(written) - len(refused), refused)


def add_step(
    session: Session,
    actor: Actor,
    item: CleanupItem,
    stage: Stage,
    answer: Answer,
    now: datetime,
    *,
    words: str = "",
    via: str = "",
) -> None:
    """Writes the step of an item: who said what of it, when, and where it came from."""
    step = CleanupStep(
        round_id=item.round_id,
        document_id=item.document_id,
        stage=stage,
        outcome=answer.outcome,
        answer=answer.kept(),
        words=words,
        via=via,
        by=actor.name,
        at=now,
    )
    session.add(step)


def subject_of(cleanup: CleanupRound) -> str:
    return f"cleanup:{cleanup.id}"


def check_lengths(answer: Answer) -> str:
    """The sentence that refuses a text that is too long to keep; "" when every text fits."""
    for name, (word, most) in LENGTHS.items():
        n = len(getattr(answer, name))
        if n > most:
            return f"{word}有{n}字，超过{most}字，请精简。"
    return ""


def worded_otherwise(words: str, answer: Answer) -> str:
    """How a file words an outcome, where it does so in other words than ours."""
    is_ours = answer.outcome is not None and words == OUTCOME_WORDS[answer.outcome]
    return "" if is_ours else words[:WORDING_LENGTH]


def _problem(session: Session, item: CleanupItem | None, decision: Decision) -> str:
    """The sentence that refuses a decision; "" when it may be written."""
    if item is None:
        return "该文件已不在本轮清理范围内，请刷新页面。"
    if too_long := check_lengths(decision.answer):
        return too_long
    is_stale = decision.version is not None and decision.version != item.version
    if is_stale and decision.answer.bare() != item.decision.bare():
        return stale_words(session, item)
    return ""


def stale_words(session: Session, item: CleanupItem) -> str:
    """The sentence for somebody who saw an older version of an item: who changed it, and what stands now."""
    title = shown_title(session.get_one(Document, item.document_id))
    if item.outcome:
        editor, stands = item.decided_by, f"现为“{OUTCOME_WORDS[item.outcome]}”"
    elif item.sent_back_because:
        editor, stands = "", f"现已退回：{item.sent_back_because}"
    elif item.proposed_outcome:
        editor, stands = item.proposed_by, f"现为“未定”，自查意见为“{OUTCOME_WORDS[item.proposed_outcome]}”"
    else:
        editor, stands = "", "现为“未定”"
    return f"{quoted(title)}刚被{editor or '他人'}改动（{stands}），您填写的没有保存，请核对后再定。"


def _write(item: CleanupItem, decision: Decision, actor: Actor, now: datetime) -> bool:
    """Writes the decision on its item; whether anything changed."""
    answer = decision.answer.bare()
    worded = decision.worded or (item.worded if answer.outcome is item.outcome else "")
    if answer == item.decision.bare() and worded == item.worded:
        return False
    item.worded = worded
    set_decision(item, answer, actor, now)
    return True


def set_decision(item: CleanupItem, answer: Answer, actor: Actor, now: datetime) -> None:
    """What the office decides of an item from now on."""
    for name in ANSWER_FIELDS:
        setattr(item, name, getattr(answer, name))
    if item.outcome:
        item.sent_back_because = ""  # nobody waits for a better answer any more
    item.decided_by = actor.name if item.outcome else ""
    item.decided_at = now if item.outcome else None
    item.version += 1


def labels_of(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """document id → its title and number in words."""
    documents = session.exec(select(Document).where(col(Document.id).in_(ids)))
    return {document.id or 0: label_of(document) for document in documents}
