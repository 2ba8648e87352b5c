"""The limits of time that the child process puts on each rule and on the whole text."""

import re

import pytest

from registry.domain.checks.book import SHIPPED_BOOK, CheckBook
from registry.domain.checks.findings import CheckKind
from registry.domain.checks.reading import Check
from registry.domain.checks.rules import SentenceRule
from registry.domain.checks.whole import TextFacts
from registry.domain.levels import Level
from registry.readers import timed_checks
from registry.readers.timed_checks import checked_in_time

FACTS = TextFacts("关于加强市容管理的通知")
FINE = next(rule for rule in SHIPPED_BOOK.rules if rule.code == "penalty.fine")
STALLING = "违者罚款200元。" + "的" * 60


def rule(code: str, pattern: str) -> SentenceRule:
    return SentenceRule(code, f"规则{code}", CheckKind.FEE, Level.ADVICE, pattern, "请核对。", "本局规定")


def test_many_rules_that_stall_leave_the_rest_and_say_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed_checks, "RULE_SECONDS", 0.1)
    monkeypatch.setattr(timed_checks, "TEXT_SECONDS", 0.35)
    rules = (FINE, *(rule(f"office.{n}", r"(?:的|的的)*不") for n in range(40)))
    checked = checked_in_time(STALLING, FACTS, None, CheckBook(rules, ()))
    assert "penalty.fine" in {finding.rule for finding in checked.findings}
    assert "“规则office.0”（office.0）查了0.1秒" in checked.problem
    assert "全文在限定的时间里没有查完，已停止，有3" in checked.problem
    assert checked.problem.count("已停止") <= 5


def test_a_busy_machine_ends_the_check_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed_checks, "CLOCK_SECONDS", 1.0)
    book = CheckBook((FINE, rule("office.1", r"(?:的|的的)*不"), rule("office.2", "罚款")), ())
    checked = checked_in_time(STALLING, FACTS, None, book)
    assert "penalty.fine" in {finding.rule for finding in checked.findings}
    assert "有3条规则没有检查完，从“规则office.1”（office.1）起" in checked.problem


@pytest.mark.parametrize("pattern", ["(罚款", "罚款)", "*", "[罚", "(?P<a>b)(?P<a>c)", "(?<=.*)x", "\\1"])
def test_a_rule_that_is_broken_is_named_and_the_others_are_checked(pattern: str) -> None:
    checked = checked_in_time(STALLING, FACTS, None, CheckBook((rule("office.1", pattern), FINE), ()))
    assert "（office.1）的写法有误" in checked.problem
    assert "penalty.fine" in {finding.rule for finding in checked.findings}


def test_a_part_that_is_no_rule_is_not_to_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed_checks, "RULE_SECONDS", 0.1)
    stalling = Check("whole", "全文", lambda: re.findall(r"(?:的|的的)*不", STALLING))  # type: ignore[arg-type]
    monkeypatch.setattr(timed_checks, "checks_of", lambda *_: [stalling])
    checked = checked_in_time(STALLING, FACTS, None, CheckBook((), ()))
    assert "“全文”的检查用了0.1秒还没有完" in checked.problem
    assert "停用" not in checked.problem
