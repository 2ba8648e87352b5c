"""What an intake may do to the register: the verdict on each row or file, and how the intake is meant."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.domain.document_fields import DAYS, LABELS, LEDGER_PLAIN
from registry.domain.documents import DISCLOSURE_WORDS, Disclosure
from registry.domain.validity import STATUS_WORDS, Status

ADDED, UNCHANGED, UPDATED, REFUSED = "added", "unchanged", "updated", "refused"
VERDICT_WORDS: dict[str, str] = {ADDED: "新增", UPDATED: "更新", UNCHANGED: "不变", REFUSED: "未通过"}
INTAKE_STATE_WORDS: dict[str, str] = {
    "uploaded": "等待读取",
    "staging": "正在读取",
    "staged": "待确认",
    "to_apply": "正在写入",
    "applied": "已写入",
    "discarded": "已放弃",
}


KEEP, TAKE = "keep", "take"
"""What a person said of one value: the register's stays, or that of the ledger goes in."""
ANEW, NOWHERE = "anew", "nowhere"
"""Where a document file belongs that matched nothing: it is registered of its own, or left out."""
ROW, FILE = "row", "file"
"""What an entry lacks: a document file matched no row, or a row got no file."""
FILE_WORDS: dict[str, str] = {
    UPDATED: "配上", UNCHANGED: "已有正文、不变", ADDED: "按文件内容新登记", ANEW: "按文件内容新登记（已选定）",
    NOWHERE: "已选择不导入", REFUSED: "未通过", ROW: "未配上、待定",
}  # fmt: skip
"""What becomes of the files of an intake, each counted once."""
REFUSED_HEADING = "未能导入的原因"
"""Of the column that tells why a row was refused; it says nothing of the document."""
PERMANENT = "permanent"
"""The validity of a document without an end."""
COMPARED: tuple[str, ...] = (
    "doc_no", *LEDGER_PLAIN, *(day for day in DAYS if day != "valid_until"), "validity", "disclosure",
    "stated", "ended_on", "filed_on", "filing_no", "duplicate_reason", "note",
)  # fmt: skip
"""What an import compares with the register, in this order. `validity` is a last day or PERMANENT."""
WORDS: dict[str, str] = {
    **LABELS, "title": "标题", "validity": LABELS["valid_until"], "stated": "时效性", "ended_on": "终止日期",
    "filed_on": "备案日期", "filing_no": "备案登记号",
}  # fmt: skip
WORDS = {name: WORDS[name] for name in ("title", *COMPARED, "text")}


@dataclass(frozen=True)
class Options:
    """`is_update` overwrites what differs; `disclosure` is that of every row that states none.

    Without it a new document is withheld, and an old one stays as it is. `columns` (heading → field) says what
    the headings of a ledger mean, whatever they seem to say. Document files that match nothing wait for a person,
    unless `registers_files`.
    """

    is_update: bool = False
    disclosure: Disclosure | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    registers_files: bool = False


def shown(name: str, value: str) -> str:
    """A value in the office's words."""
    if name == "disclosure" and value:
        return DISCLOSURE_WORDS[Disclosure(value)]
    if name == "stated" and value:
        return STATUS_WORDS[Status(value)]
    return "长期有效" if value == PERMANENT else value
