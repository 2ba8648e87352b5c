"""Deputies: who gets the notices of whoever is absent, and which absences are refused."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.deputies import check_absence, is_absent, may_stand_in, stand_in
from registry.domain.errors import Refusal
from registry.domain.roles import Role

TODAY = date(2026, 3, 5)
LAST = date(2026, 3, 9)


@dataclass
class Somebody:
    id: int | None
    role: Role = Role.CONTACT
    authority_id: int | None = 2
    is_active: bool = True
    absent_from: date | None = None
    absent_until: date | None = None
    deputy_id: int | None = None
    name: str = "李代收"


def away(own_id: int, deputy_id: int | None) -> Somebody:
    return Somebody(own_id, absent_from=TODAY, absent_until=LAST, deputy_id=deputy_id)


def gets(*people: Somebody, day: date = TODAY) -> int | None:
    """Who gets the notices of the first of these people."""
    by_id = {person.id: person for person in people}
    return stand_in(people[0], day, by_id.get).id


@pytest.mark.parametrize(
    ("day", "absent"),
    [
        (TODAY - timedelta(1), False),
        (TODAY, True),
        (LAST, True),
        (LAST + timedelta(1), False),
    ],
)
def test_both_days_of_an_absence_belong_to_it(day: date, absent: bool) -> None:
    assert is_absent(away(1, 2), day) is absent
    assert gets(away(1, 2), Somebody(2), day=day) == (2 if absent else 1)


@pytest.mark.parametrize(
    ("people", "holder"),
    [
        ([Somebody(1, deputy_id=2), Somebody(2)], 1),
        ([away(1, None), Somebody(2)], 1),
        ([away(1, 2), Somebody(2)], 2),
        ([away(1, 2), away(2, 3), Somebody(3)], 3),
        ([away(1, 2), away(2, None)], 2),
        ([away(1, 2), away(2, 3), away(3, 4), Somebody(4)], 3),
        ([away(1, 2), away(2, 1)], 2),
        ([away(1, 1)], 1),
        ([away(1, 2), Somebody(2, is_active=False)], 1),
        ([away(1, 2), Somebody(2, authority_id=3)], 1),
        ([away(1, 2)], 1),
    ],
)
def test_a_deputy_gets_the_notices_and_passes_them_on_once_at_most(
    people: list[Somebody], holder: int
) -> None:
    assert gets(*people) == holder


@given(st.lists(st.integers(1, 6), min_size=6, max_size=6))
def test_somebody_always_gets_them(deputies: list[int]) -> None:
    people = [away(own_id, deputy_id) for own_id, deputy_id in enumerate(deputies, 1)]
    assert gets(*people) in range(1, 7)


@pytest.mark.parametrize(
    ("role", "deputy_role", "may"),
    [
        (Role.CONTACT, Role.CONTACT, True),
        (Role.CONTACT, Role.CLERK, False),
        (Role.CLERK, Role.LEAD, True),
        (Role.LEAD, Role.CLERK, True),
        (Role.LEAD, Role.ADMIN, False),
        (Role.ADMIN, Role.ADMIN, True),
        (Role.CLERK, Role.AUDITOR, False),
    ],
)
def test_a_deputy_is_of_the_same_authority_or_of_the_office(role: Role, deputy_role: Role, may: bool) -> None:
    person, deputy = Somebody(1, role), Somebody(2, deputy_role)
    assert may_stand_in(deputy, person) is may
    assert not may_stand_in(replace(deputy, is_active=False), person)


@pytest.mark.parametrize(
    ("first", "last", "deputy", "sentence"),
    [
        (TODAY, None, None, "第一天和最后一天"),
        (None, None, Somebody(2), "第一天和最后一天"),
        (LAST, TODAY, None, "早于第一天"),
        (TODAY - timedelta(9), TODAY - timedelta(1), None, "已经过去"),
        (TODAY, LAST, Somebody(1), "不能是本人"),
        (TODAY, LAST, Somebody(2, authority_id=3), "不能代收"),
        (TODAY, LAST, Somebody(2, is_active=False), "不能代收"),
        (TODAY, LAST, away(2, 1), "也不在岗，并且由您代收"),
    ],
)
def test_an_impossible_absence_is_refused(
    first: date | None, last: date | None, deputy: Somebody | None, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        check_absence(Somebody(1), first, last, deputy, TODAY)


@pytest.mark.parametrize(
    ("first", "last", "deputy"),
    [
        (None, None, None),
        (TODAY, TODAY, None),
        (TODAY - timedelta(9), TODAY, Somebody(2)),
        (LAST + timedelta(1), LAST + timedelta(3), away(2, 1)),
    ],
)
def test_a_possible_absence_is_not(first: date | None, last: date | None, deputy: Somebody | None) -> None:
    check_absence(Somebody(1), first, last, deputy, TODAY)
