"""The header row of a ledger: which column holds which field, and the headings that offices use."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from registry.domain.document_fields import LABELS
from registry.domain.intakes import REFUSED_HEADING
from registry.domain.normal import visible
from registry.readers.files.sheets import Sheet
from registry.readers.ledgers.status_words import is_mark_heading

SYNONYMS: dict[str, tuple[str, ...]] = {
    "seq": ("序号", "编号", "seq", "no", "no."),
    "title": ("标题", "文件名称", "文件标题", "名称", "规范性文件名称", "文件名", "题名", "title", "name"),
    "doc_no": (
        LABELS["doc_no"], "文号", "文件编号", "文件字号", "发文文号", "文件号", "wenhao", "doc_number", "doc_no",
    ),
    "authority": (
        LABELS["lead_authority"], "发文机关", "发文单位", "制发单位", "制定单位", "制发机关", "发布机关", "发布单位",
        "公布机关", "印发机关", "发文部门", "制定部门", "主办单位", "主办部门", "issuer", "authority",
    ),
    "signed_on": (LABELS["signed_on"], "成文时间", "签发日期", "签发时间", "signed_on"),
    "published_on": (
        LABELS["published_on"], "公布时间", "发布日期", "发布时间", "颁布日期", "颁布时间", "published_on",
    ),
    "issued_on": (LABELS["issued_on"], "印发时间", "发文日期", "发文时间", "制发日期", "issued_on"),
    "posted_on": ("上网日期", LABELS["posted_on"], "网上发布日期", "posted_on"),
    "effective_on": (
        LABELS["effective_on"], "施行时间", "实施日期", "实施时间", "生效日期", "生效时间", "effective_on",
    ),
    "valid_until": (
        LABELS["valid_until"], "有效期限", "有效期", "有效期截止日期", "失效日期", "截止日期", "valid_until",
    ),
    "ended_on": (
        "终止日期", "废止日期", "废止时间", "失效时间", "撤销日期", "撤销时间", "宣布废止日期", "宣布失效日期",
        "废止或失效日期", "废止、失效日期", "明令废止日期",
    ),
    "stated": ("时效性", "有效性", "效力状态", "状态", "清理结果", "清理意见", "效力", "时效", "status"),
    "disclosure": (LABELS["disclosure"], "公开方式", "是否公开", "公开类型", "disclosure"),
    "filed_on": ("备案日期", "备案时间", "报备日期", "filed_on"),
    "filing_no": ("备案登记号", "备案号", "备案编号", "登记号", "filing_no"),
    "reg_no": (LABELS["reg_no"], "统一登记号", "三统一编号", "reg_no"),
    "index_no": (LABELS["index_no"], "index_no"),
    "subject": (LABELS["subject"], "主题词", "分类", "类别", "subject", "category"),
    "implementing_authority": (
        LABELS["implementing_authority"], "实施机关", "实施部门", "组织实施单位", "implementing_authority",
    ),
    "drafting_unit": (LABELS["drafting_unit"], "起草部门", "起草机关", "drafting_unit"),
    "duplicate_reason": (LABELS["duplicate_reason"], "重号原因", "duplicate_reason"),
    "note": (LABELS["note"], "说明", "注", "note", "remark"),
    "date": ("日期", "时间", "年月日", "date"),
}  # fmt: skip
FIELD_WORDS: dict[str, str] = {field: words[0] for field, words in SYNONYMS.items()}
NOTE, IGNORED = "", "ignored"
"""What a column may be instead of a field: kept in the document's note under its heading, or not imported."""
_ADDED = {REFUSED_HEADING, FIELD_WORDS["duplicate_reason"]}
"""The headings that the workbook of refused rows has in addition to those of its ledger."""
DATE_FIELDS = ("signed_on", "published_on", "issued_on", "posted_on", "effective_on", "filed_on")
DAY_FIELDS = (*DATE_FIELDS, "ended_on", "valid_until")
HEADER_ROWS = 30
_LONGEST_HEADING = 20  # characters
_FIELDS = {word: field for field, words in SYNONYMS.items() for word in words}
_LONG_WORDS = sorted((word for word in _FIELDS if len(word) > 2), key=len, reverse=True)
_DECORATION = re.compile(r"\(.*?\)|\[.*?\]|[\s:*“”\"、]")
_UNITS = ("implementing_authority", "drafting_unit")
"""Fields that a heading names only at its end: 起草单位负责人 and 实施单位意见 are no units."""
_DRAFTING = ("主办", "起草", "责任", "承办")
_VAGUE = ("date", "issued_on")
ColumnMapping = Mapping[str, str]
"""A person's choice for the columns of a header: label → field, NOTE or IGNORED."""


@dataclass(frozen=True)
class Header:
    """The header row of a sheet (`row` counts from 1); `columns` maps field → column, counted from 0.

    `ignored` are the columns that a person excluded. With `is_remembered`, the columns were chosen for an earlier
    ledger. With `has_drafters`, the column of the authority lists drafting units (起草单位) and no person chose it.
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
        """The meaning of each column, in order: a field, NOTE or IGNORED."""
        by_column = {index: field for field, index in self.columns.items()}
        return [
            by_column.get(index, IGNORED if index in self.ignored else NOTE)
            for index in range(len(self.headers))
        ]


def labels_of(headers: list[str]) -> list[str]:
    """A unique name for each column: its heading, with its place when the heading is blank or repeated."""
    labels: list[str] = []
    for index, heading in enumerate(headers, 1):
        label = heading or f"第{index}列"
        labels.append(f"{label}（第{index}列）" if label in labels else label)
    return labels


def header_key(headers: list[str]) -> str:
    """The key under which the columns of a ledger are remembered.

    It depends neither on the order of the headings nor on spaces and blank columns at the end, nor on the headings
    that the workbook of refused rows adds.
    """
    n_columns = max((index for index, heading in enumerate(headers, 1) if heading), default=0)
    words = {_plain(label) for label in labels_of(headers[:n_columns])} - _ADDED
    return hashlib.sha256("\t".join(sorted(words)).encode()).hexdigest()


def _plain(heading: str) -> str:
    return visible(heading).replace(" ", "").lower()


def find_header(
    sheet: Sheet, chosen: ColumnMapping | None = None, remembered: Mapping[str, ColumnMapping] | None = None
) -> Header | None:
    """The header among the first 30 rows; None when all of them are blank.

    A row with a remembered header comes first, then the row with a title and most fields, then the fullest row. Of
    the mappings, `chosen` comes before `remembered` (header key → mapping), and both come before the synonyms.
    """
    headers = []
    for number, row in enumerate(sheet.rows[:HEADER_ROWS], 1):
        headings = [visible(cell) for cell in row]
        mapping = (remembered or {}).get(header_key(headings)) if any(headings) else None
        header = _header(number, headings, {**(mapping or {}), **(chosen or {})}, mapping is not None)
        if header.is_remembered and "title" in header.columns:
            return header
        headers.append(header)
    best = max(headers, key=_rank, default=None)
    if best is None or not any(best.headers):
        return None
    earlier = (
        header for header in headers[: best.row - 2] if is_exact(header.headers) and "title" in header.columns
    )
    return next(earlier, best)


def other_header(number: int, row: list[str], header: Header, mapping: ColumnMapping) -> Header | None:
    """The header that a row below the first one is: of another table in the same sheet, with columns of its own."""
    headings = [visible(cell) for cell in row]
    if not is_exact(headings) or [*map(_plain, headings)] == [*map(_plain, header.headers)]:
        return None
    return _header(number, headings, mapping, is_remembered=False)


def is_exact(headings: list[str]) -> bool:
    """Whether a row is a header beyond doubt: short cells, and a title and another field in so many words."""
    filled = [heading for heading in headings if heading]
    exact = {_FIELDS.get(_DECORATION.sub("", heading.lower())) for heading in filled} - {None}
    return "title" in exact and len(exact) > 1 and all(len(heading) <= _LONGEST_HEADING for heading in filled)


def _rank(header: Header) -> tuple[bool, int, int]:
    n_fields = len(header.columns)
    has_title = "title" in header.columns
    return has_title, n_fields if has_title or n_fields > 1 else 0, len(set(filter(None, header.headers)))


@lru_cache(maxsize=1 << 10)
def field_of(heading: str) -> str | None:
    """The field that a heading names: by an equal synonym, else by the longest one in it ("本级文件名称" → title)."""
    word = _DECORATION.sub("", visible(heading).lower())
    if word in _FIELDS:
        return _FIELDS[word]
    if len(word) > 12 or is_mark_heading(word):
        return None
    synonyms = (synonym for synonym in _LONG_WORDS if synonym in word)
    fields = (
        _FIELDS[synonym] for synonym in synonyms if _FIELDS[synonym] not in _UNITS or word.endswith(synonym)
    )
    return next(fields, None)


def _header(number: int, headers: list[str], mapping: ColumnMapping, is_remembered: bool) -> Header:
    columns: dict[str, int] = {}
    by_label = {_plain(label): field for label, field in mapping.items()}
    labels = [_plain(label) for label in labels_of(headers)]
    chosen = {index: by_label[label] for index, label in enumerate(labels) if label in by_label}
    for index, field in chosen.items():
        if field not in (NOTE, IGNORED):
            columns.setdefault(field, index)
    guessed: dict[str, int] = {}
    for index, heading in enumerate(headers):
        guess = field_of(heading) if heading and index not in chosen else None
        if (
            guess
            and guess not in columns
            and (
                guess not in guessed
                or _is_drafter(guess, heading) < _is_drafter(guess, headers[guessed[guess]])
            )
        ):
            guessed[guess] = index
    if "published_on" not in columns:
        guessed = _with_publication_date(guessed)
    if "drafting_unit" in guessed and "authority" not in (*columns, *guessed):
        guessed["authority"] = guessed.pop("drafting_unit")
    guessed.pop("date", None)
    columns |= guessed
    has_drafters = "authority" in guessed and _is_drafter("authority", headers[guessed["authority"]])
    if "title" in columns and not headers[0] and 0 not in chosen and 0 not in columns.values():
        columns.setdefault("seq", 0)
    ignored = frozenset(index for index, field in chosen.items() if field == IGNORED)
    return Header(number, headers, columns, ignored, is_remembered, has_drafters)


def _is_drafter(field: str, heading: str) -> bool:
    """Whether a heading of the authority names the drafting unit: 制定机关 is preferred to 起草单位."""
    return field == "authority" and any(word in visible(heading).replace(" ", "") for word in _DRAFTING)


def _with_publication_date(columns: dict[str, int]) -> dict[str, int]:
    """The columns with a date of unspecified kind as the publication date, when no column is headed 公布日期."""
    for vague in _VAGUE:
        if vague in columns and "published_on" not in columns:
            columns["published_on"] = columns.pop(vague)
    return columns
