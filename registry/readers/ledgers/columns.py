"""Which column of a ledger holds what: the header row, and the words offices use in it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from registry.domain.intakes import REFUSED_HEADING
from registry.domain.normal import visible
from registry.readers.files.sheets import Sheet

SYNONYMS: dict[str, tuple[str, ...]] = {
    "seq": ("序号", "编号", "seq", "no", "no."),
    "title": ("标题", "文件名称", "文件标题", "名称", "规范性文件名称", "文件名", "题名", "title", "name"),
    "doc_no": (
        "发文字号",
        "文号",
        "文件编号",
        "文件字号",
        "发文文号",
        "文件号",
        "wenhao",
        "doc_number",
        "doc_no",
    ),
    "authority": (
        *("制定机关", "发文机关", "发文单位", "制发单位", "制定单位", "制发机关", "发布机关", "发布单位"),
        *(
            "公布机关",
            "印发机关",
            "发文部门",
            "制定部门",
            "主办单位",
            "主办部门",
            "起草单位",
            "issuer",
            "authority",
        ),
    ),
    "signed_on": ("成文日期", "成文时间", "签发日期", "签发时间", "signed_on"),
    "published_on": ("公布日期", "公布时间", "发布日期", "发布时间", "颁布日期", "颁布时间", "published_on"),
    "issued_on": ("印发日期", "印发时间", "发文日期", "发文时间", "制发日期", "issued_on"),
    "posted_on": ("上网日期", "网站发布日期", "网上发布日期", "posted_on"),
    "effective_on": ("施行日期", "施行时间", "实施日期", "实施时间", "生效日期", "生效时间", "effective_on"),
    "valid_until": (
        "有效期至",
        "有效期限",
        "有效期",
        "有效期截止日期",
        "失效日期",
        "截止日期",
        "valid_until",
    ),
    "ended_on": (
        *("终止日期", "废止日期", "废止时间", "失效时间", "撤销日期", "撤销时间", "宣布废止日期"),
        *("宣布失效日期", "废止或失效日期", "废止、失效日期", "明令废止日期"),
    ),
    "stated": ("时效性", "有效性", "效力状态", "状态", "清理结果", "清理意见", "效力", "时效", "status"),
    "disclosure": ("公开属性", "公开方式", "是否公开", "公开类型", "disclosure"),
    "filed_on": ("备案日期", "备案时间", "报备日期", "filed_on"),
    "filing_no": ("备案登记号", "备案号", "备案编号", "登记号", "filing_no"),
    "reg_no": ("统一编号", "统一登记号", "三统一编号", "reg_no"),
    "index_no": ("索引号", "index_no"),
    "subject": ("主题分类", "主题词", "分类", "类别", "subject", "category"),
    "duplicate_reason": ("重号说明", "重号原因", "duplicate_reason"),
    "note": ("备注", "说明", "注", "note", "remark"),
    "date": ("日期", "时间", "年月日", "date"),
}
FIELD_WORDS: dict[str, str] = {field: words[0] for field, words in SYNONYMS.items()}
NOTE, IGNORED = "", "ignored"
"""What a column may be besides a field: kept in the note under its heading, or not imported."""
_ADDED = {REFUSED_HEADING, FIELD_WORDS["duplicate_reason"]}
DATE_FIELDS = ("signed_on", "published_on", "issued_on", "posted_on", "effective_on", "filed_on")
DAY_FIELDS = (*DATE_FIELDS, "ended_on", "valid_until")
HEADER_ROWS = 30
_FIELDS = {word: field for field, words in SYNONYMS.items() for word in words}
_LONG_WORDS = sorted((word for word in _FIELDS if len(word) > 2), key=len, reverse=True)
_DECORATION = re.compile(r"\(.*?\)|\[.*?\]|[\s:*“”\"、]")
_DRAFTED = ("主办", "起草", "责任", "承办")
_VAGUE = ("date", "issued_on")
Chosen = Mapping[str, str]
"""What a person said of a header's columns: label → field, NOTE or IGNORED."""


@dataclass(frozen=True)
class Header:
    """The header row of a sheet (`row` counts from 1) and the column, counted from 0, of each field it names.

    `ignored` are the columns that a person left out; `is_remembered` when the choice was made at an earlier ledger. It
    `has_drafters` when who drafted stands where who issued is wanted, and nobody said that it is the same.
    """

    row: int
    headers: list[str]
    columns: dict[str, int]
    ignored: frozenset[int] = frozenset()
    is_remembered: bool = False
    has_drafters: bool = False

    def name_of(self, field: str) -> str:
        """The office's own heading of a field's column."""
        return labels_of(self.headers)[self.columns[field]]

    @property
    def key(self) -> str:
        return header_key(self.headers)

    @property
    def fields(self) -> list[str]:
        """What each column was understood as, in order: a field, NOTE or IGNORED."""
        by_column = {index: field for field, index in self.columns.items()}
        return [
            by_column.get(index, IGNORED if index in self.ignored else NOTE)
            for index in range(len(self.headers))
        ]


def labels_of(headers: list[str]) -> list[str]:
    """A name for each column, no two alike: its heading, with its place when that is blank or was there before."""
    labels: list[str] = []
    for index, heading in enumerate(headers, 1):
        label = heading or f"第{index}列"
        labels.append(f"{label}（第{index}列）" if label in labels else label)
    return labels


def header_key(headers: list[str]) -> str:
    """What two ledgers with the same headings share, whatever their order, spaces and blank columns at the end. The
    workbook of refused rows has the headings of its ledger and says in one more why; a reason for a shared number
    is asked for in another."""
    n_columns = max((index for index, heading in enumerate(headers, 1) if heading), default=0)
    words = {_plain(label) for label in labels_of(headers[:n_columns])} - _ADDED
    return hashlib.sha256("\t".join(sorted(words)).encode()).hexdigest()


def _plain(heading: str) -> str:
    return visible(heading).replace(" ", "").lower()


def find_header(
    sheet: Sheet, chosen: Chosen | None = None, remembered: Mapping[str, Chosen] | None = None
) -> Header | None:
    """The row within the first 30 that a person knows, else the one that names most fields, a title among them,
    else the fullest; None when all are blank.

    `remembered` (header key → choice) and `chosen` (for any header, the last word) overrule the synonyms.
    """
    found = []
    for number, row in enumerate(sheet.rows[:HEADER_ROWS], 1):
        headers = [visible(cell) for cell in row]
        known = (remembered or {}).get(header_key(headers)) if any(headers) else None
        header = _header(number, headers, {**(known or {}), **(chosen or {})}, known is not None)
        if header.is_remembered and "title" in header.columns:
            return header
        found.append(header)
    best = max(found, key=_worth, default=None)
    return best if best and any(best.headers) else None


def _worth(header: Header) -> tuple[bool, int, int]:
    n_fields = len(header.columns)
    has_title = "title" in header.columns
    return has_title, n_fields if has_title or n_fields > 1 else 0, len(set(filter(None, header.headers)))


def field_of(heading: str) -> str | None:
    """The field a heading names: by its synonyms, else by the longest synonym within it ("本级文件名称" → title)."""
    word = _DECORATION.sub("", visible(heading).lower())
    if word in _FIELDS:
        return _FIELDS[word]
    if len(word) > 12:
        return None
    return next((_FIELDS[each] for each in _LONG_WORDS if each in word), None)


def _header(number: int, headers: list[str], chosen: Chosen, is_remembered: bool) -> Header:
    columns: dict[str, int] = {}
    meant = {_plain(label): field for label, field in chosen.items()}
    plain = [_plain(label) for label in labels_of(headers)]
    said = {index: meant[label] for index, label in enumerate(plain) if label in meant}
    for index, field in said.items():
        if field not in (NOTE, IGNORED):
            columns.setdefault(field, index)
    guessed: dict[str, int] = {}
    for index, heading in enumerate(headers):
        guess = field_of(heading) if heading and index not in said else None
        if (
            guess
            and guess not in columns
            and (guess not in guessed or _rank(guess, heading) < _rank(guess, headers[guessed[guess]]))
        ):
            guessed[guess] = index
    if "published_on" not in columns:
        guessed = _undated(guessed)
    guessed.pop("date", None)
    columns |= guessed
    has_drafters = "authority" in guessed and _rank("authority", headers[guessed["authority"]])
    if "title" in columns and not headers[0] and 0 not in said and 0 not in columns.values():
        columns.setdefault("seq", 0)
    ignored = frozenset(index for index, field in said.items() if field == IGNORED)
    return Header(number, headers, columns, ignored, is_remembered, has_drafters)


def _rank(field: str, heading: str) -> bool:
    """Who drafted stands back behind who issued, whichever column comes first."""
    return field == "authority" and any(word in visible(heading).replace(" ", "") for word in _DRAFTED)


def _undated(columns: dict[str, int]) -> dict[str, int]:
    """A date of no stated kind is taken for the publication date when no column says it is one."""
    for vague in _VAGUE:
        if vague in columns and "published_on" not in columns:
            columns["published_on"] = columns.pop(vague)
    return columns
