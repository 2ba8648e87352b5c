"""An intake, one import of files: its state, its options, the verdict on each row, and what a person chose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from registry.domain.document_fields import DAYS, LABELS, LEDGER_PLAIN
from registry.domain.documents import DISCLOSURE_WORDS, Disclosure
from registry.domain.validity import STATUS_WORDS, Status

LEDGER_ENDINGS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".csv", ".et", ".ett")
PACKAGE_ENDING = ".zip"


class IntakeState(StrEnum):
    """How far an intake has come: UPLOADED → STAGING → STAGED → TO_APPLY → APPLIED, or DISCARDED."""

    UPLOADED = "uploaded"
    STAGING = "staging"
    STAGED = "staged"
    TO_APPLY = "to_apply"
    APPLIED = "applied"
    DISCARDED = "discarded"


INTAKE_STATE_WORDS: dict[IntakeState, str] = {
    IntakeState.UPLOADED: "等待读取",
    IntakeState.STAGING: "正在读取",
    IntakeState.STAGED: "待确认",
    IntakeState.TO_APPLY: "正在写入",
    IntakeState.APPLIED: "已写入",
    IntakeState.DISCARDED: "已放弃",
}
WAITING_STATES = (IntakeState.UPLOADED, IntakeState.STAGING, IntakeState.TO_APPLY)
"""The states in which the next step is the job's, not a person's."""


class Verdict(StrEnum):
    """What a row or file of an intake does to the register."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    REFUSED = "refused"


VERDICT_WORDS: dict[Verdict, str] = {
    Verdict.ADDED: "新增",
    Verdict.UPDATED: "更新",
    Verdict.UNCHANGED: "不变",
    Verdict.REFUSED: "未通过",
}


class Choice(StrEnum):
    """A person's choice for one value: the register's stays (KEEP), or the ledger's replaces it (TAKE)."""

    KEEP = "keep"
    TAKE = "take"


class Placement(StrEnum):
    """A person's choice for a document file that matched nothing: it is registered as a new document, or left out."""

    NEW_DOCUMENT = "anew"
    LEFT_OUT = "nowhere"


class Missing(StrEnum):
    """The half that a row of an intake lacks: a document file has no ledger ROW, a ledger row has no FILE."""

    NOTHING = ""
    ROW = "row"
    FILE = "file"


class RowFilter(StrEnum):
    """The rows that a list of an intake can be narrowed to: those of a verdict, with a problem, or lacking a half."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    DOUBTED = "doubted"
    LACKS_ROW = "lacks_row"
    LACKS_FILE = "lacks_file"


class FileOutcome(StrEnum):
    """What becomes of one document file of an intake."""

    MATCHED = "updated"
    UNCHANGED = "unchanged"
    ADDED = "added"
    CHOSEN_NEW = "anew"
    LEFT_OUT = "nowhere"
    REFUSED = "refused"
    WAITING = "row"


FILE_OUTCOME_WORDS: dict[FileOutcome, str] = {
    FileOutcome.MATCHED: "配上",
    FileOutcome.UNCHANGED: "已有正文、不变",
    FileOutcome.ADDED: "按文件内容新登记",
    FileOutcome.CHOSEN_NEW: "按文件内容新登记（已选定）",
    FileOutcome.LEFT_OUT: "已选择不导入",
    FileOutcome.REFUSED: "未通过",
    FileOutcome.WAITING: "未配上、待定",
}
REFUSED_HEADING = "未能导入的原因"
"""The column of the workbook of refused rows that holds the reasons; it says nothing about the document."""
PERMANENT = "permanent"
"""The validity of a document without an end."""
COMPARED: tuple[str, ...] = (
    "doc_no", *LEDGER_PLAIN, *(day for day in DAYS if day != "valid_until"), "validity", "disclosure",
    "stated", "ended_on", "extended_to", "filed_on", "filing_no", "duplicate_reason", "note",
)  # fmt: skip
"""What an import compares with the register, in this order. `validity` is a last day or PERMANENT."""
WORDS: dict[str, str] = {
    **LABELS, "title": "标题", "validity": LABELS["valid_until"], "stated": "时效性", "ended_on": "终止日期",
    "extended_to": "延长后的有效期至",
    "filed_on": "备案日期", "filing_no": "备案登记号",
}  # fmt: skip
WORDS = {name: WORDS[name] for name in ("title", *COMPARED, "text")}


@dataclass(frozen=True)
class Options:
    """How the person who uploads an intake wants it imported.

    `is_update` overwrites the values that differ. `disclosure` is that of every row that states none: without it a
    new document is withheld, and a registered one stays as it is. `columns` (heading → field) says what the headings
    of a ledger mean, whatever they seem to say. Document files that match nothing wait for a person, unless
    `registers_files`.
    """

    is_update: bool = False
    disclosure: Disclosure | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    registers_files: bool = False


@dataclass(frozen=True)
class UploadedFile:
    """A file of an intake: the name its owner gave it, and the hash under which its bytes are kept."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class UnreadableFile:
    """A file that could not be unpacked, and the sentence that says why."""

    name: str
    sentence: str


@dataclass(frozen=True)
class RowChoices:
    """What a person chose for one row, kept while the intake is read again.

    `belongs` is as an entry's. `choices`: field → the choice, and the value of the ledger that it was made for.
    """

    belongs: str = ""
    choices: Mapping[str, tuple[Choice, str | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class IntakeOptions(Options):
    """The uploader's options, and what else an intake remembers beside its rows.

    `files` are the uploaded files, those of a package in its place once it is unpacked, and `unreadable` (None before
    that) the ones that could not be unpacked. `row_choices` are the choices made before the intake was last read, by
    the key of their entry and file. `busy_until` ends the lease of the process that reads it. `ordered_by` is the
    person who ordered the writing. `n_choices` counts the choices made so far, so that an earlier judgement is known
    to be out of date. `stored` is the JSON object it was read from: keys unknown today stay in it.
    """

    files: tuple[UploadedFile, ...] = ()
    unreadable: tuple[UnreadableFile, ...] | None = None
    row_choices: Mapping[str, RowChoices] | None = None
    busy_until: datetime | None = None
    ordered_by: str = ""
    n_choices: int = 0
    stored: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class RowReport:
    """One row of an intake as it is reported: where it stands, its verdict, its warnings and the reasons against it."""

    file: str
    sheet: str
    row: int
    title: str
    verdict: Verdict
    warnings: list[str]
    reasons: list[str]


def is_ledger(name: str) -> bool:
    """Whether a file of this name is called a ledger; its bytes may tell otherwise."""
    return name.lower().endswith(LEDGER_ENDINGS)


def is_package(name: str) -> bool:
    """Whether a file of this name is a package, whose files take its place."""
    return name.lower().endswith(PACKAGE_ENDING)


def shown(name: str, value: str) -> str:
    """The value of a field in the office's words."""
    if name == "disclosure" and value:
        return DISCLOSURE_WORDS[Disclosure(value)]
    if name == "stated" and value:
        return STATUS_WORDS[Status(value)]
    return "长期有效" if value == PERMANENT else value
