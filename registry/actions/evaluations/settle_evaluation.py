"""Settle an answered evaluation: what the office did with its conclusion."""

from datetime import datetime

from registry.actions.evaluations.answer_evaluation import lock_evaluation, subject_of
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.engine import Store, transaction

WORDS_LENGTH = 300


def settle_evaluation(
    store: Store, actor: Actor, evaluation_id: int, *, words: str, version: int, now: datetime
) -> None:
    """Settles it with the words. Raises Refusal while it is not answered, and without words."""
    require(actor, Permission.RUN_CLEANUP)
    words = words.strip()
    if not words or len(words) > WORDS_LENGTH:
        raise Refusal(f"请写明怎样处理评估结论（不超过{WORDS_LENGTH}字），例如列入修订计划。", "words")
    with transaction(store) as session:
        evaluation = lock_evaluation(session, evaluation_id, version)
        if evaluation.answered_at is None:
            raise Refusal("还没有评估结论，不能办结。已收到纸质评估的，先代录评估结论。", "words")
        evaluation.settled_as, evaluation.settled_at = words, now
        evaluation.version += 1
        session.add(evaluation)
        audit.record(session, now, actor.name, "settle_evaluation", subject_of(evaluation), words=words)
