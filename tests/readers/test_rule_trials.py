"""Patterns tried before they are kept: those that never end, those that hit everything, and those that may be used."""

from dataclasses import replace

import pytest

from registry.domain.checks.book import SHIPPED_BOOK
from registry.domain.checks.findings import CheckKind
from registry.domain.checks.written import WrittenRule, written_rule
from registry.domain.levels import Level
from registry.readers import rule_trials
from registry.readers.checking import try_rule
from registry.readers.rule_trials import problem_of

RULE = WrittenRule("押金", CheckKind.FEE, Level.IMPROPER, "请核对收费依据。", "本局规定", words=("风险押金",))
ENDLESS = (
    "(a+)+$",
    "(的|的的)*不",
    "(.*)*x",
    "(.+,)+$",
    "(.+，)+$",
    "罚([^，]+，?)+$",
    "((的)*)*不",
    "(罚款.*)*(?:甲|乙)$",
    r"(\d+)+元",
    "(?:[一二三]+、?)+章",
    "(x+x+)+y",
    "罚(?=(?:的+)+$)",
    "(?:.?){50}x",
)


@pytest.mark.parametrize(
    ("pattern", "field"),
    [*((pattern, "pattern") for pattern in ENDLESS), (ENDLESS[1], "here"), (ENDLESS[3], "anywhere")],
)
def test_a_pattern_that_never_ends_is_refused(
    monkeypatch: pytest.MonkeyPatch, pattern: str, field: str
) -> None:
    monkeypatch.setattr(rule_trials, "RULE_SECONDS", 0.2)
    problem = problem_of(replace(RULE, **{field: pattern}))  # type: ignore[arg-type]
    assert problem is not None
    assert problem[0] == field
    assert "没有查完" in problem[1]


@pytest.mark.parametrize("pattern", ["a*", "|罚款", ".", "(罚款|没收)?", "^", "[^罚]", r"\b"])
def test_a_pattern_that_hits_everything_is_refused(pattern: str) -> None:
    for field in ("pattern", "here", "anywhere"):
        problem = problem_of(replace(RULE, **{field: pattern}))  # type: ignore[arg-type]
        assert problem is not None
        assert "几乎全部命中" in problem[1]


def test_a_broken_pattern_is_refused_with_its_place() -> None:
    assert problem_of(replace(RULE, anywhere="依法)")) == (
        "anywhere",
        "同一句的例外第3个字符处（“依法)”一带）多了一个“)”，前面没有配对的“(”。请改正后再保存。",
    )


@pytest.mark.parametrize("pattern", [r"(罚)\1", "(?i)abc", "罚++", "(?=罚款)", "罚[^，。]{0,30}款"])
def test_a_pattern_that_ends_may_be_used(pattern: str) -> None:
    assert problem_of(replace(RULE, pattern=pattern)) is None


def test_every_shipped_rule_would_pass() -> None:
    for rule in (*SHIPPED_BOOK.rules, *SHIPPED_BOOK.bodies):
        assert problem_of(written_rule(rule)) is None, rule.code


def test_the_child_process_answers_the_same() -> None:
    assert try_rule(RULE) is None
    assert try_rule(replace(RULE, here="(")) == problem_of(replace(RULE, here="("))
    problem = try_rule(replace(RULE, pattern="(.*)*x"))
    assert problem is not None
    assert "没有查完" in problem[1]
