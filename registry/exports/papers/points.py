"""What a person typed, as the numbered paragraphs of a paper: the points of a text, the findings of an opinion."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from registry.domain.filings import EXAMINATION_ITEMS
from registry.domain.levels import LEVEL_WORDS
from registry.domain.normal import lines_of, shortened, tidy
from registry.domain.numerals import numeral
from registry.domain.worksheets import LONGEST_QUOTE_IN_OPINION, Finding

_COUNT = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_NUMBER = rf"(?:[（(]{_COUNT}[)）][、．.]?|{_COUNT}(?:[、．)）]|\.(?!\d)))\s*"
_MARK = re.compile(_NUMBER)
_LISTED = re.compile(rf"{_COUNT}[、．.]\s*{_COUNT}(?:季度|个?月|号|条|款|项|年|日|次|届|期)")  # 一、二季度
_ITEM = re.compile(rf"(?:{_NUMBER})?(?:关于)?({'|'.join(EXAMINATION_ITEMS)})(?:的?问题)?(?:[：:]\s*(.*))?")
_OTHER = "文件内容"
_OPENING, _CLOSING = "（(《〈“‘【〔", "）)》〉”’】〕"
_ENDS = ("。", "！", "？", "…", "：")


@dataclass(frozen=True)
class ItemFinding:
    """A finding of an opinion: its item of examination, and its paragraphs."""

    item: str
    paragraphs: tuple[str, ...]


def points(text: str) -> tuple[str, ...]:
    """The points of a text, a paragraph each: "1." and on, unless there is but one or some of them are counted already.

    A line ends a point, and so does a semicolon outside brackets and quotation marks. A count is taken away only where
    the points are counted from one on, and never from words such as 一、二季度 or 3、4月.
    """
    parts = [part for line in text.splitlines() for part in _parts(line)]
    marks = [_MARK.match(part) for part in parts]
    if len(parts) > 1 and all(_is_count(mark, n) for n, mark in enumerate(marks, 1)):
        parts = [part[mark.end() :] for part, mark in zip(parts, marks, strict=True) if mark]
    elif len(parts) == 1 or any(marks):
        return tuple(map(_sentence, parts))
    return tuple(f"{n}.{_sentence(part)}" for n, part in enumerate(parts, 1))


def typed_findings(opinion: str) -> list[ItemFinding]:
    """The findings of a typed opinion: a line that begins with an item of examination starts one.

    Any other line is a paragraph of it; what stands before the first item is about 文件内容.
    """
    findings: list[tuple[str, list[str]]] = []
    for line in lines_of(opinion):
        match = _ITEM.fullmatch(line)
        if match:
            findings.append((match[1], [match[2]] if match[2] else []))
        elif findings:
            findings[-1][1].append(line)
        else:
            findings.append((_OTHER, [line]))
    return [ItemFinding(item, tuple(lines)) for item, lines in findings]


def sheet_findings(findings: Sequence[Finding]) -> list[ItemFinding]:
    """The findings of a worksheet: the place with its words and the problem, then the basis, then what is demanded."""
    return [ItemFinding(finding.item, tuple(_said(finding))) for finding in findings]


def numbered_findings(findings: Sequence[ItemFinding]) -> tuple[str, ...]:
    """The findings as paragraphs, each under its numbered heading: 一、关于上位法依据."""
    return tuple(
        paragraph
        for number, finding in enumerate(findings, 1)
        for paragraph in (f"{numeral(number)}、关于{finding.item}", *finding.paragraphs)
    )


def _said(finding: Finding) -> list[str]:
    quote = shortened(tidy(finding.quote), LONGEST_QUOTE_IN_OPINION)
    where = f"{finding.article}“{quote}”：" if quote else finding.article and f"{finding.article}："
    problem = _lines(finding.problem) or [""]
    problem[-1] = f"{_sentence(problem[-1])}（{LEVEL_WORDS[finding.level]}）"
    problem[0] = where + problem[0]
    for label, words in (("依据", finding.basis), ("建议", finding.demand)):
        lines = _lines(words)
        if lines:
            problem += map(_sentence, [f"{label}：{lines[0]}", *lines[1:]])
    return problem


def _lines(words: str) -> list[str]:
    return [line for line in map(tidy, words.splitlines()) if line]


def _parts(line: str) -> list[str]:
    parts, depth = [""], 0
    for char in line:
        depth = max(depth + (char in _OPENING) - (char in _CLOSING), 0)
        if char in "；;" and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return [part.strip() for part in parts if part.strip()]


def _is_count(mark: re.Match[str] | None, n: int) -> bool:
    """Whether the mark at the beginning of a point counts it as the nth."""
    if mark is None or _LISTED.match(mark.string):
        return False
    return mark[0].strip("（()）、．. ") in {str(n), numeral(n)}


def _sentence(words: str) -> str:
    return words if words.endswith(_ENDS) else f"{words.rstrip('，、；;,')}。"
