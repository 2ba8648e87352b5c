"""A regulatory document: its kinds, its disclosure, its dates, and the rules between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from registry.domain.document_fields import DAYS, LABELS, LONGEST
from registry.domain.errors import Refusal
from registry.domain.written_days import cn_date


class DocumentKind(StrEnum):
    MEASURES = "measures"
    PROVISIONS = "provisions"
    RULES = "rules"
    NOTICE = "notice"
    ANNOUNCEMENT = "announcement"
    OPINION = "opinion"
    DECISION = "decision"
    PLAN = "plan"
    ORDER = "order"
    CLEANUP_DECISION = "cleanup_decision"
    OTHER = "other"


KIND_WORDS: dict[DocumentKind, str] = {
    DocumentKind.MEASURES: "办法",
    DocumentKind.PROVISIONS: "规定",
    DocumentKind.RULES: "细则",
    DocumentKind.NOTICE: "通知",
    DocumentKind.ANNOUNCEMENT: "通告",
    DocumentKind.OPINION: "意见",
    DocumentKind.DECISION: "决定",
    DocumentKind.PLAN: "方案",
    DocumentKind.ORDER: "令",
    DocumentKind.CLEANUP_DECISION: "清理决定",
    DocumentKind.OTHER: "其他",
}

_KIND_BY_ENDING: tuple[tuple[str, DocumentKind], ...] = (
    ("办法", DocumentKind.MEASURES),
    ("规定", DocumentKind.PROVISIONS),
    ("细则", DocumentKind.RULES),
    ("通告", DocumentKind.ANNOUNCEMENT),
    ("公告", DocumentKind.ANNOUNCEMENT),
    ("意见", DocumentKind.OPINION),
    ("决定", DocumentKind.DECISION),
    ("方案", DocumentKind.PLAN),
    ("通知", DocumentKind.NOTICE),
    ("令", DocumentKind.ORDER),
)


class Disclosure(StrEnum):
    PUBLIC = "public"
    ON_REQUEST = "on_request"
    WITHHELD = "withheld"
    SECRET = "secret"


DISCLOSURE_WORDS: dict[Disclosure, str] = {
    Disclosure.PUBLIC: "主动公开",
    Disclosure.ON_REQUEST: "依申请公开",
    Disclosure.WITHHELD: "不予公开",
    Disclosure.SECRET: "涉密（仅计数）",
}


class StepKind(StrEnum):
    """The formation steps of 国办发〔2018〕37号: those that the founding notice (第八项) requires, and two more.

    公平竞争审查 is that of 公平竞争审查条例.
    """

    APPRAISAL = "appraisal"
    PUBLIC_CONSULTATION = "public_consultation"
    HEARING = "hearing"
    LEGALITY_REVIEW = "legality_review"
    COLLECTIVE_DECISION = "collective_decision"
    FAIR_COMPETITION = "fair_competition"


STEP_WORDS: dict[StepKind, str] = {
    StepKind.APPRAISAL: "评估论证",
    StepKind.PUBLIC_CONSULTATION: "公开征求意见",
    StepKind.HEARING: "听证",
    StepKind.LEGALITY_REVIEW: "合法性审核",
    StepKind.COLLECTIVE_DECISION: "集体审议决定",
    StepKind.FAIR_COMPETITION: "公平竞争审查",
}


class RelationKind(StrEnum):
    BASED_ON = "based_on"
    AMENDS = "amends"
    REPEALS = "repeals"
    REPLACES = "replaces"
    INTERPRETS = "interprets"
    IMPLEMENTS = "implements"
    REISSUES = "reissues"
    FORWARDS = "forwards"
    CONFIRMS = "confirms"


RELATION_WORDS: dict[RelationKind, tuple[str, str]] = {
    RelationKind.BASED_ON: ("依据", "是其依据"),
    RelationKind.AMENDS: ("修改", "被其修改"),
    RelationKind.REPEALS: ("废止", "被其废止"),
    RelationKind.REPLACES: ("替代", "被其替代"),
    RelationKind.INTERPRETS: ("解释", "被其解释"),
    RelationKind.IMPLEMENTS: ("配套", "被其配套"),
    RelationKind.REISSUES: ("重新公布", "被其重新公布"),
    RelationKind.FORWARDS: ("转发", "被其转发"),
    RelationKind.CONFIRMS: ("确认继续有效", "被其确认继续有效"),
}


@dataclass(frozen=True)
class Dates:
    """The five dates of a document (DOMAIN §2.3) and its last day of validity."""

    signed_on: date | None = None
    issued_on: date | None = None
    published_on: date | None = None
    posted_on: date | None = None
    effective_on: date | None = None
    valid_until: date | None = None


def judged_on(
    is_published: bool, published_on: date | None, signed_on: date | None, today: date
) -> date | None:
    """The day whose laws and bodies a document is judged by: that of its publication, and today for a draft."""
    return published_on or signed_on if is_published else today


DATE_WORDS: dict[str, str] = {name: LABELS[name] for name in DAYS}

_FIRST_DAY, _LAST_DAY = date(1949, 10, 1), date(2199, 12, 31)


@dataclass(frozen=True)
class Step:
    """A formation step: begun and done on a day by a body, or not applicable for a reason."""

    kind: StepKind
    done_on: date | None = None
    body: str = ""
    result: str = ""
    not_applicable_because: str = ""
    begun_on: date | None = None

    @property
    def is_answered(self) -> bool:
        return (self.done_on is not None and bool(self.body.strip())) or bool(
            self.not_applicable_because.strip()
        )


@dataclass(frozen=True)
class DocumentFacts:
    """The facts of a document that are registered or edited. The lead is the first of `authority_ids`.

    `touches_market` is what a person says of market entities (经营主体); None while nobody has.
    """

    title: str
    authority_ids: tuple[int, ...]
    kind: DocumentKind
    dates: Dates = Dates()
    doc_no: str = ""
    duplicate_reason: str = ""
    reg_no: str = ""
    index_no: str = ""
    implementing_authority: str = ""
    drafting_unit: str = ""
    local_serial: str = ""
    subject: str = ""
    disclosure: Disclosure = Disclosure.PUBLIC
    has_no_expiry: bool = False
    touches_market: bool | None = None
    ends_when: str = ""
    names_as_issued: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    text: str = ""
    note: str = ""
    source: str = ""


TITLE_LENGTH = LONGEST["title"]


def check_facts(facts: DocumentFacts) -> None:
    """Raises Refusal for facts that cannot be saved: no title, no authority, a secret stub with a title or text."""
    if not facts.authority_ids:
        raise Refusal("请选择制定机关；联合制定的，牵头机关排在第一位。", "authority_ids")
    if facts.disclosure is Disclosure.SECRET:
        if facts.title or facts.doc_no or facts.text:
            raise Refusal("涉密文件只登记本地序号、制定机关和年度，不得录入标题、文号或正文。", "title")
        if not facts.local_serial:
            raise Refusal("涉密文件请填写本地序号。", "local_serial")
    elif not facts.title.strip():
        raise Refusal("请填写文件标题。", "title")
    if len(facts.title) > TITLE_LENGTH:
        raise Refusal(f"标题有{len(facts.title)}字，超过{TITLE_LENGTH}字，请核对是否误贴了正文。", "title")
    if facts.has_no_expiry and facts.dates.valid_until:
        raise Refusal("“长期有效”与“有效期至”只能填一项。", "valid_until")
    if facts.ends_when and (facts.has_no_expiry or facts.dates.valid_until):
        raise Refusal("“有效至何事完成”与“有效期至”“长期有效”只能填一项。", "ends_when")
    check_dates(facts.dates)


class Titled(Protocol):
    """A document or row that has a title."""

    @property
    def title(self) -> str: ...
    @property
    def disclosure(self) -> Disclosure: ...
    @property
    def local_serial(self) -> str: ...


def shown_title(document: Titled) -> str:
    """The title on pages and papers; a secret stub shows its local serial instead."""
    return f"涉密文件{document.local_serial}" if document.disclosure is Disclosure.SECRET else document.title


def kind_from_title(title: str) -> DocumentKind:
    """The kind that a title names: its last word, or that of the rules in 关于印发《…办法》的通知."""
    bare = title.strip().removesuffix("》").rstrip("（）()试行暂0123456789 ")
    if "关于印发" in title and "的通知" in title:
        bare = title.split("的通知")[0].rstrip("》）)试行（( ")
    for ending, kind in _KIND_BY_ENDING:
        if bare.endswith(ending):
            return kind
    return DocumentKind.OTHER


def check_dates(dates: Dates) -> None:
    """Raises Refusal for impossible dates: outside 1949–2199, or a validity that ends before it begins."""
    for field, word in DATE_WORDS.items():
        day: date | None = getattr(dates, field)
        if day is not None and not _FIRST_DAY <= day <= _LAST_DAY:
            raise Refusal(f"{word}“{cn_date(day)}”不在1949年至2199年之间，请核对后重填。", field)
    start = dates.effective_on or dates.published_on
    if dates.valid_until and start and dates.valid_until < start:
        raise Refusal(
            f"有效期至（{cn_date(dates.valid_until)}）早于施行日期（{cn_date(start)}），请核对这两个日期。",
            "valid_until",
        )


def date_findings(dates: Dates) -> list[str]:
    """Dates in an unlikely order, in words: to be checked, but no obstacle to saving (DOMAIN §9, Zhenba)."""
    findings = []
    if dates.signed_on and dates.published_on and dates.published_on < dates.signed_on:
        findings.append(
            f"公布日期（{cn_date(dates.published_on)}）早于成文日期（{cn_date(dates.signed_on)}）。"
        )
    if dates.signed_on and dates.issued_on and dates.issued_on < dates.signed_on:
        findings.append(f"印发日期（{cn_date(dates.issued_on)}）早于成文日期（{cn_date(dates.signed_on)}）。")
    if dates.published_on and dates.effective_on and dates.effective_on < dates.published_on:
        findings.append(
            f"施行日期（{cn_date(dates.effective_on)}）早于公布日期（{cn_date(dates.published_on)}）。"
        )
    return findings


def required_steps(kind: DocumentKind, needs_fair_review: bool = False) -> tuple[tuple[StepKind, ...], ...]:
    """The required formation steps of a new document (第八项), each a choice of steps of which one is enough."""
    if kind is DocumentKind.CLEANUP_DECISION:
        return ((StepKind.COLLECTIVE_DECISION,),)
    return (
        (StepKind.PUBLIC_CONSULTATION, StepKind.HEARING),
        (StepKind.LEGALITY_REVIEW,),
        (StepKind.COLLECTIVE_DECISION,),
        *([(StepKind.FAIR_COMPETITION,)] if needs_fair_review else []),
    )


def missing_steps(kind: DocumentKind, steps: Iterable[Step], needs_fair_review: bool) -> list[str]:
    """The required formation steps that are not answered, in words ("公开征求意见或听证")."""
    answered = {step.kind for step in steps if step.is_answered}
    return [
        "或".join(STEP_WORDS[step] for step in choice)
        for choice in required_steps(kind, needs_fair_review)
        if not answered.intersection(choice)
    ]


def check_not_to_come(published_on: date, today: date) -> None:
    """Raises Refusal for a day of publication after today."""
    if published_on > today:
        raise Refusal(
            f"公布日期{cn_date(published_on)}晚于今天，请核对；尚未公布的请暂存为草稿，公布之后再标记。",
            "published_on",
        )


def check_may_publish(
    kind: DocumentKind,
    published_on: date,
    steps: Iterable[Step],
    tracked_from: date,
    needs_fair_review: bool = False,
) -> list[str]:
    """The missing formation steps of a document published before `tracked_from`, in words.

    Raises Refusal if a newer document lacks a step (第八项: 不得施行; 公平竞争审查条例: 不得出台).
    """
    missing = missing_steps(kind, steps, needs_fair_review)
    if missing and published_on >= tracked_from:
        raise Refusal(
            f"尚不能标记为公布：缺少{'、'.join(missing)}。请补录该程序的时间和机构，或写明不适用的理由。",
            "steps",
        )
    return [f"缺少{step}的记录。" for step in missing]
