"""An authority answers its own evaluation, changes it until it is settled, and never over somebody else's answer."""

from datetime import date

import pytest

from registry.actions.evaluations.answer_evaluation import answer_evaluation
from registry.actions.evaluations.open_evaluations import open_evaluations
from registry.actions.evaluations.settle_evaluation import settle_evaluation
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.evaluations import QUESTIONS, Conclusion
from registry.domain.roles import Actor
from registry.storage.engine import Store
from registry.storage.evaluations import Evaluation
from tests.actions.evaluations.test_open_evaluations import evaluations, lapsing
from tests.cast import Cast
from tests.jobs.office_days import at


def answer(store: Store, actor: Actor, version: int = 1, **changes: object) -> None:
    (evaluation,) = evaluations(store)
    said = {
        "answers": dict.fromkeys(QUESTIONS, "是"),
        "conclusion": Conclusion.LAPSE,
        "reason": "任务已完成",
        "version": version,
        "now": at("03-21"),
    }
    answer_evaluation(store, actor, evaluation.id or 0, **{**said, **changes})  # type: ignore[arg-type]


@pytest.fixture
def evaluation(store: Store) -> Evaluation:
    lapsing(store, date(2026, 9, 5))
    open_evaluations(store, now=at("03-20"))
    return evaluations(store)[0]


def test_an_authority_answers_its_own_and_no_other(store: Store, cast: Cast, evaluation: Evaluation) -> None:
    with pytest.raises(Hidden):
        answer(store, cast.stranger)
    answer(store, cast.drafter)
    (answered,) = evaluations(store)
    assert (answered.conclusion, answered.answered_by) == (Conclusion.LAPSE, cast.drafter.name)
    with pytest.raises(Refusal, match="刚被他人改动"):
        answer(store, cast.clerk)
    answer(store, cast.clerk, version=2, conclusion=Conclusion.EXTEND, extend_until=date(2031, 9, 5))
    assert evaluations(store)[0].extend_until == date(2031, 9, 5)


def test_the_office_settles_what_was_answered(store: Store, cast: Cast, evaluation: Evaluation) -> None:
    key, now = evaluation.id or 0, at("03-22")
    with pytest.raises(Refusal, match="还没有评估结论"):
        settle_evaluation(store, cast.clerk, key, words="列入修订计划", version=1, now=now)
    answer(store, cast.drafter)
    with pytest.raises(Denied):
        settle_evaluation(store, cast.drafter, key, words="列入修订计划", version=2, now=now)
    with pytest.raises(Refusal, match="请写明"):
        settle_evaluation(store, cast.clerk, key, words=" ", version=2, now=now)
    settle_evaluation(store, cast.clerk, key, words="列入修订计划", version=2, now=now)
    with pytest.raises(Refusal, match="已经办结（列入修订计划）"):
        answer(store, cast.drafter, version=3)
    assert open_evaluations(store, now=at("03-23")) == (0, 0)
