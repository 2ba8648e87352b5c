"""What differs between two versions of a rule, field by field, in words."""

from typing import Any, NamedTuple

from registry.domain.checks.findings import CHECK_WORDS
from registry.domain.checks.written import WrittenRule
from registry.domain.levels import LEVEL_WORDS

FIELD_WORDS: dict[str, str] = {
    "name": "名称",
    "kind": "种类",
    "level": "程度",
    "words": "要找的词语",
    "pattern": "要找的正则表达式",
    "here_words": "同一分句里的例外词语",
    "here": "同一分句里的例外（正则表达式）",
    "anywhere_words": "同一句里的例外词语",
    "anywhere": "同一句里的例外（正则表达式）",
    "successor": "现在的机关",
    "since": "从哪一天起",
    "says": "提示语",
    "source": "依据",
}


class Difference(NamedTuple):
    """A field that differs: its label, and the words that are gone and that came."""

    label: str
    gone: tuple[str, ...]
    came: tuple[str, ...]


def differences(before: WrittenRule, after: WrittenRule) -> list[Difference]:
    """The fields that differ; of a list of words, the lines that do."""
    return [
        Difference(label, _without(was, now), _without(now, was))
        for name, label in FIELD_WORDS.items()
        if (was := _lines(before, name)) != (now := _lines(after, name))
    ]


def _lines(rule: WrittenRule, name: str) -> tuple[str, ...]:
    value: Any = getattr(rule, name)
    if isinstance(value, tuple):
        return value
    if name == "kind":
        return (CHECK_WORDS[rule.kind],)
    if name == "level":
        return (LEVEL_WORDS[rule.level],)
    return (str(value),) if value else ()


def _without(lines: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for line in lines if line not in others)
