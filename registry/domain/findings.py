"""A reason why a list may not be released: its rows, whether it can be accepted, and one way to mend it."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from registry.domain.cleanups import Outcome
from registry.domain.documents import Disclosure
from registry.domain.validity import Status


@dataclass(frozen=True)
class Item:
    """One document of a round, as the gate sees it. A secret one is counted and has no title or number.

    What the register says besides: `leaks` are words in its public columns that must not be public, `stale_bases` its
    bases that were superseded, `successors` what is wrong with the documents that are said to replace it,
    `objections` what its review still asks for, `unamended` the round that asked in vain for its amendment, `changes`
    what was recorded since the outcome was decided.
    `answering` is the authority that has to answer, `sent_back_because` why its answer was sent back;
    `is_extended`: an act named in the outcome keeps it past its last day. `printed_reason` is what the list prints.
    """

    id: int
    title: str
    doc_no: str | None
    doc_no_key: str | None
    authority_id: int
    authority: str
    disclosure: Disclosure
    outcome: Outcome | None
    reason: str = ""
    published_on: date | None = None
    status: Status = Status.IN_FORCE
    duplicate_reason: str = ""
    title_key: str = ""
    document_id: int | None = None
    day: date | None = None
    why: str = ""
    deadline_on: date | None = None
    clause: str = ""
    responsible: str = ""
    printed_reason: str = ""
    answering_id: int = 0
    answering: str = ""
    is_answered: bool = True
    sent_back_because: str = ""
    is_extended: bool = False
    extension_problem: str = ""
    changes: tuple[str, ...] = ()
    ends_when: str = ""
    leaks: tuple[str, ...] = ()
    stale_bases: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    unamended: str = ""

    @property
    def label(self) -> str:
        if self.disclosure is Disclosure.SECRET:
            return f"涉密文件（{self.authority}）"
        return f"{self.title}（{self.doc_no or '文号未载'}）"


class FindingRow(NamedTuple):
    """What a finding is about: an item of the round, a document or an authority, and what stands in a link to it."""

    id: int
    label: str
    document_id: int | None = None
    authority_id: int | None = None


@dataclass(frozen=True)
class Finding:
    """A reason why a list may not be released, with its rows and one way to mend it. A hard one cannot be accepted."""

    code: str
    is_hard: bool
    sentence: str
    rows: tuple[FindingRow, ...]

    @property
    def id(self) -> str:
        """A name that changes with the rows: an accepted finding that gains a row is open again."""
        rows = ",".join(str(row.id) for row in self.rows)
        return f"{self.code}-{hashlib.sha256(rows.encode()).hexdigest()[:8]}"

    @property
    def mend(self) -> str:
        return MENDS[self.code]


MENDS: dict[str, str] = {
    "expired": "写明延长后的有效期和据以延长的文件，或者改列失效。",
    "extension_unclear": "在“文件与意见”页写明据以延长的文件和延长后的有效期，不延长的清空。",
    "reason_long": "在“文件与意见”页精简理由。",
    "sent_back": "催请制定机关重新报送，或在“审查”页直接确定，并写明理由。",
    "near_title": "核对是否同一件，或者前一件是否已被后一件替代；都要保留的，说明理由后接受。",
    "amendment_owed": "改列修改或废止；已经完成修改的，先在“后续修改”页确认。",
    "amend_incomplete": "在“文件与意见”页逐件写明要修改的条款和责任单位。",
    "register_moved": "打开文件核对变动，重新确定清理意见；意见不变的，说明理由后接受。",
    "totals": "有未定的先逐件确定；范围有变动的，按登记的现状更新清理范围。",
    "clashes": "在“冲突”页逐条选定，采用表中的或者保留现有的。",
    "undecided": "在“文件与意见”页逐件确定清理意见。",
    "duplicate": "打开文件，删并其一，或在“修改登记”中写明重号说明。",
    "secret_in_public": "改写理由或标题，不写涉密和不公开文件的名称、文号和密级。",
    "unanswered_authority": "在本轮“进展”页催报；确实没有报送的，由负责人写明理由后接受，理由印入发布记录。",
    "unknown_dates": "打开文件，在“修改登记”中补录公布日期或施行日期。",
    "reason_missing": "在“文件与意见”页逐件写明理由。",
    "already_ended": "把清理意见改为失效或废止；原记录有误的，先在文件页更正。",
    "suspended": "改列修改、废止，或先登记恢复执行；确须保留的，说明理由后接受。",
    "correction_owed": "改列修改或废止；已经改正的，先在备案页和文件页登记结果。",
    "not_begun": "核对施行日期；目录会载明尚未施行，确须列入的，说明理由后接受。",
    "condition_unanswered": "任务已经完成的改列失效；没有完成的，在理由里写明。",
    "duplicate_title": "核对是否同一件；不是同一件的，补录各自的发文字号或日期。",
    "doc_no_unreadable": "打开文件，在“修改登记”中按原件改正发文字号。",
    "status_in_title": "打开文件，在“修改登记”中去掉标题里的标注，效力另行登记。",
    "basis_superseded": "核对该依据，改列修改或废止；依据写错的，在文件页更正关系。",
    "consultation_open": "等征求意见截止以后再发布；确须提前的，由负责人说明理由后接受。",
    "comment_unanswered": "在本轮“征求意见”页逐条答复是否采纳。",
    "deadline_missing": "逐件写明完成时限，或在公布事项中统一写明（命令行用 --amend-by）。",
    "successor": "登记替代它的文件，或改正理由中的名称和文号。",
}
"""code → one way to mend it."""


def row_of(item: Item, note: str = "") -> FindingRow:
    return FindingRow(item.id, f"{item.label}：{note}" if note else item.label, item.document_id)


def groups(items: Sequence[Item], key: Callable[[Item], Hashable], at_least: int = 2) -> list[list[Item]]:
    """The items that share a key, where at least so many do; items without the key are left out."""
    groups: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        if key(item) is not None:
            groups[key(item)].append(item)
    return [group for group in groups.values() if len(group) >= at_least]
