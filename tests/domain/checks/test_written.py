"""Rules as an admin writes them: words by line and patterns, what they hit, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest

from registry.domain.checks.book import SHIPPED_BOOK
from registry.domain.checks.findings import CheckKind
from registry.domain.checks.reading import check_sentences
from registry.domain.checks.written import (
    MAX_PATTERN,
    WrittenRule,
    as_json,
    check_written,
    digest,
    ended_body,
    from_json,
    sentence_rule,
    written_rule,
)
from registry.domain.errors import Refusal
from registry.domain.levels import Level

RULE = WrittenRule("押金", CheckKind.FEE, Level.IMPROPER, "请核对收费依据。", "本局规定", words=("风险押金",))
BODY = WrittenRule(
    "农机站",
    CheckKind.BODY,
    Level.ADVICE,
    "",
    "县编办通知",
    ("农机站",),
    successor="县农业农村局",
    since=date(2020, 1, 1),
)


def hits(written: WrittenRule, text: str) -> list[str]:
    return [finding.quote for finding in check_sentences(text, [sentence_rule("office.1", written)])]


def test_any_of_the_words_or_the_pattern_is_hit() -> None:
    written = replace(RULE, words=("风险押金", "履约金"), pattern="赞助[费款]")
    text = "一、收取风险押金。二、缴纳履约金。三、交赞助款。四、收取电费。"
    assert hits(written, text) == ["一、收取风险押金", "二、缴纳履约金", "三、交赞助款"]


def test_marks_of_patterns_in_words_are_words() -> None:
    assert hits(replace(RULE, words=("a+b（试行）.*",)), "按a+b（试行）.*执行。按aab（试行）执行。") == [
        "按a+b（试行）.*执行"
    ]


def test_an_ellipsis_stands_for_words_of_the_same_clause() -> None:
    written = replace(RULE, words=("每户…缴纳", "村民……出资"))
    assert hits(written, "每户须按年缴纳。每户登记，按年缴纳。村民出资。") == ["每户须按年缴纳", "村民出资"]


def test_words_excuse_in_the_clause_or_in_the_sentence() -> None:
    here = replace(RULE, here_words=("退还",))
    anywhere = replace(RULE, anywhere_words=("退还",))
    text = "应当退还风险押金。收取风险押金，期满退还。"
    assert hits(here, text) == ["收取风险押金，期满退还"]
    assert hits(anywhere, text) == []


@pytest.mark.parametrize("shipped", [*SHIPPED_BOOK.rules, *SHIPPED_BOOK.bodies], ids=lambda rule: rule.code)
def test_a_shipped_rule_can_be_written_kept_and_checked_by(shipped: object) -> None:
    written = written_rule(shipped)  # type: ignore[arg-type]
    check_written(written)
    kept = from_json(as_json(written))
    assert kept == written
    again = ended_body if kept.kind is CheckKind.BODY else sentence_rule
    assert again(shipped.code, kept) == shipped  # type: ignore[attr-defined]


def test_the_digest_tells_one_rule_from_another() -> None:
    assert digest(RULE) == digest(from_json(as_json(RULE)))
    assert digest(RULE) != digest(replace(RULE, anywhere="依法"))


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "请填写名称"),
        ({"name": "押" * 61}, "name", "最多60个字"),
        ({"says": "请\n核对"}, "says", "不能有换行"),
        ({"source": ""}, "source", "请填写依据"),
        ({"words": ()}, "words", "会命中每一句"),
        ({"words": ("押金", "收")}, "words", "第2行“收”太短"),
        ({"words": ("……",)}, "words", "太短"),
        ({"words": ("押金。保证金",)}, "words", "永远不会命中"),
        ({"words": ("押" * 61,)}, "words", "第1行太长"),
        ({"words": tuple(f"押金{n}" for n in range(301))}, "words", "301行"),
        ({"words": ("押金\x00",)}, "words", "控制字符"),
        ({"here_words": ("收取，退还",)}, "here_words", "一分句到“，”为止"),
        ({"pattern": "押" * (MAX_PATTERN + 1)}, "pattern", "5,001个字符"),
        ({"pattern": "押金\n保证金"}, "pattern", "第3个字符是换行"),
        ({"anywhere": "退\x00还"}, "anywhere", "第2个字符"),
        ({"kind": CheckKind.MISSING}, "kind", "由程序"),
    ],
)
def test_what_cannot_be_a_rule_is_refused_with_its_place(
    changes: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        check_written(replace(RULE, **changes))  # type: ignore[arg-type]
    assert refused.value.field == field


@pytest.mark.parametrize(("changes", "field"), [({"successor": ""}, "successor"), ({"since": None}, "since")])
def test_a_body_needs_its_successor_and_its_day(changes: dict[str, object], field: str) -> None:
    check_written(BODY)
    with pytest.raises(Refusal) as refused:
        check_written(replace(BODY, **changes))  # type: ignore[arg-type]
    assert refused.value.field == field
