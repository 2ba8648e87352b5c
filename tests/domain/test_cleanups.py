"""The gate that no incomplete list passes."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.cleanups import (
    OUTCOME_EVENTS,
    OUTCOME_WORDS,
    Finding,
    Item,
    Outcome,
    open_findings,
    outcome_counts,
    outcome_from,
    release_findings,
)
from registry.domain.documents import Disclosure
from registry.domain.validity import Status


def item(number: int, outcome: Outcome | None = Outcome.RETAIN, **more: object) -> Item:
    plain = Item(
        id=number,
        title=f"第{number}号办法",
        doc_no=f"云政〔2020〕{number}号",
        doc_no_key=f"云政|2020|{number}",
        authority_id=1,
        authority="云汀区人民政府",
        disclosure=Disclosure.PUBLIC,
        outcome=outcome,
        reason="已被新规定替代",
        published_on=date(2020, 1, 1),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def codes(items: list[Item], n_in_scope: int | None = None, **more: object) -> list[str]:
    n = len(items) if n_in_scope is None else n_in_scope
    return [finding.code for finding in release_findings(items, n, **more)]  # type: ignore[arg-type]


def test_a_complete_round_has_no_finding() -> None:
    assert codes([item(1), item(2, Outcome.REPEAL)]) == []


def test_quangang_2022_would_have_been_stopped() -> None:
    """Scope 252, outcomes 206+3+42 = 251 (DOMAIN §9)."""
    outcomes = [Outcome.RETAIN] * 206 + [Outcome.TO_AMEND] * 3 + [Outcome.REPEAL] * 42
    items = [item(n, outcome) for n, outcome in enumerate(outcomes)]
    (finding,) = release_findings(items, 252)
    assert finding.is_hard
    assert "252" in finding.sentence
    assert "251" in finding.sentence


def test_yueyang_2025_would_have_been_stopped() -> None:
    """The same document listed twice (DOMAIN §9)."""
    assert "duplicate" in codes(
        [item(1), item(2, title="第1号办法", doc_no_key="云政|2020|1", duplicate_reason="重")]
    )


def test_the_same_number_with_a_recorded_reason_passes() -> None:
    twin = item(2, doc_no_key="云政|2020|1", duplicate_reason="编号时误用，已备注")
    assert codes([item(1), twin]) == []
    assert codes([item(1), replace(twin, duplicate_reason="")]) == ["duplicate"]


@pytest.mark.parametrize(
    ("mistaken", "code", "is_hard"),
    [
        (item(2, None), "undecided", True),
        (item(2, disclosure=Disclosure.SECRET), "secret_in_public", True),
        (item(2, published_on=None), "unknown_dates", False),
        (item(2, status=Status.UNKNOWN), "unknown_dates", False),
        (item(2, Outcome.REPEAL, reason=" "), "reason_missing", False),
        (item(2, status=Status.LAPSED), "already_ended", False),
    ],
)
def test_each_mistake_is_named_with_its_row(mistaken: Item, code: str, is_hard: bool) -> None:
    findings = {finding.code: finding for finding in release_findings([item(1), mistaken], 2)}
    assert findings[code].is_hard is is_hard
    assert [row for row, _ in findings[code].rows] == [2]


def test_an_authority_that_answered_nothing_is_named() -> None:
    silent = item(2, None, authority_id=2, authority="云汀区民政局")
    assert "unanswered_authority" in codes([item(1), silent])


def test_a_secret_document_counts_and_shows_nothing() -> None:
    stub = item(2, title="", doc_no=None, doc_no_key=None, disclosure=Disclosure.SECRET, published_on=None)
    assert codes([item(1), stub]) == []
    assert "涉密" in stub.label


def test_an_accepted_finding_opens_again_when_it_gains_a_row() -> None:
    first = Finding("unknown_dates", False, "…", ((1, "甲"),))
    more = Finding("unknown_dates", False, "…", ((1, "甲"), (2, "乙")))
    assert open_findings([first], [first.id]) == []
    assert open_findings([more], [first.id]) == [more]


def test_a_hard_finding_can_not_be_accepted() -> None:
    hard = Finding("undecided", True, "…", ((1, "甲"),))
    assert open_findings([hard], [hard.id]) == [hard]


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("继续有效", Outcome.RETAIN),
        ("保留", Outcome.RETAIN),
        ("拟废止", Outcome.REPEAL),
        ("宣布失效", Outcome.LAPSE),
        ("宣布失效（废止）", Outcome.LAPSE),
        ("修改。", Outcome.TO_AMEND),
        ("repeal", Outcome.REPEAL),
        ("不属于规范性文件", Outcome.RECLASSIFY),
        ("待定", None),
        ("", None),
    ],
)
def test_an_offices_word_names_an_outcome_or_none(words: str, outcome: Outcome | None) -> None:
    assert outcome_from(words) is outcome


def test_every_outcome_has_its_word_and_its_event() -> None:
    assert set(OUTCOME_WORDS) == set(OUTCOME_EVENTS) == set(Outcome)


@given(st.lists(st.none() | st.sampled_from(Outcome), min_size=1, max_size=30), st.integers(0, 3))
def test_no_list_passes_unless_scope_equals_the_sum_of_outcomes(
    outcomes: list[Outcome | None], n_more: int
) -> None:
    items = [item(n, outcome) for n, outcome in enumerate(outcomes)]
    passes = release_findings(items, len(items) + n_more) == []
    assert passes == (n_more == 0 and None not in outcomes)
    assert sum(outcome_counts(items).values()) == sum(1 for outcome in outcomes if outcome)
