"""Circles in what follows what."""

from registry.domain.circles import circles_of


def test_what_leads_into_or_out_of_a_circle_is_on_none() -> None:
    following = {"before": ["a"], "a": ["b"], "b": ["c", "after"], "c": ["a"], "after": ["end"]}
    assert circles_of(following) == {key: ["a", "b", "c"] for key in "abc"}


def test_two_circles_are_told_apart() -> None:
    circles = circles_of({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]})
    assert (circles["b"], circles["d"]) == (["a", "b"], ["c", "d"])


def test_without_a_circle_there_is_nothing() -> None:
    assert circles_of({"a": ["b", "c"], "b": ["c"]}) == {}
