"""The rule profiles offered by place: data with sources, nothing confirmed."""

from dataclasses import replace
from datetime import date

import pytest

from registry.domain.errors import Refusal
from registry.domain.places import DEFAULT_PROFILES, PLACES, profiles_of, profiles_to_adopt
from registry.domain.rules import PARAMETERS, from_json, to_json


@pytest.mark.parametrize("name", ["福建省", "福建", " 福建 "])
def test_a_place_is_named_in_full_or_short(name: str) -> None:
    assert profiles_of(name) == DEFAULT_PROFILES


@pytest.mark.parametrize("name", ["火星", "", "省", "福"])
def test_another_place_is_refused_with_those_offered(name: str) -> None:
    with pytest.raises(Refusal) as caught:
        profiles_of(name)
    assert all(place in caught.value.sentence for place in PLACES)


def test_nothing_is_confirmed_and_every_value_has_its_source() -> None:
    for place, profiles in PLACES.items():
        for profile in profiles:
            assert profile.place == place
            assert not profile.confirmed
            assert all(profile.source_of(name) for name, _, _ in PARAMETERS)
            assert from_json(to_json(profile)) == profile


def test_the_congress_has_days_only_where_they_were_seen() -> None:
    days = {
        place: {profile.filing_days_congress for profile in profiles} for place, profiles in PLACES.items()
    }
    assert {place for place, seen in days.items() if seen == {30}} == {
        *("福建省", "北京市", "上海市", "山东省", "浙江省"),
    }
    assert {place for place, seen in days.items() if seen == {None}} == {"湖南省", "内蒙古自治区"}


def test_an_office_is_offered_what_differs_as_the_next_version() -> None:
    today = date(2026, 3, 5)
    old = [replace(profile, filing_days_congress=None, sources=(), version=2) for profile in DEFAULT_PROFILES]
    offered = profiles_to_adopt("福建", old, today)
    assert [(profile.version, profile.filing_days_congress) for profile in offered] == [(3, 30), (3, 30)]
    assert profiles_to_adopt("福建", DEFAULT_PROFILES, today) == []
    confirmed = [replace(profile, confirmed=True) for profile in DEFAULT_PROFILES]
    assert profiles_to_adopt("福建", confirmed, today) == []


def test_the_rules_of_another_place_begin_today() -> None:
    [beijing] = profiles_to_adopt("北京", DEFAULT_PROFILES, date(2026, 3, 5))
    assert (beijing.in_force_from, beijing.version, beijing.confirmed) == (date(2026, 3, 5), 1, False)
