"""The status of a document on any date."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.validity import (
    EVER,
    FOREVER,
    Event,
    EventKind,
    Life,
    Span,
    Status,
    idle_events,
    spans,
    status_on,
    valid_events,
)

RECORDED = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
FIVE_YEARS = Life(published_on=date(2020, 7, 1), effective_on=date(2020, 8, 1), valid_until=date(2025, 7, 31))
UNDATED_END = date(2026, 3, 1)


def event(kind: EventKind, on: date | None, number: int = 1, **more: object) -> Event:
    return Event(number, kind, on, RECORDED + timedelta(seconds=number), **more)  # type: ignore[arg-type]


def on(life: Life, day: date, *events: Event) -> Status:
    return status_on(spans(life, events), day).status


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2020, 7, 31), Status.NOT_YET_EFFECTIVE),
        (date(2020, 8, 1), Status.IN_FORCE),
        (date(2025, 7, 31), Status.IN_FORCE),
        (date(2025, 8, 1), Status.LAPSED),
        (FOREVER - timedelta(days=1), Status.LAPSED),
    ],
)
def test_the_last_valid_day_is_valid_and_the_next_is_not(day: date, status: Status) -> None:
    assert on(FIVE_YEARS, day) is status


def test_without_an_effective_date_it_is_presumed_from_publication() -> None:
    timeline = spans(Life(published_on=date(2019, 1, 1)), [])
    span = status_on(timeline, date(2019, 1, 1))
    assert span.status is Status.IN_FORCE
    assert span.is_presumed
    assert "推定" in span.why


def test_without_any_date_the_status_is_unknown_and_never_guessed() -> None:
    assert {span.status for span in spans(Life(), [])} == {Status.UNKNOWN}


def test_an_unpublished_document_has_not_begun() -> None:
    assert (
        on(Life(is_published=False, effective_on=date(2020, 1, 1)), date(2025, 1, 1))
        is Status.NOT_YET_PUBLISHED
    )


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (EventKind.REPEALED, Status.REPEALED),
        (EventKind.DECLARED_LAPSED, Status.DECLARED_LAPSED),
        (EventKind.ANNULLED, Status.ANNULLED),
        (EventKind.RECLASSIFIED, Status.RECLASSIFIED),
    ],
)
def test_an_ending_takes_effect_on_its_day_even_in_the_future(kind: EventKind, status: Status) -> None:
    ending = event(kind, date(2023, 5, 1))
    assert on(FIVE_YEARS, date(2023, 4, 30), ending) is Status.IN_FORCE
    assert on(FIVE_YEARS, date(2023, 5, 1), ending) is status
    assert on(FIVE_YEARS, date(2026, 1, 1), ending) is status


def test_a_repeal_of_a_lapsed_document_is_kept_and_changes_nothing() -> None:
    assert on(FIVE_YEARS, date(2026, 1, 1), event(EventKind.REPEALED, date(2025, 9, 1))) is Status.LAPSED


def test_a_repeal_on_the_day_of_the_lapse_changes_nothing() -> None:
    assert on(FIVE_YEARS, date(2025, 8, 1), event(EventKind.REPEALED, date(2025, 8, 1))) is Status.LAPSED


def test_the_earliest_ending_wins_whatever_was_recorded_first() -> None:
    late = event(EventKind.REPEALED, date(2024, 1, 1), 1)
    early = event(EventKind.ANNULLED, date(2023, 1, 1), 2)
    assert on(FIVE_YEARS, date(2024, 6, 1), late, early) is Status.ANNULLED


def test_two_endings_on_one_day_go_to_the_one_recorded_first() -> None:
    first = event(EventKind.ANNULLED, date(2023, 1, 1), 1)
    second = event(EventKind.REPEALED, date(2023, 1, 1), 2)
    assert on(FIVE_YEARS, date(2023, 1, 1), second, first) is Status.ANNULLED


def test_a_suspension_ends_when_it_is_resumed() -> None:
    pair = [event(EventKind.SUSPENDED, date(2021, 1, 1), 1), event(EventKind.RESUMED, date(2021, 2, 1), 2)]
    assert on(FIVE_YEARS, date(2021, 1, 31), *pair) is Status.SUSPENDED
    assert on(FIVE_YEARS, date(2021, 2, 1), *pair) is Status.IN_FORCE


def test_a_suspended_document_lapses_all_the_same() -> None:
    assert on(FIVE_YEARS, date(2025, 8, 1), event(EventKind.SUSPENDED, date(2021, 1, 1))) is Status.LAPSED


def test_an_extension_before_expiry_leaves_no_gap() -> None:
    longer = event(EventKind.EXTENDED, date(2025, 7, 1), new_valid_until=date(2027, 7, 31))
    assert on(FIVE_YEARS, date(2025, 8, 1), longer) is Status.IN_FORCE
    assert on(FIVE_YEARS, date(2027, 8, 1), longer) is Status.LAPSED


def test_an_extension_on_the_day_after_the_last_valid_day_leaves_no_gap() -> None:
    longer = event(EventKind.EXTENDED, date(2025, 8, 1), new_valid_until=date(2027, 7, 31))
    assert on(FIVE_YEARS, date(2025, 8, 1), longer) is Status.IN_FORCE


def test_an_extension_after_expiry_leaves_its_gap() -> None:
    longer = event(EventKind.EXTENDED, date(2025, 9, 1), new_valid_until=date(2027, 7, 31))
    assert on(FIVE_YEARS, date(2025, 8, 15), longer) is Status.LAPSED
    assert on(FIVE_YEARS, date(2025, 9, 1), longer) is Status.IN_FORCE


def test_nothing_extends_a_repealed_document() -> None:
    ended = event(EventKind.REPEALED, date(2023, 1, 1), 1)
    longer = event(EventKind.EXTENDED, date(2023, 2, 1), 2, new_valid_until=date(2030, 1, 1))
    assert on(FIVE_YEARS, date(2024, 1, 1), ended, longer) is Status.REPEALED


@pytest.mark.parametrize(
    "kind", [EventKind.AMENDED, EventKind.CONFIRMED, EventKind.TO_AMEND, EventKind.PARTLY_REPEALED]
)
def test_events_that_end_nothing_leave_the_status_and_the_clock_alone(kind: EventKind) -> None:
    assert spans(FIVE_YEARS, [event(kind, date(2024, 1, 1))]) == spans(FIVE_YEARS, [])


def test_a_voided_event_is_as_if_it_had_not_been() -> None:
    mistake = event(EventKind.REPEALED, date(2023, 1, 1), 1)
    back = event(EventKind.VOIDED, None, 2, voids=1)
    assert spans(FIVE_YEARS, [mistake, back]) == spans(FIVE_YEARS, [])


def test_taking_back_a_correction_restores_the_event() -> None:
    mistake = event(EventKind.REPEALED, date(2023, 1, 1), 1)
    back = event(EventKind.VOIDED, None, 2, voids=1)
    forth = event(EventKind.VOIDED, None, 3, voids=2)
    assert valid_events([mistake, back, forth]) == [mistake]


def test_a_ledgers_undated_ending_is_unknown_before_the_day_it_was_recorded() -> None:
    life = Life(published_on=date(2015, 1, 1), effective_on=date(2015, 1, 1))
    said = event(EventKind.STATED, None, stated=Status.REPEALED, source="台账第3行")
    assert on(life, date(2020, 1, 1), said) is Status.UNKNOWN
    assert on(life, UNDATED_END, said) is Status.REPEALED


def test_a_dated_ending_makes_the_ledgers_undated_word_certain() -> None:
    life = Life(published_on=date(2015, 1, 1), effective_on=date(2015, 1, 1))
    said = event(EventKind.STATED, None, 1, stated=Status.REPEALED)
    dated = event(EventKind.REPEALED, date(2018, 6, 1), 2)
    assert on(life, date(2018, 5, 31), said, dated) is Status.IN_FORCE
    assert on(life, date(2018, 6, 1), said, dated) is Status.REPEALED


LAPSED_SAYS_THE_LEDGER = event(EventKind.STATED, None, stated=Status.LAPSED, source="台账第3行")


def test_a_stated_lapse_without_its_day_ends_with_the_known_last_valid_day() -> None:
    assert on(FIVE_YEARS, date(2025, 7, 31), LAPSED_SAYS_THE_LEDGER) is Status.IN_FORCE
    lapsed = status_on(spans(FIVE_YEARS, [LAPSED_SAYS_THE_LEDGER]), date(2025, 8, 1))
    assert lapsed.status is Status.LAPSED
    assert "有效期至2025-07-31届满" in lapsed.why
    assert "与台账载明相符（台账第3行）" in lapsed.why


@pytest.mark.parametrize("last", [UNDATED_END, UNDATED_END + timedelta(days=1), None])
def test_a_stated_lapse_before_the_known_last_valid_day_has_no_known_day(last: date | None) -> None:
    life = Life(published_on=date(2015, 1, 1), effective_on=date(2015, 1, 1), valid_until=last)
    assert on(life, date(2020, 1, 1), LAPSED_SAYS_THE_LEDGER) is Status.UNKNOWN
    assert on(life, UNDATED_END, LAPSED_SAYS_THE_LEDGER) is Status.LAPSED


def test_a_stated_lapse_ends_with_the_period_as_it_was_extended() -> None:
    longer = event(EventKind.EXTENDED, date(2025, 8, 1), 2, new_valid_until=date(2026, 2, 1))
    assert on(FIVE_YEARS, date(2026, 2, 1), LAPSED_SAYS_THE_LEDGER, longer) is Status.IN_FORCE
    assert on(FIVE_YEARS, date(2026, 2, 2), LAPSED_SAYS_THE_LEDGER, longer) is Status.LAPSED


@pytest.mark.parametrize("stated", [Status.REPEALED, Status.DECLARED_LAPSED])
def test_a_last_valid_day_tells_nothing_of_when_an_act_ended_it(stated: Status) -> None:
    said = event(EventKind.STATED, None, stated=stated)
    assert on(FIVE_YEARS, date(2021, 1, 1), said) is Status.UNKNOWN


def test_a_ledgers_word_of_force_speaks_only_where_dates_are_missing() -> None:
    said = event(EventKind.STATED, None, stated=Status.IN_FORCE)
    assert on(Life(), UNDATED_END, said) is Status.IN_FORCE
    assert on(FIVE_YEARS, UNDATED_END, said) is Status.LAPSED


DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
LIVES = st.builds(
    Life,
    is_published=st.booleans(),
    published_on=st.none() | DAYS,
    effective_on=st.none() | DAYS,
    valid_until=st.none() | DAYS,
    has_no_expiry=st.booleans(),
)
EVENTS = st.lists(
    st.builds(
        Event,
        id=st.integers(1, 6),
        kind=st.sampled_from(EventKind),
        effective_on=st.none() | DAYS,
        recorded_at=st.integers(0, 3000).map(lambda n: RECORDED + timedelta(days=n)),
        new_valid_until=st.none() | DAYS,
        stated=st.none() | st.sampled_from(Status),
        voids=st.none() | st.integers(1, 6),
    ),
    max_size=6,
    unique_by=lambda event: event.id,
)


@given(LIVES, EVENTS)
def test_the_spans_cover_every_day_once(life: Life, events: list[Event]) -> None:
    timeline: list[Span] = spans(life, events)
    assert timeline[0].from_on == EVER
    assert timeline[-1].until_on == FOREVER
    assert all(span.until_on == following.from_on for span, following in pairwise(timeline))
    assert all(span.from_on < span.until_on for span in timeline)


@given(LIVES, EVENTS, st.randoms())
def test_the_order_in_which_events_are_read_does_not_matter(
    life: Life, events: list[Event], random: object
) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert spans(life, shuffled) == spans(life, events)


@given(LIVES, EVENTS, DAYS)
def test_nothing_revives_a_repealed_document(life: Life, events: list[Event], day: date) -> None:
    timeline = spans(life, events)
    ends = [span.from_on for span in timeline if span.status is Status.REPEALED]
    if ends and day >= min(ends):
        assert status_on(timeline, day).status is Status.REPEALED


@given(LIVES, EVENTS)
def test_every_day_says_why(life: Life, events: list[Event]) -> None:
    assert all(span.why.endswith("。") for span in spans(life, events))


def test_events_that_change_no_day_are_named_and_others_are_not() -> None:
    late = event(EventKind.REPEALED, date(2026, 1, 1), 1)
    assert idle_events(FIVE_YEARS, [late]) == {1}
    first = event(EventKind.REPEALED, date(2024, 1, 1), 2)
    assert idle_events(FIVE_YEARS, [late, first]) == {1}
    assert idle_events(FIVE_YEARS, [event(EventKind.AMENDED, date(2024, 1, 1))]) == set()
    longer = event(EventKind.EXTENDED, date(2025, 1, 1), 3, new_valid_until=date(2027, 7, 31))
    assert idle_events(FIVE_YEARS, [longer, late]) == set()
    after_the_end = event(EventKind.EXTENDED, date(2025, 1, 1), 4, new_valid_until=date(2027, 7, 31))
    assert idle_events(FIVE_YEARS, [first, after_the_end]) == {4}


def test_what_a_ledger_says_unclearly_is_unknown_until_a_later_record_settles_it() -> None:
    day = date(2021, 1, 1)
    unclear = event(EventKind.STATED, None, stated=Status.UNKNOWN, source="台账第3行：“已了结”")
    life = Life(published_on=date(2020, 7, 1), effective_on=date(2020, 8, 1))
    span = status_on(spans(life, [unclear]), day)
    assert span.status is Status.UNKNOWN
    assert "已了结" in span.why
    assert on(life, date(2020, 7, 31), unclear) is Status.NOT_YET_EFFECTIVE
    confirmed = event(EventKind.CONFIRMED, date(2026, 4, 1), 2)
    assert on(life, day, unclear, confirmed) is Status.IN_FORCE
    repealed = event(EventKind.REPEALED, date(2025, 4, 1), 3)
    assert on(life, day, unclear, repealed) is Status.IN_FORCE
    assert on(life, date(2025, 4, 1), unclear, repealed) is Status.REPEALED
    assert on(FIVE_YEARS, date(2025, 8, 1), unclear) is Status.LAPSED
