"""A release happens once and whole, or not at all."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from registry.actions.cleanups import release_round as module
from registry.actions.cleanups.release_round import release_round
from registry.domain.cleanups import Outcome
from registry.domain.documents import DocumentKind
from registry.domain.errors import Refusal
from registry.domain.roles import OPERATOR
from registry.domain.validity import Status
from registry.storage.audit import broken_links
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.documents.tables import Document, DocumentEvent
from registry.storage.engine import Store, reading
from registry.storage.notices import Notice
from registry.storage.releases import Release, release_of_round
from tests.building.documents import register_old
from tests.building.prepared_registers import Prepare
from tests.building.rounds import (
    FACTS,
    NOW,
    decide,
    decided_round,
    register_for_each_outcome,
    start_round,
    status_on,
)
from tests.cast import Cast

PUBLISHED = FACTS.published_on


@pytest.fixture
def documents(prepared: Prepare) -> dict[Outcome, int]:
    return prepared(register_for_each_outcome)


@pytest.fixture
def round_id(store: Store, documents: dict[Outcome, int]) -> int:
    return decided_round(store, documents)


def test_an_open_finding_bars_the_release_and_is_named(store: Store) -> None:
    register_old(store, "关于甲的通知")
    round_id = start_round(store)
    with pytest.raises(Refusal, match=r"没有解决，不能发布：.*两数不符.*尚未确定清理意见"):
        release_round(store, OPERATOR, round_id, FACTS, now=NOW)


def test_a_round_is_released_once(store: Store, round_id: int) -> None:
    release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    with pytest.raises(Refusal, match="本轮已于2026年3月5日发布"):
        release_round(store, OPERATOR, round_id, FACTS, now=NOW)


def test_of_two_people_releasing_at_once_one_wins_and_the_other_reads_why(
    store: Store, round_id: int
) -> None:
    gate = threading.Barrier(2)
    answers: list[object] = []

    def release() -> None:
        gate.wait()
        try:
            answers.append(release_round(store, OPERATOR, round_id, FACTS, now=NOW))
        except Refusal as refusal:
            answers.append(refusal.sentence)

    threads = [threading.Thread(target=release) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (lost,) = [answer for answer in answers if isinstance(answer, str)]
    assert len(answers) == 2
    assert "本轮已于2026年3月5日发布" in lost
    with reading(store) as session:
        assert len(session.exec(select(Release.id)).all()) == 1


def test_a_decision_changed_while_the_paper_is_rendered_stops_the_release(
    store: Store, documents: dict[Outcome, int], round_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def render_slowly(*facts: object) -> bytes:
        decide(store, round_id, {documents[Outcome.RETAIN]: Outcome.LAPSE}, "期满")
        return b""

    monkeypatch.setattr(module, "render_release", render_slowly)
    with pytest.raises(Refusal, match="没有发布"):
        release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    with reading(store) as session:
        assert release_of_round(session, round_id) is None


@pytest.mark.parametrize(
    "step", ["register_decision", "_write_events", "_freeze", "_close", "tell", "_record"]
)
def test_a_process_that_dies_between_two_steps_leaves_nothing_half_done(
    store: Store,
    documents: dict[Outcome, int],
    round_id: int,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    def die(*args: object, **fields: object) -> None:
        getattr_before(*args, **fields)
        raise KeyboardInterrupt

    getattr_before = getattr(module, step)
    with monkeypatch.context() as patch:
        patch.setattr(module, step, die)
        with pytest.raises(KeyboardInterrupt):
            release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    with reading(store) as session:
        assert session.get_one(CleanupRound, round_id).released_at is None
        assert (
            session.exec(select(Document).where(Document.kind == DocumentKind.CLEANUP_DECISION)).all() == []
        )
        assert session.exec(select(DocumentEvent)).all() == []
        assert session.exec(select(Notice).where(Notice.kind == "release_published")).all() == []
        assert list(broken_links(session)) == []
    assert status_on(store, documents[Outcome.REPEAL], PUBLISHED) is Status.IN_FORCE
    release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    assert status_on(store, documents[Outcome.REPEAL], PUBLISHED) is Status.REPEALED


def test_days_that_cannot_be_and_a_missing_meeting_are_refused(
    store: Store, cast: Cast, round_id: int
) -> None:
    for facts, sentence in (
        (replace(FACTS, published_on=date(2026, 3, 6)), "晚于今天"),
        (replace(FACTS, decided_on=date(2026, 3, 6)), "晚于公布日期"),
        (replace(FACTS, meeting=" "), "会议名称"),
        (replace(FACTS, authority_id=99), "选择公布"),
    ):
        with pytest.raises(Refusal, match=sentence):
            release_round(store, OPERATOR, round_id, facts, now=NOW)
    with pytest.raises(Refusal, match="权限"):
        release_round(store, cast.clerk, round_id, FACTS, now=NOW)


def test_a_list_is_not_published_before_its_cut_off(store: Store, round_id: int) -> None:
    early = replace(FACTS, decided_on=date(2025, 12, 1), published_on=date(2025, 12, 30))
    with pytest.raises(Refusal, match="早于本轮清理的截止日期") as caught:
        release_round(store, OPERATOR, round_id, early, now=NOW)
    assert caught.value.field == "published_on"
