"""What acts do to a period of validity, and what holds before the first day."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.validity import (
    STATUS_WORDS,
    Event,
    EventKind,
    Life,
    Status,
    idle_events,
    spans,
    status_on,
)
from tests.building.histories import daily_words, random_history

RECORDED = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
FIVE_YEARS = Life(
    signed_on=date(2020, 6, 20),
    published_on=date(2020, 7, 1),
    effective_on=date(2020, 8, 1),
    valid_until=date(2025, 7, 31),
)


def act(kind: EventKind, on: date | None, number: int = 1, **more: object) -> Event:
    return Event(number, kind, on, RECORDED + timedelta(seconds=number), **more)  # type: ignore[arg-type]


def on(day: date, *acts: Event, life: Life = FIVE_YEARS) -> Status:
    return status_on(spans(life, acts), day).status


@given(st.integers(0, 2**32))
def test_every_day_is_as_a_clerk_with_a_calendar_would_tell_it(seed: int) -> None:
    history = random_history(random.Random(seed))
    timeline = spans(history.life, history.events)
    told = [(day, STATUS_WORDS[status_on(timeline, day).status]) for day, _ in daily_words(history)]
    assert told == list(daily_words(history))


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2020, 6, 19), Status.NOT_YET_PUBLISHED),
        (date(2020, 6, 30), Status.NOT_YET_PUBLISHED),
        (date(2020, 7, 1), Status.NOT_YET_EFFECTIVE),
        (date(2020, 7, 31), Status.NOT_YET_EFFECTIVE),
        (date(2020, 8, 1), Status.IN_FORCE),
    ],
)
def test_a_day_before_publication_is_not_yet_published(day: date, status: Status) -> None:
    assert on(day) is status


def test_without_a_day_of_publication_the_signature_decides() -> None:
    life = Life(signed_on=date(2020, 6, 20), effective_on=date(2020, 8, 1))
    assert on(date(2020, 6, 19), life=life) is Status.NOT_YET_PUBLISHED
    assert on(date(2020, 6, 20), life=life) is Status.NOT_YET_EFFECTIVE


def test_a_document_known_by_its_signature_only_is_unknown_from_then_on() -> None:
    life = Life(signed_on=date(2020, 6, 20))
    assert on(date(2020, 6, 19), life=life) is Status.NOT_YET_PUBLISHED
    assert on(date(2020, 6, 20), life=life) is Status.UNKNOWN


def test_a_suspension_decided_before_the_first_day_begins_with_it() -> None:
    halted = act(EventKind.SUSPENDED, date(2020, 7, 15), 1, source="市政府停字〔2020〕1号")
    assert on(date(2020, 7, 31), halted) is Status.NOT_YET_EFFECTIVE
    assert on(date(2020, 8, 1), halted) is Status.SUSPENDED
    assert "市政府停字〔2020〕1号" in status_on(spans(FIVE_YEARS, [halted]), date(2020, 8, 1)).why
    resumed = act(EventKind.RESUMED, date(2020, 7, 20), 2)
    assert on(date(2020, 8, 1), halted, resumed) is Status.IN_FORCE


def test_a_suspension_outlives_an_extension_after_the_lapse() -> None:
    halted = act(EventKind.SUSPENDED, date(2025, 1, 1), 1)
    longer = act(EventKind.EXTENDED, date(2025, 9, 1), 2, new_valid_until=date(2027, 8, 31))
    resumed = act(EventKind.RESUMED, date(2026, 1, 1), 3)
    assert on(date(2025, 8, 15), halted, longer) is Status.LAPSED
    assert on(date(2025, 9, 1), halted, longer) is Status.SUSPENDED
    assert on(date(2026, 1, 1), halted, longer, resumed) is Status.IN_FORCE


@pytest.mark.parametrize("kind", [EventKind.REPEALED, EventKind.ANNULLED, EventKind.DECLARED_LAPSED])
def test_an_ending_decided_after_the_lapse_is_final(kind: EventKind) -> None:
    ended = act(kind, date(2025, 8, 20), 1)
    longer = act(EventKind.EXTENDED, date(2025, 9, 1), 2, new_valid_until=date(2027, 8, 31))
    again = act(EventKind.REISSUED, date(2025, 10, 1), 3, new_valid_until=date(2030, 9, 30))
    assert on(date(2026, 1, 1), ended, longer, again) is Status.LAPSED
    assert idle_events(FIVE_YEARS, [ended, longer]) == {2}


def test_a_ledger_that_says_lapsed_does_not_bar_an_extension() -> None:
    said = act(EventKind.STATED, date(2025, 8, 20), 1, stated=Status.LAPSED)
    longer = act(EventKind.EXTENDED, date(2025, 9, 1), 2, new_valid_until=date(2027, 8, 31))
    assert on(date(2025, 9, 1), said, longer) is Status.IN_FORCE


@pytest.mark.parametrize("new", [date(2025, 7, 31), date(2024, 1, 1), None])
def test_an_extension_never_shortens_and_never_lasts_for_ever_by_silence(new: date | None) -> None:
    no_longer = act(EventKind.EXTENDED, date(2023, 1, 1), new_valid_until=new)
    assert spans(FIVE_YEARS, [no_longer]) == spans(FIVE_YEARS, [])


def test_an_extension_of_what_has_no_expiry_changes_nothing() -> None:
    life = Life(published_on=date(2020, 7, 1), has_no_expiry=True)
    assert on(
        date(2031, 1, 1),
        act(EventKind.EXTENDED, date(2023, 1, 1), new_valid_until=date(2030, 1, 1)),
        life=life,
    ) is (Status.IN_FORCE)


def test_what_counts_of_an_extension_is_the_day_it_takes_effect() -> None:
    recorded_late = act(EventKind.EXTENDED, date(2025, 7, 1), new_valid_until=date(2027, 7, 31))
    assert recorded_late.recorded_at.date() > date(2025, 7, 31)
    assert on(date(2025, 8, 1), recorded_late) is Status.IN_FORCE


def test_an_act_that_shortens_is_of_its_own_kind() -> None:
    shorter = act(EventKind.SHORTENED, date(2023, 1, 1), new_valid_until=date(2023, 12, 31))
    assert on(date(2023, 12, 31), shorter) is Status.IN_FORCE
    assert on(date(2024, 1, 1), shorter) is Status.LAPSED
    longer = act(EventKind.SHORTENED, date(2023, 1, 1), new_valid_until=date(2030, 1, 1))
    assert spans(FIVE_YEARS, [longer]) == spans(FIVE_YEARS, [])


def test_what_is_shortened_to_a_day_gone_by_lapses_on_the_day_of_the_act() -> None:
    halted = act(EventKind.SUSPENDED, date(2022, 1, 1), 1)
    shorter = act(EventKind.SHORTENED, date(2023, 1, 1), 2, new_valid_until=date(2022, 6, 30))
    assert on(date(2022, 12, 31), halted, shorter) is Status.SUSPENDED
    assert on(date(2023, 1, 1), halted, shorter) is Status.LAPSED


@pytest.mark.parametrize(
    ("more", "on_2031", "words"),
    [
        ({"new_valid_until": date(2030, 8, 31)}, Status.LAPSED, "有效期至2030-08-31"),
        ({"new_has_no_expiry": True}, Status.IN_FORCE, "长期有效"),
        ({}, Status.IN_FORCE, "有效期未载"),
    ],
)
def test_a_reissue_starts_the_period_anew_and_says_its_end(
    more: dict[str, object], on_2031: Status, words: str
) -> None:
    again = act(EventKind.REISSUED, date(2025, 9, 1), **more)
    timeline = spans(FIVE_YEARS, [again])
    assert status_on(timeline, date(2025, 8, 15)).status is Status.LAPSED
    assert words in status_on(timeline, date(2025, 9, 1)).why
    assert status_on(timeline, date(2031, 1, 1)).status is on_2031


def test_a_repeal_on_the_day_after_the_last_day_finds_it_lapsed() -> None:
    assert on(date(2025, 8, 1), act(EventKind.REPEALED, date(2025, 8, 1))) is Status.LAPSED
