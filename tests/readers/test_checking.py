"""Texts checked in the child process, within limits of time and number."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from registry.domain.checks.book import SHIPPED_BOOK, CheckBook
from registry.domain.checks.findings import CheckKind
from registry.domain.checks.reading import check_text
from registry.domain.checks.rules import SentenceRule
from registry.domain.checks.whole import TextFacts
from registry.domain.levels import Level
from registry.readers import checking
from registry.readers.checking import check_safely, check_with
from registry.readers.sandbox import Worker

FACTS = TextFacts("关于加强市容管理的通知")
TEXT = "一、违者罚款200元。\n二、外地企业在我县承接工程须经许可。\n自2026年1月1日起施行，有效期2年。"
FINE = next(rule for rule in SHIPPED_BOOK.rules if rule.code == "penalty.fine")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as started:
        yield started


def rule(code: str, pattern: str, here: str = "") -> SentenceRule:
    return SentenceRule(code, code, CheckKind.FEE, Level.ADVICE, pattern, "请核对。", "本局规定", here)


def test_the_child_process_finds_what_the_domain_finds() -> None:
    checked = check_safely(TEXT, FACTS)
    assert list(checked.findings) == check_text(TEXT, FACTS)
    assert checked.problem == ""


def test_a_rule_that_stalls_is_named_and_what_the_others_find_stands(worker: Worker) -> None:
    book = CheckBook((rule("office.1", r"(?:的|的的)*不"), FINE), ())
    text = "一、违者罚款200元。二、" + "的" * 60 + "。三、违者罚款300元。"
    began = time.monotonic()
    checked = check_with(worker, text, FACTS, None, book)
    assert time.monotonic() - began < 20
    assert [finding.rule for finding in checked.findings if finding.quote] == ["penalty.fine"] * 2
    assert "office.1" in checked.problem
    assert "已停止" in checked.problem


def test_at_most_5000_findings_are_listed_and_the_number_is_told(worker: Worker) -> None:
    checked = check_with(worker, "违者罚款200元。" * 6_000, FACTS)
    places = [finding.start for finding in checked.findings]
    assert len(places) == 5_000
    assert places == sorted(places)
    assert "共有6,002处，只列出前5,000处" in checked.problem


@pytest.mark.parametrize("words", ["须", "对外地企业一律", "\x00"])
def test_two_megabytes_without_a_break_end_within_seconds(worker: Worker, words: str) -> None:
    text = words * (2_000_000 // len(words.encode()))
    began = time.monotonic()
    checked = check_with(worker, f"违者罚款200元。{text}", FACTS)
    assert time.monotonic() - began < 30
    assert "penalty.fine" in {finding.rule for finding in checked.findings}


def test_a_process_that_dies_costs_a_sentence(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(checking, "_SECONDS", 0)
    checked = check_safely(TEXT, FACTS)
    assert checked.findings == ()
    assert "没有完成" in checked.problem
    assert "was stopped" in caplog.text


def test_a_text_with_halves_of_characters_is_checked(worker: Worker) -> None:
    checked = check_with(worker, "违者罚款200元\ud800。", replace(FACTS, title="\udfff"))
    assert "penalty.fine" in {finding.rule for finding in checked.findings}
