"""The kinds of official papers that the office makes, and the rule of a kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from registry.domain.roles import Permission
from registry.domain.worded import Worded


class Genre(Worded):
    """The kind of official paper in the sense of GB/T 9704-2012 and 党政机关公文处理工作条例, art. 8."""

    ANNOUNCEMENT = "announcement", "通告"
    DECISION = "decision", "决定"
    NOTICE = "notice", "通知"
    BULLETIN = "bulletin", "通报"
    PUBLIC_NOTICE = "public_notice", "公告"
    REPORT = "report", "报告"
    LETTER = "letter", "函"
    OPINION = "opinion", "意见书"
    NOTIFICATION = "notification", "通知书"
    MATERIAL = "material", "会议材料"
    RECORD = "record", "查询结果"
    READING = "reading", "政策解读"


class Urgency(Worded):
    """How urgent a paper is (紧急程度); the upper left corner says so."""

    EXTREME = "extreme", "特急"
    PRESSING = "pressing", "加急"


class PaperKind(Worded):
    """What a paper is about; the rule of each is in `rules.RULES`."""

    REGISTRATION_NOTICE = "registration_notice", "备案登记通知"
    SUPPLEMENT_NOTICE = "supplement_notice", "补正通知书"
    REFUSAL_NOTICE = "refusal_notice", "不予登记通知"
    DEFERRAL_NOTICE = "deferral_notice", "暂缓登记通知"
    EXTENSION_NOTICE = "extension_notice", "延长审查期限通知"
    REVIEW_OPINION = "review_opinion", "审查意见书"
    SECOND_OPINION = "second_opinion", "再次审查意见"
    CORRECTION_ORDER = "correction_order", "责令改正通知"
    CONCLUSION = "conclusion", "备案审查结论"
    URGING_LETTER = "urging_letter", "督促报备函"
    PROPOSAL_REPLY = "proposal_reply", "审查建议答复"
    PROPOSAL_REFUSAL = "proposal_refusal", "不予受理告知书"
    PROPOSAL_FORWARDING = "proposal_forwarding", "转送告知书"
    LEGALITY_OPINION = "legality_opinion", "合法性审核意见书"
    FILING_REPORT = "filing_report", "备案报告"
    DRAFTING_STATEMENT = "drafting_statement", "起草说明"
    STATUS_PROOF = "status_proof", "时效性查询结果"
    QUARTERLY_LIST = "quarterly_list", "备案目录"
    ANNUAL_LIST = "annual_list", "年度规范性文件目录"
    FILING_BULLETIN = "filing_bulletin", "备案情况通报"
    ANNUAL_REPORT = "annual_report", "年度备案审查情况报告"
    CLEANUP_NOTICE = "cleanup_notice", "清理通知"
    OPINION_SUMMARY = "opinion_summary", "清理意见汇总表"
    MEETING_MATERIAL = "meeting_material", "清理会议材料"
    DRAFT_LIST_NOTICE = "draft_list_notice", "征求意见公告"
    POLICY_READING = "policy_reading", "清理结果解读"


class SubjectKind(StrEnum):
    """What the id of a paper's subject counts; figures are of a period instead (2026, 2026Q1)."""

    DOCUMENT = "document"
    FILING = "filing"
    AUTHORITY = "authority"
    PROPOSAL = "proposal"
    FIGURES = "figures"
    CLEANUP = "cleanup"


@dataclass(frozen=True)
class KindRule:
    """The rule of a kind of paper.

    `fields` are what its template may fill in: a name, and whether every template must use it. `series` stands
    between 机关代字 and the year in its number; a kind without one is not numbered. `permission` makes it by hand, and
    lets its PDF be tried again. `is_sent` papers go to the authority they name, whose contacts may read them.
    A kind that `is_daily` is made once a day about a subject at most.
    """

    genre: Genre
    subject: SubjectKind
    fields: Mapping[str, bool]
    permission: Permission
    series: str = ""
    is_sent: bool = True
    is_daily: bool = False


def spell_number(organ_code: str, series: str, year: int, serial: int) -> str:
    """备登〔2026〕3号, after the organ code of the office where it has one."""
    return f"{organ_code}{series}〔{year}〕{serial}号"


def counter_of(series: str, year: int) -> str:
    """The name of the counter that numbers a year's papers of a series."""
    return f"paper-{series}-{year}"
