"""A rule of the book as an admin writes it: plain words, a line for each, and patterns for those who can."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from registry.domain.checks.bodies import EndedBody
from registry.domain.checks.findings import CHECK_WORDS, CheckKind
from registry.domain.checks.rules import SentenceRule
from registry.domain.checks.whole import FixedCheck
from registry.domain.errors import Refusal
from registry.domain.levels import Level

WRITABLE_KINDS = (
    *(CheckKind.LICENCE, CheckKind.PENALTY, CheckKind.COERCION, CheckKind.FEE, CheckKind.RIGHTS),
    *(CheckKind.COMPETITION, CheckKind.RETROACTIVE, CheckKind.BODY),
)
"""The kinds that rules of words may have; the others are computed from the days and clauses of a text."""

MAX_NAME, MAX_SAYS, MAX_SOURCE = 60, 300, 200
MAX_PATTERN, MAX_LINES, MAX_LINE = 5_000, 300, 60
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_GAP = re.compile("…+")
_BETWEEN = "[^，。]{0,30}"
_ENDS = "。；;！？!?"
_COMMAS = "，,：:"
_FIELDS = {"words": "要找的词语", "here_words": "同一分句的例外词语", "anywhere_words": "同一句的例外词语"}
_PATTERNS = {"pattern": "要找的正则表达式", "here": "同一分句的例外", "anywhere": "同一句的例外"}


@dataclass(frozen=True)
class WrittenRule:
    """What an admin writes. A sentence is hit by any of the words or by the pattern, and excused in the same way.

    A rule of kind BODY names bodies: it has a `successor` and the day `since` which a text should not name them.
    """

    name: str
    kind: CheckKind
    level: Level
    says: str
    source: str
    words: tuple[str, ...] = ()
    pattern: str = ""
    here_words: tuple[str, ...] = ()
    here: str = ""
    anywhere_words: tuple[str, ...] = ()
    anywhere: str = ""
    successor: str = ""
    since: date | None = None

    @property
    def is_fixed(self) -> bool:
        """Whether the program computes it, so that there are no words to change."""
        return not self.looks_for

    @property
    def looks_for(self) -> str:
        """The regular expression of the pattern and the words together."""
        return _either(self.pattern, self.words)

    @property
    def excused_here(self) -> str:
        return _either(self.here, self.here_words)

    @property
    def excused_anywhere(self) -> str:
        return _either(self.anywhere, self.anywhere_words)


def written_rule(rule: SentenceRule | EndedBody | FixedCheck) -> WrittenRule:
    """A rule that ships with the program, as an admin would have written it."""
    if isinstance(rule, FixedCheck):
        return WrittenRule(rule.name, rule.kind, rule.level, "", rule.source)
    if isinstance(rule, EndedBody):
        return WrittenRule(
            name=rule.name,
            kind=CheckKind.BODY,
            level=Level.ADVICE,
            says="",
            source=rule.source,
            pattern=rule.pattern,
            successor=rule.successor,
            since=rule.since,
        )
    return WrittenRule(
        name=rule.name,
        kind=rule.kind,
        level=rule.level,
        says=rule.says,
        source=rule.source,
        pattern=rule.pattern,
        here=rule.here,
        anywhere=rule.anywhere,
    )


def sentence_rule(code: str, written: WrittenRule) -> SentenceRule:
    """The rule that texts are checked by."""
    return SentenceRule(
        code=code,
        name=written.name,
        kind=written.kind,
        level=written.level,
        pattern=written.looks_for,
        says=written.says,
        source=written.source,
        here=written.excused_here,
        anywhere=written.excused_anywhere,
    )


def ended_body(code: str, written: WrittenRule) -> EndedBody:
    """The body that texts are checked by, of a rule of kind BODY."""
    assert written.since is not None
    return EndedBody(code, written.name, written.looks_for, written.successor, written.since, written.source)


def as_json(written: WrittenRule) -> dict[str, Any]:
    """The rule as it is kept."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(written).items()
    }


def from_json(body: Mapping[str, Any]) -> WrittenRule:
    """The rule of a body that was kept."""
    lines = {name: tuple(body[name]) for name in _FIELDS}
    since = date.fromisoformat(body["since"]) if body["since"] else None
    kind, level = CheckKind(body["kind"]), Level(body["level"])
    return WrittenRule(**{**body, **lines, "since": since, "kind": kind, "level": level})


def digest(written: WrittenRule) -> str:
    """A short name of the rule's content, to see whether a new version of the program changed it."""
    return hashlib.sha256(json.dumps(as_json(written), sort_keys=True).encode()).hexdigest()[:16]


def check_written(written: WrittenRule) -> None:
    """Raises Refusal for what is missing or too long. Whether the patterns can be used is tried elsewhere."""
    _check_length("名称", written.name, MAX_NAME, "name")
    _check_length("依据", written.source, MAX_SOURCE, "source")
    if written.kind is CheckKind.BODY:
        _check_length("现在的机关", written.successor, MAX_NAME, "successor")
        if written.since is None:
            raise Refusal("请填写从哪一天起公布的文件不应再写这个名称。", "since")
    elif written.kind in WRITABLE_KINDS:
        _check_length("提示语", written.says, MAX_SAYS, "says")
    else:
        raise Refusal(f"“{CHECK_WORDS[written.kind]}”由程序按日期和条款计算，不能另写规则。", "kind")
    for field, label in _FIELDS.items():
        _check_lines(getattr(written, field), field, label)
    for field, label in _PATTERNS.items():
        _check_pattern(getattr(written, field), field, label)
    if not written.looks_for:
        raise Refusal("请至少填写一个要找的词语；一个也没有的规则会命中每一句。", "words")


def _check_length(label: str, value: str, longest: int, field: str) -> None:
    if not 1 <= len(value) <= longest or _CONTROL.search(value):
        raise Refusal(f"请填写{label}，最多{longest}个字，不能有换行等控制字符。", field)


def _check_lines(lines: tuple[str, ...], field: str, label: str) -> None:
    if len(lines) > MAX_LINES:
        raise Refusal(f"{label}有{len(lines)}行，最多{MAX_LINES}行；请分成几条规则。", field)
    cut = _ENDS if field != "here_words" else _ENDS + _COMMAS
    for number, line in enumerate(lines, 1):
        place = f"{label}第{number}行"
        if len(line) > MAX_LINE or _CONTROL.search(line):
            raise Refusal(f"{place}太长或者有控制字符，每行最多{MAX_LINE}个字。", field)
        if mark := next((mark for mark in cut if mark in line), ""):
            part = "分句" if mark in _COMMAS else "句"
            raise Refusal(
                f"{place}里有“{mark}”，一{part}到“{mark}”为止，这一行永远不会命中；请分行填写。", field
            )
        parts = [part for part in _GAP.split(line) if part.strip()]
        if not parts or (field == "words" and max(map(len, parts)) < 2):
            raise Refusal(f"{place}“{line}”太短，会命中太多句子；请写两个字以上的词语。", field)


def _check_pattern(pattern: str, field: str, label: str) -> None:
    if len(pattern) > MAX_PATTERN:
        raise Refusal(f"{label}有{len(pattern):,}个字符，最多{MAX_PATTERN:,}个；请分成几条规则。", field)
    if control := _CONTROL.search(pattern):
        place = control.start() + 1
        raise Refusal(f"{label}第{place}个字符是换行或者控制字符；请写成一行，几种写法用“|”隔开。", field)


def _either(pattern: str, lines: Iterable[str]) -> str:
    """A pattern that is met by the pattern or by the words of a line; `…` in a line is anything in the clause."""
    words = [_BETWEEN.join(re.escape(part) for part in _GAP.split(line) if part) for line in lines]
    return "|".join([*([pattern] if pattern else []), *words])
