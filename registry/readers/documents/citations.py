"""Citations in running text: titles between 《》 with the number in brackets after them, and bare numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from registry.domain import doc_numbers
from registry.readers.documents.dates import DAY

_NUMBER_AFTER = re.compile(r"^\s*[(（]([^()（）]*(?:[(（][^()（）]*[)）])?[^()（）]*号[^()（）]*)[)）]")
_SHORT_NAME = re.compile(
    r"^(?:原|若干|实施|指导|管理|暂行|试行)*(?:办法|规定|意见|通知|条例|方案|规划|细则|决定|指南|目录|标准|公告|计划|措施|纲要)$"
)
_QUOTE = 200  # characters
_DATE_BEFORE = re.compile(rf"{DAY}\s*(?:[以由经])?")
_BARE_NUMBER = re.compile(r"[一-鿿]{1,12}[〔\[［(（][12]\d{3}[〕\]］)）]第?\d+号(?!令)")
_NOT_ORGAN = re.compile(r"^(?:原|起|同时|和|及|与|施行|实施|执行|印发|根据|依据|依照|按照|将|对|以及|文件)+")


@dataclass(frozen=True)
class Cited:
    """A cited document: its title without the outer 《》, its number, and the place of both in the text."""

    title: str
    doc_no: str
    start: int
    end: int


def cited_in(text: str) -> Iterator[Cited]:
    """Every outermost 《title》 with the number in brackets after it. Short names (以下简称《办法》) are left out."""
    depth = start = 0
    for match in re.finditer("[《》]", text):
        if match[0] == "《":
            start = match.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            title = text[start + 1 : match.start()].replace("\n", "")
            if depth == 0 and 2 <= len(title) < 150 and not _is_short_name(text, start, title):
                number, end = _number_after(text, match.end())
                yield Cited(title, number, start, end)


def bare_numbers_in(text: str) -> Iterator[Cited]:
    """Every 机关代字〔YYYY〕N号 without a title before it."""
    spans = [(citation.start, citation.end) for citation in cited_in(text)]
    for match in _BARE_NUMBER.finditer(text):
        if not any(start <= match.start() < end for start, end in spans):
            written = _NOT_ORGAN.sub("", match[0])
            if number := doc_numbers.parse(written).spelled:
                yield Cited("", number, match.end() - len(written), match.end())


def first_number(text: str) -> str:
    """The first number in the text in its standard form, without the date before it, or ""."""
    undated = _DATE_BEFORE.sub("，", text)
    return next((number.spelled for number in doc_numbers.parse_all(undated) if number.spelled), "")


def quote_around(words: str, start: int, end: int) -> str:
    """The sentence, shortened to 200 characters that contain the part from start to end."""
    begin = 0 if end <= _QUOTE else max(0, min(start - _QUOTE // 3, end - _QUOTE))
    return words[begin : begin + _QUOTE].strip()


def _is_short_name(text: str, start: int, title: str) -> bool:
    return bool(_SHORT_NAME.match(title)) or bool(
        re.search(r"简称[:：]?\s*$", text[max(0, start - 5) : start])
    )


def _number_after(text: str, at: int) -> tuple[str, int]:
    match = _NUMBER_AFTER.match(text[at : at + 120])
    return (first_number(match[1]), at + match.end()) if match else ("", at)
