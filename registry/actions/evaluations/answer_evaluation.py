"""Answer the evaluation of a document: what was asked, and what its authority concludes."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session

from registry.domain.errors import Refusal
from registry.domain.evaluations import QUESTIONS, Conclusion, check_evaluation
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.engine import Store, transaction
from registry.storage.evaluations import Evaluation


def answer_evaluation(
    store: Store,
    actor: Actor,
    evaluation_id: int,
    *,
    answers: Mapping[str, str],
    conclusion: Conclusion | None,
    reason: str,
    extend_until: date | None = None,
    version: int,
    now: datetime,
) -> None:
    """Keeps the answers; they may be changed until the evaluation is settled. Raises Refusal."""
    with transaction(store) as session:
        evaluation = lock_evaluation(session, evaluation_id, version)
        require(actor, Permission.PROPOSE_OUTCOME, [evaluation.authority_id])
        check_evaluation(answers, conclusion, reason, extend_until, evaluation.valid_until)
        evaluation.answers = {name: answers[name].strip() for name in QUESTIONS}
        evaluation.conclusion = conclusion
        evaluation.reason = reason.strip()
        evaluation.extend_until = extend_until if conclusion is Conclusion.EXTEND else None
        evaluation.answered_by, evaluation.answered_at = actor.name, now
        evaluation.version += 1
        session.add(evaluation)
        assert conclusion is not None
        subject = subject_of(evaluation)
        audit.record(session, now, actor.name, "answer_evaluation", subject, conclusion=conclusion.value)


def lock_evaluation(session: Session, evaluation_id: int, version: int) -> Evaluation:
    """The evaluation, locked. Raises Refusal when it is gone, settled, or somebody changed it meanwhile."""
    evaluation = session.get(Evaluation, evaluation_id, with_for_update={"key_share": True})
    if evaluation is None:
        raise Refusal("没有这一项评估，请刷新评估列表后重选。")
    if evaluation.settled_at is not None:
        raise Refusal(f"这项评估已经办结（{evaluation.settled_as}），不能再改。")
    if evaluation.version != version:
        raise Refusal("这项评估刚被他人改动，您填写的没有保存。请在另一窗口查看现在的内容，核对后再报。")
    return evaluation


def subject_of(evaluation: Evaluation) -> str:
    """The subject of an audit line about the evaluation."""
    return f"evaluation:{evaluation.id}"
