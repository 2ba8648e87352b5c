"""Doubts: what a person should check in a document, why it matters, and what resolves it.

No doubt depends on today's date, so that documents do not enter or leave the queue at midnight; those of bases that are
gone depend on the day up to which the clock has counted them, which is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from registry.domain.calendars import is_short_of_month_end, last_valid_day
from registry.domain.documents import DocumentKind, RelationKind, Step, missing_steps
from registry.domain.filings import FilingState
from registry.domain.rules import RuleProfile, is_provisional, profile_for
from registry.domain.validity import ENDINGS, EventKind, Status


class Doubt(StrEnum):
    """The kinds of doubts, in the order of how grave their consequences are."""

    UNKNOWN_STATUS = "unknown_status"
    UNCLEAR_STATUS = "unclear_status"
    REPEAL_NOT_RECORDED = "repeal_not_recorded"
    CONCLUSION_NOT_RECORDED = "conclusion_not_recorded"
    NO_PUBLISHED_ON = "no_published_on"
    SAME_NUMBER = "same_number"
    PUBLISHED_BEFORE_SIGNED = "published_before_signed"
    ODD_NUMBER = "odd_number"
    FOREIGN_NUMBER = "foreign_number"
    BASIS_GONE = "basis_gone"
    NOT_AN_ISSUER = "not_an_issuer"
    UNREVIEWED_AUTHORITY = "unreviewed_authority"
    SAME_TITLE = "same_title"
    LONG_TRIAL = "long_trial"
    SHORT_VALIDITY = "short_validity"
    REPEALS_UNKNOWN = "repeals_unknown"
    MISSING_STEPS = "missing_steps"
    UNLOOKED_VALUES = "unlooked_values"
    UNDATED_END = "undated_end"
    UNCONFIRMED_RELATION = "unconfirmed_relation"
    PRESUMED_START = "presumed_start"
    NO_VALIDITY = "no_validity"


class Meaning(NamedTuple):
    """The name of a doubt, what happens when nobody checks it, and the action that resolves it.

    A pressing doubt may be an error; the others are gaps left by old ledgers, to be filled over time.
    """

    word: str
    why: str
    action: str
    is_pressing: bool = True


MEANINGS: dict[Doubt, Meaning] = {
    Doubt.UNKNOWN_STATUS: Meaning(
        "效力不明",
        "施行日期和公布日期都没有，算不出它现在是否有效；清理时定不了去留，目录也发布不了。",
        "补录日期",
    ),
    Doubt.UNCLEAR_STATUS: Meaning(
        "台账时效性不明",
        "台账写的时效性看不出是有效还是已经终止（原话在备注和历史中），查询和目录都不能当它有效。",
        "核对后登记",
    ),
    Doubt.REPEAL_NOT_RECORDED: Meaning(
        "废止未落实",
        "它写明废止的文件在登记簿里仍显示有效，群众和部门还会照旧文件办事。",
        "登记废止",
    ),
    Doubt.CONCLUSION_NOT_RECORDED: Meaning(
        "备案结论未落实",
        "备案审查的结论是撤销、停止执行或已改正，登记簿里却没有相应的变动，群众看到的仍是原样继续有效。",
        "登记变动",
    ),
    Doubt.NO_PUBLISHED_ON: Meaning(
        "缺公布日期", "备案期限从公布之日起算，缺了就算不出期限，报备率、及时率也不准。", "补录公布日期"
    ),
    Doubt.SAME_NUMBER: Meaning(
        "同号文件",
        "一个文号指着两份文件，引用、废止时会认错；没有重号说明的，清理目录发布不了。",
        "核对文号",
    ),
    Doubt.PUBLISHED_BEFORE_SIGNED: Meaning(
        "公布早于成文", "两个日期至少错了一个，备案期限和有效期会跟着错。", "更正日期"
    ),
    Doubt.ODD_NUMBER: Meaning(
        "文号无法识别", "按文号查不到它，再次导入时也认不出，容易重复登记。", "更正文号"
    ),
    Doubt.FOREIGN_NUMBER: Meaning(
        "文号不是本机关的",
        "文号的机关代字是别的机关的，文号或者制定机关写错了一个；引用、备案会认到别的机关的文件上。",
        "核对文号和机关",
    ),
    Doubt.BASIS_GONE: Meaning(
        "依据已废止",
        "它写明的依据已经废止或失效；公布时就已废止的，备案审查通不过，公布后才废止的，应当清理。",
        "更正依据或清理",
    ),
    Doubt.NOT_AN_ISSUER: Meaning(
        "制定机关不在名单",
        "不在制定主体名单的机构（内设机构、临时机构等）无权制定规范性文件，其文件的效力会被质疑。",
        "核对机关",
    ),
    Doubt.UNREVIEWED_AUTHORITY: Meaning(
        "制定机关待核",
        "机关名称是导入时带入的，可能是别的机关的旧名或错字，备案会找错责任单位。",
        "核对机关",
    ),
    Doubt.SAME_TITLE: Meaning(
        "同机关同名文件",
        "可能重复登记，也可能新文件替代了旧文件，而旧文件还显示有效。",
        "登记两者关系",
    ),
    Doubt.LONG_TRIAL: Meaning(
        "试行期过长", "试行、暂行文件的有效期超过规则的上限，多半是录错，或应当转为正式文件。", "核对有效期"
    ),
    Doubt.SHORT_VALIDITY: Meaning(
        "有效期可能少一日",
        "期满的月份没有与施行日期对应的日子，按民法典第二百零二条到月末为止；最后一日会被误答为失效。",
        "核对有效期",
    ),
    Doubt.REPEALS_UNKNOWN: Meaning(
        "废止对象未登记",
        "它废止的文件不在登记簿里：可能漏登，也可能文号、标题对不上，清理总数会少。",
        "找到或补登",
    ),
    Doubt.MISSING_STEPS: Meaning(
        "缺制定程序记录",
        "没有公开征求意见、合法性审核或集体审议的记录；程序不全的不得施行，备案审查通不过。",
        "补录程序",
    ),
    Doubt.UNLOOKED_VALUES: Meaning(
        "读取未核对",
        "从文件读出的内容，保存时没有人核对；读错的日期、文号会影响效力和备案期限。",
        "核对读取的内容",
    ),
    Doubt.UNDATED_END: Meaning(
        "终止日期未载",
        "只知道已废止或失效，不知道是哪一天，此前某日是否有效答不上来。",
        "补记终止日期",
        is_pressing=False,
    ),
    Doubt.UNCONFIRMED_RELATION: Meaning(
        "关系待确认",
        "从正文读出的依据、修改、废止等关系还没有人看过，读错的会留在登记簿里。",
        "确认关系",
        is_pressing=False,
    ),
    Doubt.PRESUMED_START: Meaning(
        "施行日期推定",
        "没有施行日期，暂按公布日期推定；文件另有规定的，那几天的效力会答错。",
        "补录施行日期",
        is_pressing=False,
    ),
    Doubt.NO_VALIDITY: Meaning(
        "有效期未载", "没有有效期，期满前提醒不到，期满后仍显示有效。", "补录有效期", is_pressing=False
    ),
}
DOUBT_WORDS: dict[Doubt, str] = {doubt: MEANINGS[doubt].word for doubt in Doubt}
PRESSING = tuple(doubt for doubt in Doubt if MEANINGS[doubt].is_pressing)

_LASTING = frozenset({Status.IN_FORCE, Status.SUSPENDED})
_ENDED = frozenset(ENDINGS.values())


_RECORDED_BY: dict[FilingState, frozenset[EventKind]] = {
    FilingState.CORRECTED: frozenset({EventKind.AMENDED, EventKind.PARTLY_REPEALED, EventKind.REISSUED}),
    FilingState.ANNULLED: frozenset(),
    FilingState.SUSPENDED: frozenset({EventKind.SUSPENDED}),
}
"""The acts that carry out a conclusion of the review, besides those that end the document."""


class Tie(NamedTuple):
    """A relation that the document declares, with the final status of the other document.

    `other_ends_as` is None when the other document is not in the register.
    """

    kind: RelationKind
    is_partial: bool = False
    is_confirmed: bool = True
    on: date | None = None
    other_ends_as: Status | None = None
    other_ends_on: date | None = None
    other_id: int | None = None
    other_text: str = ""


class Conclusion(NamedTuple):
    """How a review of the document ended, and the acts recorded since it was registered for review."""

    state: FilingState
    acts: frozenset[EventKind] = frozenset()


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The facts of a document from which its doubts are derived.

    `is_examined` is False for drafts and secret stubs. `ends_as` is the status of the last span. A number twin is
    another document with the same number, unless both state a reason (重号说明). A title twin is another document with
    the same title and authority that is in force on the same days, unless one states a reason or a relation explains
    it. `issued_by` is the lead authority as the document names it, which no merger changes. `number_owner` is
    whose code the number carries, if a ledger gave the number to another body. `gone_bases` are the grounds of its
    bases that are laws gone by the day that the clock has told of.
    """

    title: str
    kind: DocumentKind
    is_examined: bool = True
    doc_no: str = ""
    is_number: bool = False
    signed_on: date | None = None
    published_on: date | None = None
    effective_on: date | None = None
    valid_until: date | None = None
    has_no_expiry: bool = False
    ends_as: Status = Status.IN_FORCE
    is_ever_unknown: bool = False
    has_number_twin: bool = False
    has_title_twin: bool = False
    is_issuer: bool = True
    is_reviewed: bool = True
    ties: Sequence[Tie] = ()
    conclusions: Sequence[Conclusion] = ()
    steps: Sequence[Step] = ()
    has_unlooked: bool = False
    needs_fair_review: bool = False
    issued_by: str = ""
    number_owner: str = ""
    has_condition: bool = False
    gone_bases: Sequence[str] = ()


def doubts_of(
    document: DocumentFacts, profiles: Sequence[RuleProfile], tracked_from: date
) -> frozenset[Doubt]:
    """The doubts of a document; for a draft or a secret stub, only those about its authority."""
    doubts = set()
    if not document.is_issuer:
        doubts.add(Doubt.NOT_AN_ISSUER)
    if not document.is_reviewed:
        doubts.add(Doubt.UNREVIEWED_AUTHORITY)
    if not document.is_examined:
        return frozenset(doubts)
    conditions = {
        Doubt.NO_PUBLISHED_ON: document.published_on is None,
        Doubt.ODD_NUMBER: document.doc_no != "" and not document.is_number,
        Doubt.FOREIGN_NUMBER: document.number_owner != "",
        Doubt.SAME_NUMBER: document.has_number_twin,
        Doubt.SAME_TITLE: document.has_title_twin,
        Doubt.PUBLISHED_BEFORE_SIGNED: _is_before(document.published_on, document.signed_on),
        Doubt.LONG_TRIAL: _is_long_trial(document, profiles),
        Doubt.SHORT_VALIDITY: _is_short(document),
        Doubt.UNLOOKED_VALUES: document.has_unlooked,
        Doubt.BASIS_GONE: bool(document.gone_bases),
        Doubt.CONCLUSION_NOT_RECORDED: bool(unrecorded_conclusions(document)),
        Doubt.MISSING_STEPS: not _is_before(document.published_on or date.min, tracked_from)
        and bool(missing_steps(document.kind, document.steps, document.needs_fair_review)),
    }
    doubts.update(doubt for doubt, holds in conditions.items() if holds)
    return frozenset(doubts | _doubts_of_life(document) | _doubts_of_ties(document))


def _doubts_of_life(document: DocumentFacts) -> set[Doubt]:
    """The doubts about the first and last day. A document ended by an act needs neither start nor validity."""
    has_start = document.effective_on is not None or document.published_on is not None
    if document.ends_as in _ENDED:
        return {Doubt.UNDATED_END} if has_start and document.is_ever_unknown else set()
    if not has_start:
        return {Doubt.UNKNOWN_STATUS}
    if document.ends_as is Status.UNKNOWN:
        return {Doubt.UNCLEAR_STATUS} | ({Doubt.PRESUMED_START} if document.effective_on is None else set())
    doubts = {Doubt.UNDATED_END} if document.is_ever_unknown else set()
    if document.effective_on is None:
        doubts.add(Doubt.PRESUMED_START)
    is_stated = document.has_no_expiry or document.has_condition
    is_lasting = document.ends_as in _LASTING and not is_stated
    if is_lasting and document.kind is not DocumentKind.CLEANUP_DECISION:
        doubts.add(Doubt.NO_VALIDITY)
    return doubts


def _doubts_of_ties(document: DocumentFacts) -> set[Doubt]:
    doubts = set()
    for tie in document.ties:
        if not tie.is_confirmed:
            doubts.add(Doubt.UNCONFIRMED_RELATION)
        if tie.kind is RelationKind.REPEALS and tie.other_ends_as is None:
            doubts.add(Doubt.REPEALS_UNKNOWN)
        if not is_carried_out(tie, document):
            doubts.add(Doubt.REPEAL_NOT_RECORDED)
    return doubts


def is_carried_out(tie: Tie, document: DocumentFacts) -> bool:
    """Whether the relation leaves nothing to record; only a repeal of a whole document can.

    It is carried out when an act has ended the other document, or when that had lapsed before the repeal.
    """
    repeals = tie.kind in (RelationKind.REPEALS, RelationKind.REPLACES) and not tie.is_partial
    if not repeals or tie.other_ends_as is None or tie.other_ends_as in _ENDED:
        return True
    if tie.other_ends_as is not Status.LAPSED:
        return False
    day = tie.on or document.effective_on or document.published_on
    return day is None or tie.other_ends_on is None or tie.other_ends_on <= day


def unrecorded_conclusions(document: DocumentFacts) -> list[FilingState]:
    """The conclusions that no act on the document carries out. What an act has ended needs no other act."""
    if document.ends_as in _ENDED:
        return []
    return [state for state, acts in document.conclusions if not acts & _RECORDED_BY[state]]


def _is_long_trial(document: DocumentFacts, profiles: Sequence[RuleProfile]) -> bool:
    """Whether a 暂行 or 试行 document is valid for longer than the profile in force at its publication allows
    (DOMAIN §3: 2 年 by default)."""
    start = document.effective_on or document.published_on
    if start is None or document.ends_as in _ENDED or not (document.valid_until or document.has_no_expiry):
        return False
    if not profiles or not is_provisional(document.title):
        return False
    months = profile_for(document.published_on or start, profiles).validity_months_provisional
    return document.valid_until is None or document.valid_until > last_valid_day(start, months)


def _is_short(document: DocumentFacts) -> bool:
    """Whether 有效期至 is the day before the last of a month that lacks the first day: counted as it was before
    民法典 202 was followed, or said so by a person."""
    start = document.effective_on or document.published_on
    if start is None or document.valid_until is None or document.ends_as in _ENDED:
        return False
    return is_short_of_month_end(start, document.valid_until)


def _is_before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other
