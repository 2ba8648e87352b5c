"""Titles between 《》 in running text, each with the number that stands in brackets behind it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from registry.domain import doc_numbers

_NUMBER_AFTER = re.compile(r"^\s*[(（]([^()（）]*(?:[(（][^()（）]*[)）])?[^()（）]*号[^()（）]*)[)）]")
_SHORT_NAME = re.compile(
    r"^(?:原|若干|实施|指导|管理|暂行|试行)*(?:办法|规定|意见|通知|条例|方案|规划|细则|决定|指南|目录|标准|公告|计划|措施|纲要)$"
)
_QUOTE = 200
_BARE_NUMBER = re.compile(r"[一-鿿]{1,12}[〔\[［(（][12]\d{3}[〕\]］)）]第?\d+号(?!令)")
_NOT_ORGAN = re.compile(r"^(?:原|起|同时|和|及|与|施行|实施|执行|印发|根据|依据|依照|按照|将|对|以及|文件)+")


@dataclass(frozen=True)
class Cited:
    """A title between 《》 (titles within it included), the number behind it, and where both stand."""

    title: str
    doc_no: str
    start: int
    end: int


def cited_in(text: str) -> Iterator[Cited]:
    """Every outermost 《title》 with the number in brackets that follows it; a short name being given is none."""
    depth = start = 0
    for match in re.finditer("[《》]", text):
        if match[0] == "《":
            start = match.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            title = text[start + 1 : match.start()].replace("\n", "")
            if depth == 0 and 2 <= len(title) < 150 and not _is_short_name(text, start, title):
                number, end = _number_behind(text, match.end())
                yield Cited(title, number, start, end)


def bare_numbers_in(text: str) -> Iterator[Cited]:
    """Every 机关代字〔YYYY〕N号 that stands without a title before it."""
    spans = [(each.start, each.end) for each in cited_in(text)]
    for match in _BARE_NUMBER.finditer(text):
        if not any(start <= match.start() < end for start, end in spans):
            written = _NOT_ORGAN.sub("", match[0])
            if number := doc_numbers.parse(written).spelled:
                yield Cited("", number, match.end() - len(written), match.end())


def first_number(text: str) -> str:
    """The first number in the text in its standard form, or nothing."""
    return next((each.spelled for each in doc_numbers.parse_all(text) if each.spelled), "")


def quote_around(words: str, start: int, end: int) -> str:
    """The sentence, or 200 characters of a long one that hold what stands from start to end."""
    begin = 0 if end <= _QUOTE else max(0, min(start - _QUOTE // 3, end - _QUOTE))
    return words[begin : begin + _QUOTE].strip()


def _is_short_name(text: str, start: int, title: str) -> bool:
    return bool(_SHORT_NAME.match(title)) or bool(
        re.search(r"简称[:：]?\s*$", text[max(0, start - 5) : start])
    )


def _number_behind(text: str, at: int) -> tuple[str, int]:
    match = _NUMBER_AFTER.match(text[at : at + 120])
    return (first_number(match[1]), at + match.end()) if match else ("", at)
