"""Examine what authorities propose (审查): agree, send back with a reason, or decide otherwise with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from registry.actions.cleanups._returns import open_again
from registry.actions.cleanups._rounds import (
    Decision,
    add_step,
    lock_round,
    stale_words,
    subject_of,
    write_outcomes,
)
from registry.actions.cleanups._telling import tell_sent_back
from registry.domain.citations import quoted
from registry.domain.cleanups import ANSWER_FIELDS, NO_ANSWER, Answer, Stage
from registry.domain.documents import shown_title
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.cleanups.items import items_among
from registry.storage.cleanups.returns import return_of
from registry.storage.cleanups.tables import CleanupItem, CleanupRound
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction

_WORDS_LENGTH = 1000


class Verdict(StrEnum):
    AGREE = "agree"
    SEND_BACK = "send_back"
    CHANGE = "change"


@dataclass(frozen=True)
class Examination:
    """What a clerk says of an item: `words` are why it is sent back or changed, `answer` what it is changed to."""

    item_id: int
    verdict: Verdict
    words: str = ""
    answer: Answer = NO_ANSWER
    version: int | None = None


@dataclass(frozen=True)
class Examined:
    """How many items were decided, sent back, or stood so already; a sentence for each refused item's id, and the
    authorities whose signed return was opened again."""

    n_decided: int
    n_sent_back: int
    n_unchanged: int
    refused: dict[int, str]
    reopened: list[str]


def examine_items(
    store: Store, actor: Actor, round_id: int, examinations: Sequence[Examination], *, now: datetime
) -> Examined:
    """What became of each: those whose item nobody changed meanwhile are written. Raises Refusal."""
    require(actor, Permission.RUN_CLEANUP)
    with transaction(store) as session:
        cleanup = lock_round(session, round_id)
        items = items_among(session, round_id, [examination.item_id for examination in examinations])
        refused: dict[int, str] = {}
        decisions: list[Decision] = []
        returned: list[tuple[CleanupItem, Document, str]] = []
        n_same = 0
        for examination in examinations:
            item, words = items.get(examination.item_id), examination.words.strip()
            if item is None:
                refused[examination.item_id] = "该文件已不在本轮清理范围内，请刷新页面。"
                continue
            document = session.get_one(Document, item.document_id)
            if problem := _problem(session, item, document, examination, words):
                refused[examination.item_id] = problem
            elif examination.verdict is not Verdict.SEND_BACK:
                decisions.append(_decision(item, examination, words))
            elif words == item.sent_back_because:
                n_same += 1
            else:
                returned.append((item, document, words))
        decided = write_outcomes(session, actor, cleanup, decisions, now)
        reopened = _send_back(session, actor, cleanup, returned, now) if returned else []
        return Examined(
            decided.n_decided,
            len(returned),
            decided.n_unchanged + n_same,
            refused | decided.refused,
            reopened,
        )


def _problem(
    session: Session, item: CleanupItem, document: Document, examination: Examination, words: str
) -> str:
    """The sentence that refuses an examination; "" when it may be written."""
    title = quoted(shown_title(document))
    if examination.verdict is not Verdict.AGREE and not words:
        verb = "退回" if examination.verdict is Verdict.SEND_BACK else "改变自查意见"
        return f"{title}：请写明{verb}的理由。"
    if len(words) > _WORDS_LENGTH:
        return f"{title}：理由有{len(words)}字，超过{_WORDS_LENGTH}字，请精简。"
    is_stale = examination.version is not None and examination.version != item.version
    match examination.verdict:
        case Verdict.AGREE if item.sent_back_because:
            return stale_words(session, item) if is_stale else f"{title}已退回，制定机关重新报送后再审。"
        case Verdict.AGREE if not item.is_answered:
            return f"{title}还没有完整的自查意见，不能同意；可以催报、退回，或者写明理由直接确定。"
        case Verdict.SEND_BACK if item.proposed_outcome is None:
            return f"{title}还没有报送自查意见，不能退回；请催报。"
        case Verdict.SEND_BACK if is_stale and words != item.sent_back_because:
            return stale_words(session, item)
        case Verdict.CHANGE if examination.answer.outcome is None:
            return f"{title}：请选择改为哪一种清理意见。"
        case _:
            return ""


def _decision(item: CleanupItem, examination: Examination, words: str) -> Decision:
    """The decision; a change without a printed reason of its own is printed with why it was made."""
    if examination.verdict is Verdict.AGREE:
        return Decision(item.id or 0, item.proposal, examination.version)
    answer = examination.answer.bare()
    if not answer.reason:
        answer = replace(answer, reason=words)
    return Decision(item.id or 0, answer, examination.version, because=words)


def _send_back(
    session: Session,
    actor: Actor,
    cleanup: CleanupRound,
    returned: Sequence[tuple[CleanupItem, Document, str]],
    now: datetime,
) -> list[str]:
    """Sends the items back, tells the authorities; the names of those whose signed return was opened again."""
    for item, _, words in returned:
        for name in ANSWER_FIELDS:
            setattr(item, name, getattr(NO_ANSWER, name))
        item.worded, item.decided_by, item.decided_at = "", "", None
        item.is_answered, item.sent_back_because = False, words
        item.version += 1
        session.add(item)
        add_step(session, actor, item, Stage.SENT_BACK, item.proposal, now, words=words)
    cleanup.version += 1
    session.add(cleanup)
    audit.record(
        session,
        now,
        actor.name,
        "send_back_items",
        subject_of(cleanup),
        returned=[f"{quoted(shown_title(document))}：{words}" for _, document, words in returned],
    )
    assert cleanup.id is not None
    reopened = []
    for authority_id in sorted({item.answering_id for item, _, _ in returned}):
        signed = return_of(session, cleanup.id, authority_id)
        own = [(document, words) for item, document, words in returned if item.answering_id == authority_id]
        name = tell_sent_back(session, actor, cleanup, authority_id, own, now)
        if signed is not None:
            open_again(session, actor, cleanup, signed, f"退回{len(own)}件", now)
            reopened.append(name)
    return reopened
