"""Documents in printed lists: a document on a day, the row it becomes, and the columns, each declared once.

The Word annexes, the .csv and the workbook of a release, its public page, its frozen rows and the lists of one status
derive from COLUMNS (DOMAIN §8). A column is never renamed or dropped: releases have been hashed over its name.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal, NamedTuple

from registry.domain import doc_numbers
from registry.domain.authorities import AuthorityKind
from registry.domain.cleanups import Outcome
from registry.domain.documents import Disclosure
from registry.domain.periods import Period
from registry.domain.validity import ALIVE, NOT_BEGUN, STATUS_WORDS, Status
from registry.domain.written_days import cn_date

Group = Literal["government", "department", "township"]
Value = str | date | None

GROUP_WORDS: dict[Group, str] = {
    "government": "政府及其办公室文件",
    "department": "政府部门文件",
    "township": "乡镇（街道）文件",
}  # in the order in which lists print them
_GROUPS: dict[AuthorityKind, Group] = {
    AuthorityKind.GOVERNMENT: "government",
    AuthorityKind.OFFICE: "government",
    AuthorityKind.DEPARTMENT: "department",
    AuthorityKind.VERTICAL: "department",
    AuthorityKind.OUTSIDE: "department",
    AuthorityKind.SUBDISTRICT: "township",
    AuthorityKind.TOWNSHIP: "township",
}


@dataclass(frozen=True)
class ListedDocument:
    """A document on a day. `status_from` is the first day of that status, `co_issuers` the names beside the lead,
    `amended` what had amended it by that day."""

    id: int
    title: str
    title_key: str
    doc_no: str
    doc_no_key: str | None
    duplicate_reason: str
    local_serial: str
    disclosure: Disclosure
    is_published: bool
    authority_id: int
    authority: str
    authority_kind: AuthorityKind
    co_issuers: tuple[str, ...]
    signed_on: date | None
    published_on: date | None
    effective_on: date | None
    valid_until: date | None
    has_no_expiry: bool
    ends_when: str
    status: Status
    status_from: date
    why: str
    amended: str = ""

    @property
    def valid_until_text(self) -> str:
        """What stands in the column 有效期至 when there is no last day."""
        return Period(None, self.has_no_expiry, self.ends_when).words or "未载明"

    @property
    def has_ended(self) -> bool:
        return self.status not in ALIVE

    @property
    def standing(self) -> str:
        """What a list must say of a document that has not ended and is not in force either, with its first day."""
        if self.has_ended or self.status is Status.IN_FORCE:
            return ""
        start = self.effective_on or self.published_on
        is_to_begin = self.status in NOT_BEGUN and start is not None
        first = f"，自{cn_date(start)}起施行" if start and is_to_begin else ""
        return f"{STATUS_WORDS[self.status]}{first}"


@dataclass(frozen=True)
class ListRow:
    """A document as a list prints it; `valid_until_text` is printed where there is no `valid_until`.

    `reason` is the note of a document that stays in force; `standing` is printed before it. `signed_on` is not
    printed: it orders the undated.
    """

    title: str
    doc_no: str
    authority: str
    authority_group: Group
    signed_on: date | None = None
    published_on: date | None = None
    effective_on: date | None = None
    valid_until: date | None = None
    valid_until_text: str = "未载明"
    standing: str = ""
    reason: str = ""
    ended_on: date | None = None
    responsible: str = ""
    deadline_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReleaseRow(ListRow):
    """A row of a released list as it was frozen: `valid_until_text` holds what was printed, a day included."""

    position: int
    outcome: Outcome
    document_id: int


class Kind(StrEnum):
    """How a column is set: prose runs on, names are centred, days never wrapped, rates are n/d over their per cent."""

    PROSE = "prose"
    NAME = "name"
    DAY = "day"
    RATE = "rate"


class Heading(NamedTuple):
    """A column's width in an annex, in twentieths of a point (0: what is left), and its words there ("": its label)."""

    width: int
    words: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a released list, by the name of its field in ListRow and in the table of frozen rows.

    `label` is its heading where all outcomes share a table; `annexes` are those that print it. Text has at most
    `longest` characters, a date none. `missing` is printed where there is no value; `shown` gives the printed value
    where it is not the field's own. `is_later`: added when there were rows already, which have "" or no date there.
    """

    name: str
    label: str
    annexes: Mapping[Outcome, Heading]
    kind: Kind = Kind.NAME
    longest: int = 0
    missing: str = ""
    shown: Callable[[ListRow], Value] | None = None
    is_later: bool = False

    def kept(self, row: ListRow) -> Value:
        """The field as it is, and as a release freezes it."""
        value: Value = getattr(row, self.name)
        return value

    def value(self, row: ListRow) -> Value:
        """The value to print, None or "" where there is none."""
        return self.shown(row) if self.shown else self.kept(row)

    def printed(self, row: ListRow) -> str | date:
        """What a paper or a page prints."""
        return self.value(row) or self.missing

    def words_in(self, outcome: Outcome) -> str:
        """The heading in the annex of an outcome."""
        return self.annexes[outcome].words or self.label


def _in_all(width: int) -> dict[Outcome, Heading]:
    return dict.fromkeys(Outcome, Heading(width))


COLUMNS: tuple[Column, ...] = (
    Column("title", "文件名称", _in_all(0), Kind.PROSE, 500),
    Column("doc_no", "发文字号", _in_all(2300), longest=200, missing="—"),
    Column("authority", "制定机关", _in_all(1590), longest=200),
    Column("published_on", "公布日期", _in_all(1320), Kind.DAY, missing="—"),
    Column("effective_on", "施行日期", {Outcome.RETAIN: Heading(1320)}, Kind.DAY, missing="—"),
    Column(
        "valid_until_text", "有效期至", {Outcome.RETAIN: Heading(1320)}, Kind.DAY, 40,
        shown=lambda row: row.valid_until or row.valid_until_text,
    ),
    Column("standing", "效力说明", {}, longest=80, is_later=True),
    Column(
        "reason", "理由或备注",
        {
            Outcome.RETAIN: Heading(900, "备注"),
            Outcome.TO_AMEND: Heading(1950, "修改理由"),
            Outcome.LAPSE: Heading(2400, "失效理由"),
            Outcome.REPEAL: Heading(2400, "废止理由/依据"),
            Outcome.RECLASSIFY: Heading(3100, "认定理由"),
        },
        Kind.PROSE, 2000, shown=lambda row: "；".join(words for words in (row.standing, row.reason) if words),
    ),
    Column(
        "ended_on", "终止日期",
        {Outcome.LAPSE: Heading(1320, "失效日期"), Outcome.REPEAL: Heading(1320, "废止日期")},
        Kind.DAY, missing="—",
    ),
    Column(
        "responsible", "责任单位", {Outcome.TO_AMEND: Heading(1300)}, longest=200,
        shown=lambda row: row.responsible or row.authority,
    ),
    Column("deadline_on", "完成时限", {Outcome.TO_AMEND: Heading(1320)}, Kind.DAY, missing="—"),
)  # fmt: skip
_KEYS = ("position", "outcome", "document_id", "authority_group")  # of a frozen row, beside its columns


def columns_of(names: Collection[str]) -> list[Column]:
    """The columns of these names, in the order of lists: those that a release has frozen."""
    return [column for column in COLUMNS if column.name in names]


def columns_in(outcome: Outcome) -> list[Column]:
    """The columns that the annex of an outcome prints."""
    return [column for column in COLUMNS if outcome in column.annexes]


def frozen_fields() -> list[str]:
    """The fields that the hash of a release made now covers, in the order in which it takes them."""
    return sorted([*_KEYS, *(column.name for column in COLUMNS)])


def group_of(kind: AuthorityKind) -> Group:
    """The group under which lists print an authority's documents."""
    return _GROUPS[kind]


def list_row(document: ListedDocument) -> ListRow:
    """A document as a list prints it, its number as it was written."""
    note = f"与{'、'.join(document.co_issuers)}联合制定" if document.co_issuers else ""
    return ListRow(
        title=document.title,
        doc_no=doc_numbers.printed(document.doc_no),
        authority=document.authority,
        authority_group=group_of(document.authority_kind),
        signed_on=document.signed_on,
        published_on=document.published_on,
        effective_on=document.effective_on,
        valid_until=document.valid_until,
        valid_until_text=document.valid_until_text,
        standing=document.standing,
        reason=note,
    )


def standings(rows: Iterable[ListRow]) -> str:
    """How many of the rows are counted and not in force: 含尚未施行2件、停止执行1件; "" if all are."""
    counts = Counter(row.standing.partition("，")[0] for row in rows if row.standing)
    return standing_words(counts)


def standing_words(counts: Mapping[str, int]) -> str:
    """The same from (status in words → number of documents)."""
    return f"含{'、'.join(f'{word}{n}件' for word, n in counts.items())}" if counts else ""


def freeze(row: ListRow, *, position: int, outcome: Outcome, document_id: int) -> ReleaseRow:
    """The row as a release keeps it: 有效期至 in words, and nothing that is not printed."""
    until = str(row.valid_until or row.valid_until_text)
    kept = replace(row, signed_on=None, valid_until=None, valid_until_text=until)
    return ReleaseRow(**vars(kept), position=position, outcome=outcome, document_id=document_id)
