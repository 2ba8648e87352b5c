"""A round is prepared ahead of its day, once: edited, opened or discarded, by the office or by its own authority."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import select

from registry.actions.cleanups.decide_outcomes import Decision, decide_outcomes
from registry.actions.cleanups.discard_draft import discard_draft
from registry.actions.cleanups.edit_draft import DraftFields, edit_draft
from registry.actions.cleanups.open_draft import open_draft
from registry.actions.cleanups.prepare_round import prepare_due_rounds, prepare_own_round
from registry.domain.cleanups import Answer, Outcome
from registry.domain.errors import Denied, Refusal
from registry.domain.roles import CLOCK
from registry.storage.cleanups.rounds import next_cleanup_due, unreleased_periodic
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import Store, reading, transaction
from registry.storage.notices import Notice
from registry.storage.office import set_setting
from tests.building.documents import register_old
from tests.building.rounds import items
from tests.cast import Cast
from tests.jobs.office_days import at

DUE = date(2026, 6, 30)
TYPED = DraftFields("2026年集中清理", date(2026, 3, 31), date(2026, 5, 15))


@pytest.fixture
def draft_id(store: Store) -> int:
    set_first(store, DUE)
    prepare_due_rounds(store, CLOCK, at("04-01"))
    return draft(store).id or 0


def set_first(store: Store, day: date) -> None:
    with transaction(store) as session:
        set_setting(session, "first_cleanup_due_on", day.isoformat())


def draft(store: Store, owner_id: int | None = None) -> CleanupRound:
    with reading(store) as session:
        found = unreleased_periodic(session, owner_id)
        assert found
        return found


def test_it_is_prepared_on_the_first_day_of_reminding_and_not_before(store: Store) -> None:
    set_first(store, DUE)
    assert prepare_due_rounds(store, CLOCK, at("03-31", "23:59")) == []
    assert prepare_due_rounds(store, CLOCK, at("04-01", "00:00")) == ["2026年度规范性文件定期清理"]
    made = draft(store)
    assert (made.is_draft, made.cut_off_on, made.due_on) == (True, date(2026, 3, 31), DUE)
    assert made.answers_due_on == date(2026, 5, 6)  # 30 days end in the holiday of May
    assert made.due_working == "由法制机构在“设置”中确定"
    with reading(store) as session:
        assert not session.exec(select(Notice)).all()


def test_a_week_without_the_server_makes_it_late_and_not_twice(store: Store) -> None:
    set_first(store, DUE)
    for day in ("04-09", "04-09", "04-20"):
        prepare_due_rounds(store, CLOCK, at(day))
    with reading(store) as session:
        assert len(session.exec(select(CleanupRound)).all()) == 1


def test_a_discarded_draft_is_made_again_only_for_another_day(
    store: Store, cast: Cast, draft_id: int
) -> None:
    discard_draft(store, cast.clerk, draft_id, now=at("04-02"))
    assert prepare_due_rounds(store, CLOCK, at("05-31")) == []
    set_first(store, date(2026, 8, 1))
    assert prepare_due_rounds(store, CLOCK, at("06-01")) == ["2026年度规范性文件定期清理"]
    set_first(store, DUE)
    prepare_due_rounds(store, CLOCK, at("06-02"))
    assert draft(store).due_on == DUE


def test_it_is_edited_and_opened_over_what_the_register_holds_then(
    store: Store, cast: Cast, draft_id: int
) -> None:
    first = register_old(store, "关于甲的通知")
    assert edit_draft(store, cast.clerk, draft_id, TYPED, now=at("04-02"))
    assert not edit_draft(store, cast.clerk, draft_id, TYPED, now=at("04-02"))
    second = register_old(store, "关于乙的通知")
    assert open_draft(store, cast.clerk, draft_id, now=at("04-10")) == 2
    assert {item.document_id for item in items(store, draft_id)} == {first, second}
    opened = draft(store)
    assert (opened.name, opened.is_draft, opened.opened_at) == (TYPED.name, False, at("04-10"))
    assert prepare_due_rounds(store, CLOCK, at("06-20")) == []


def test_a_draft_is_nobodys_to_answer_or_decide(store: Store, cast: Cast, draft_id: int) -> None:
    with pytest.raises(Refusal, match="还是草稿"):
        decide_outcomes(store, cast.clerk, draft_id, [Decision(1, Answer(Outcome.RETAIN))], now=at("04-02"))
    with pytest.raises(Denied):
        open_draft(store, cast.drafter, draft_id, now=at("04-02"))


def test_a_day_that_is_past_and_a_stale_page_are_refused(store: Store, cast: Cast, draft_id: int) -> None:
    register_old(store, "关于甲的通知")
    with pytest.raises(Refusal, match="已经过了"):
        open_draft(store, cast.clerk, draft_id, now=at("06-01"))
    assert draft(store).is_draft
    edit_draft(store, cast.clerk, draft_id, TYPED, version=1, now=at("04-02"))
    with pytest.raises(Refusal, match="刚被他人改动"):
        edit_draft(store, cast.lead, draft_id, TYPED, version=1, now=at("04-02"))


def test_of_two_people_opening_it_at_once_one_opens_it(store: Store, cast: Cast, draft_id: int) -> None:
    register_old(store, "关于甲的通知")
    barrier, said = Barrier(2), []

    def open_it() -> None:
        barrier.wait()
        try:
            said.append(str(open_draft(store, cast.clerk, draft_id, now=at("04-10"))))
        except Refusal as refusal:
            said.append(refusal.sentence)

    threads = [Thread(target=open_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["1", "“2026年度规范性文件定期清理”已经开展，不再是草稿。请打开它办理。"]
    assert len(items(store, draft_id)) == 1


def test_two_clocks_at_once_prepare_it_once(store: Store) -> None:
    set_first(store, DUE)
    barrier, made = Barrier(2), []

    def tick() -> None:
        barrier.wait()
        made.extend(prepare_due_rounds(store, CLOCK, at("04-01")))

    threads = [Thread(target=tick) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == ["2026年度规范性文件定期清理"]


def test_an_authority_cleans_up_its_own_from_the_day_that_the_office_sets(store: Store, cast: Cast) -> None:
    own = register_old(store, "关于甲的通知")
    register_old(store, "关于乙的通知", authority_id=3)
    with pytest.raises(Refusal, match="晚于今天"):
        prepare_own_round(store, cast.clerk, 2, date(2026, 4, 1), now=at("04-01"))
    round_id = prepare_own_round(store, cast.clerk, 2, DUE, now=at("04-01"))
    with pytest.raises(Refusal, match="还没有完成"):
        prepare_own_round(store, cast.clerk, 2, date(2026, 9, 1), now=at("04-01"))
    with reading(store) as session:
        assert (next_cleanup_due(session, 2), next_cleanup_due(session, 3), next_cleanup_due(session)) == (
            DUE,
            None,
            None,
        )
    assert draft(store, 2).name == "示范区农业农村局2026年度规范性文件定期清理"
    with pytest.raises(Denied):
        open_draft(store, cast.stranger, round_id, now=at("04-02"))
    assert open_draft(store, cast.drafter, round_id, now=at("04-02")) == 1
    (item,) = items(store, round_id)
    decision = Decision(item.id or 0, Answer(Outcome.RETAIN))
    with pytest.raises(Denied):
        decide_outcomes(store, cast.stranger, round_id, [decision], now=at("04-03"))
    assert decide_outcomes(store, cast.drafter, round_id, [decision], now=at("04-03")).n_decided == 1
    assert item.document_id == own


def test_an_authoritys_next_round_is_prepared_after_its_last(store: Store) -> None:
    with transaction(store) as session:
        session.add(released("本局上一轮", 2, date(2024, 7, 1)))
        session.add(released("部分机关", None, date(2025, 7, 1), authority_ids=[2]))
    assert prepare_due_rounds(store, CLOCK, at("04-01")) == []
    assert prepare_due_rounds(store, CLOCK, at("04-02")) == ["示范区农业农村局2026年度规范性文件定期清理"]
    made = draft(store, 2)
    assert made.due_working == "上一轮“本局上一轮”的结果于2024年7月1日公布，定期清理每2年一次"
    assert made.authority_ids == [2]


def released(name: str, owner_id: int | None, published_on: date, **fields: object) -> CleanupRound:
    released_at = at("01-01").replace(year=published_on.year, month=published_on.month, day=published_on.day)
    return CleanupRound(
        name=name,
        kind="periodic",
        cut_off_on=published_on,
        owner_id=owner_id,
        opened_at=released_at - timedelta(30),
        released_at=released_at,
        published_on=published_on,
        next_due_on=published_on.replace(year=published_on.year + 2),
        **({"authority_ids": [owner_id] if owner_id else []} | fields),
    )
