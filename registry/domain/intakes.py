"""What an intake may do to the register: the verdict on each row or file, and how the intake is meant."""

from dataclasses import dataclass

from registry.domain.documents import Disclosure

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


@dataclass(frozen=True)
class Options:
    """`is_update` overwrites what differs; `disclosure` is that of every row that states none.

    Without it a new document is withheld, and an old one stays as it is.
    """

    is_update: bool = False
    disclosure: Disclosure | None = None
