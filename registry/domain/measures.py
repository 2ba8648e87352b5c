"""What the figures of the yearly assessment count: which facts of a filing or of a line make which number.

Every number rests on a fact of its own (DOMAIN §6). A fact that is not known counts in no rate and has a number beside.
"""

import functools
from enum import StrEnum
from typing import NamedTuple

from registry.domain.filings import CONCLUDED, DECIDED, ENDED_UNFILED, FilingState
from registry.domain.issue_registers import EntryState
from registry.domain.worded import Worded


class Measure(Worded):
    """A number that the figures show; the numbers of lines come from the issue register, the others from filings."""

    ISSUED = "issued", "发文"
    ISSUED_FILED = "issued_filed", "发文中已备案"
    ISSUED_PUBLISHED = "issued_published", "发文中已公布"
    SUBMITTED = "submitted", "已报送"
    ON_TIME = "on_time", "按期报送"
    CHECKED = "checked", "已形式审查"
    CONFORMING = "conforming", "未经补正即予登记"
    OPINED = "opined", "应纠正"
    CORRECTED = "corrected", "已纠正"
    REGISTERED = "registered", "应审查"
    REVIEWED = "reviewed", "已审查办结"

    UNSUBMITTED = "unsubmitted", "尚未报送"
    UNCHECKED = "unchecked", "已报送、尚未形式审查"
    UNTIMED = "untimed", "已报送、期限不明"
    HISTORIC = "historic", "台账载入的历史备案"
    WITHDRAWN = "withdrawn", "已终止备案"
    UNMATCHED = "unmatched", "发文中未登记或待认定"
    UNDATED_PUBLICATION = "undated_publication", "发文中标记公布而缺公布日期"
    UNDATED_LINES = "undated_lines", "缺印发日期的发文"
    JOINT_LINES = "joint_lines", "联合发文，本机关不是牵头机关"


# Why a number stands beside the rates and in none of them, or how it enters them.
BESIDE: dict[Measure, str] = {
    Measure.UNSUBMITTED: "应报送而未报送的，不在及时率、规范率的分母中。",
    Measure.UNCHECKED: "是否须补正还不知道，不计入规范率。",
    Measure.UNTIMED: "没有报送期限，是否按期不知道，不计入及时率。",
    Measure.HISTORIC: "台账只载备案日期、登记号，是否按期、是否补正不知道，只计入报备率。",
    Measure.WITHDRAWN: "误作公布、不属于备案范围等，已终止，不计入任何一项。",
    Measure.UNMATCHED: "计入发文；在登记簿中没有对应的文件，未计为已备案、已公布。",
    Measure.UNDATED_PUBLICATION: "计入发文；没有公布日期，未计为已公布。",
    Measure.UNDATED_LINES: "只计入全年，不计入季度和其他区间。",
    Measure.JOINT_LINES: "联合制定的文件由牵头机关报送一次，只计入牵头机关，本机关不再计。",
}

OF_LINES = frozenset(
    {
        Measure.ISSUED,
        Measure.ISSUED_FILED,
        Measure.ISSUED_PUBLISHED,
        Measure.UNMATCHED,
        Measure.UNDATED_PUBLICATION,
        Measure.UNDATED_LINES,
        Measure.JOINT_LINES,
    }
)
"""The measures that count lines of the issue register."""


class Publication(StrEnum):
    """What is known of the publication of a line's document: open to everybody since a day, marked only, or neither."""

    PUBLISHED = "published"
    UNDATED = "undated"
    NONE = "none"


class FilingFacts(NamedTuple):
    """The facts of the last filing of a document on the government's track; `is_on_time` is None without a due day."""

    state: FilingState
    is_historic: bool
    is_submitted: bool
    is_on_time: bool | None
    is_registered: bool
    was_deferred: bool
    has_opinion: bool
    is_incoming: bool


class LineFacts(NamedTuple):
    """The facts of a line of the issue register; `is_of_range` is False for a line whose day may lie elsewhere."""

    state: EntryState
    is_joint: bool
    is_of_range: bool
    publication: Publication


@functools.cache
def measures_of_filing(facts: FilingFacts) -> frozenset[Measure]:
    """The numbers in which a filing is counted."""
    if facts.is_historic:
        return frozenset({Measure.HISTORIC})
    if facts.state is FilingState.WITHDRAWN:
        return frozenset({Measure.WITHDRAWN})
    if not facts.is_submitted:
        return frozenset({Measure.UNSUBMITTED})
    counted = {Measure.SUBMITTED}
    if facts.is_on_time is None:
        counted.add(Measure.UNTIMED)
    elif facts.is_on_time:
        counted.add(Measure.ON_TIME)
    if facts.is_registered or facts.was_deferred or facts.state is FilingState.REFUSED:
        counted.add(Measure.CHECKED)
    else:
        counted.add(Measure.UNCHECKED)
    if facts.is_registered and not facts.was_deferred:
        counted.add(Measure.CONFORMING)
    if facts.has_opinion and facts.state is not FilingState.PASSED:  # 采纳说明 withdraws the opinion
        counted.add(Measure.OPINED)
        if facts.state in DECIDED:
            counted.add(Measure.CORRECTED)
    if facts.is_registered and facts.is_incoming:
        counted.add(Measure.REGISTERED)
        if facts.state in CONCLUDED - ENDED_UNFILED:
            counted.add(Measure.REVIEWED)
    return frozenset(counted)


@functools.cache
def measures_of_line(facts: LineFacts) -> frozenset[Measure]:
    """The numbers in which a line is counted; what is no regulatory document counts in none."""
    if facts.state is EntryState.NOT_NORMATIVE:
        return frozenset()
    if facts.is_joint:
        return frozenset({Measure.JOINT_LINES} if facts.is_of_range else ())
    if not facts.is_of_range:
        return frozenset({Measure.UNDATED_LINES})
    counted = {Measure.ISSUED}
    if facts.state is EntryState.FILED:
        counted.add(Measure.ISSUED_FILED)
    if facts.state in (EntryState.UNREGISTERED, EntryState.AMBIGUOUS):
        counted.add(Measure.UNMATCHED)
    if facts.publication is Publication.PUBLISHED:
        counted.add(Measure.ISSUED_PUBLISHED)
    if facts.publication is Publication.UNDATED:
        counted.add(Measure.UNDATED_PUBLICATION)
    return frozenset(counted)
