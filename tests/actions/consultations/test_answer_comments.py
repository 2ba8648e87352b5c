"""Each comment is answered, the summary follows, then the names may go; the gate waits for answers."""

from datetime import datetime

import pytest

from registry.actions.cleanups.check_round import check_round
from registry.actions.consultations.answer_comments import erase_commenters, publish_summary, reply_comment
from registry.actions.consultations.take_comment import Comment, submit_comment
from registry.domain.consultations import Adoption
from registry.domain.duties import Duty
from registry.domain.errors import Denied, Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor
from registry.storage.cleanups.consultations import announced
from registry.storage.duties import duties_of
from registry.storage.engine import Store, reading
from tests.building.consultations import (
    AFTER,
    CONTACT,
    HIDDEN,
    NAME,
    TEXT,
    announce,
    comments,
    consulted_round,
)
from tests.building.rounds import NOW
from tests.cast import Cast


@pytest.fixture
def round_id(store: Store) -> int:
    return consulted_round(store)[0]


@pytest.fixture
def key(store: Store, round_id: int) -> int:
    """A consultation with a comment."""
    consultation = announce(store, round_id)
    submit_comment(store, consultation.id or 0, Comment(TEXT, NAME, CONTACT), now=NOW)
    return consultation.id or 0


def answer(
    store: Store, actor: Actor, adoption: Adoption | None, reply: str = "", version: int | None = None
) -> None:
    (comment,) = comments(store)
    reply_comment(store, actor, comment.id or 0, adoption, reply, version=version, now=AFTER)


def codes(store: Store, round_id: int, now: datetime = AFTER) -> list[str]:
    with reading(store) as session:
        return [finding.code for finding in check_round(session, round_id, day_of(now))]


def own_duties(store: Store, actor: Actor) -> list[Duty]:
    with reading(store) as session:
        duties = duties_of(session, actor, day_of(AFTER), lapse_days=1)
    return [duty for duty in duties if duty.mark == "comments"]


def test_a_comment_without_an_answer_stands_in_the_gate_and_in_the_duties(
    store: Store, cast: Cast, round_id: int, key: int
) -> None:
    assert "comment_unanswered" in codes(store, round_id)
    assert "consultation_open" in codes(store, round_id, NOW)
    assert "consultation_open" not in codes(store, round_id)
    for actor in (cast.clerk, cast.lead):
        (duty,) = own_duties(store, actor)
        assert (duty.task, duty.path) == (
            "答复征求意见稿收到的1条意见",
            f"/desk/cleanups/{round_id}/consultation",
        )
    assert own_duties(store, cast.drafter) == own_duties(store, cast.auditor) == []
    answer(store, cast.clerk, Adoption.ADOPTED)
    assert "comment_unanswered" not in codes(store, round_id)
    assert own_duties(store, cast.clerk) == []


def test_what_is_not_adopted_needs_a_reason(store: Store, cast: Cast, key: int) -> None:
    with pytest.raises(Refusal) as refused:
        answer(store, cast.clerk, None)
    assert refused.value.field == "adoption"
    for adoption in (Adoption.PARTLY, Adoption.DECLINED):
        with pytest.raises(Refusal, match="请写明理由"):
            answer(store, cast.clerk, adoption)
    answer(store, cast.clerk, Adoption.DECLINED, "已被新规定代替。")
    (comment,) = comments(store)
    assert (comment.adoption, comment.reply) == ("declined", "已被新规定代替。")
    with pytest.raises(Denied):
        answer(store, cast.drafter, Adoption.ADOPTED)


def test_of_two_who_answer_the_second_is_told(store: Store, cast: Cast, key: int) -> None:
    answer(store, cast.clerk, Adoption.ADOPTED, version=1)
    with pytest.raises(Refusal, match="刚由陈经办"):
        answer(store, cast.lead, Adoption.DECLINED, "不宜采纳。", version=1)


def test_the_summary_waits_for_the_end_and_for_every_answer(store: Store, cast: Cast, key: int) -> None:
    with pytest.raises(Refusal, match="截止以后再公布"):
        publish_summary(store, cast.clerk, key, "收到1条。", now=NOW)
    with pytest.raises(Refusal, match="还有1条意见没有答复"):
        publish_summary(store, cast.clerk, key, "收到1条。", now=AFTER)
    answer(store, cast.clerk, Adoption.ADOPTED)
    publish_summary(store, cast.clerk, key, "收到1条，采纳1条。", version=1, now=AFTER)
    with pytest.raises(Refusal, match="刚被他人改动"):
        publish_summary(store, cast.lead, key, "另一稿", version=1, now=AFTER)
    with reading(store) as session:
        consultation = announced(session, key)
    assert consultation is not None
    assert (consultation.summary, consultation.summarised_at) == ("收到1条，采纳1条。", AFTER)


def test_a_summary_must_not_name_what_is_hidden(store: Store, cast: Cast, key: int) -> None:
    answer(store, cast.clerk, Adoption.ADOPTED)
    with pytest.raises(Refusal, match=f"不公开的《{HIDDEN}》") as refused:
        publish_summary(store, cast.clerk, key, f"建议公开《{HIDDEN}》的1条，未采纳。", now=AFTER)
    assert refused.value.field == "summary"


def test_a_lead_erases_who_commented_once_the_summary_is_out(store: Store, cast: Cast, key: int) -> None:
    with pytest.raises(Refusal, match="公布后才能删除"):
        erase_commenters(store, cast.lead, key, now=AFTER)
    answer(store, cast.clerk, Adoption.ADOPTED)
    publish_summary(store, cast.clerk, key, "收到1条。", now=AFTER)
    with pytest.raises(Denied):
        erase_commenters(store, cast.clerk, key, now=AFTER)
    assert [erase_commenters(store, cast.lead, key, now=AFTER) for _ in range(2)] == [1, 0]
    (comment,) = comments(store)
    assert (comment.name, comment.contact, comment.text) == ("", "", TEXT)
