"""Rule profiles: every period of a place, dated and with its source."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from registry.domain.calendars import (
    DueDate,
    Unit,
    WorkCalendar,
    after_days,
    after_working_days,
    ends_with_month,
    last_day_words,
    last_valid_day,
    period_words,
)
from registry.domain.errors import Refusal
from registry.domain.written_days import cn_date

REMINDERS = frozenset(
    {
        "expiry_reminders",
        "filing_reminders",
        "filing_late_every",
        "step_reminders",
        "step_late_every",
        "late_head_days",
        "late_lead_days",
        "cleanup_reminders",
        "return_days",
        "immediate_cleanup_days",
    }
)
"""The parameters that say when to remind, and by when the office wants answers: no law sets them, the office does."""
_OF_THE_OFFICE = "本单位的工作安排，不是法定期限"
MATERIALS = ("备案报告", "正式文本", "起草说明", "制定依据", "合法性审核意见")
LEGALITY_MATERIALS = ("送审稿", "起草说明", "制定依据", "征求意见情况", "公平竞争审查结论")
_OF_LEGALITY = "国办发〔2018〕115号"
OWN_SOURCES = {
    "legality_working_days_least": _OF_LEGALITY,
    "legality_working_days_most": _OF_LEGALITY,
    "legality_question_stops": f"{_OF_LEGALITY}没有规定，待本单位核实",
    "legality_materials": f"{_OF_LEGALITY}；公平竞争审查条例",
    "evaluation_months": "上海、湖南等地的做法，待本单位核实",
}
"""What a parameter rests on where no text of the profile's place does."""


class VerticalFiling(StrEnum):
    """Where a vertically managed body (垂直管理) of the place files its documents (DOMAIN §3: by place)."""

    UPPER = "upper"
    LOCAL = "local"


VERTICAL_WORDS: dict[VerticalFiling, str] = {
    VerticalFiling.UPPER: "报上一级主管部门备案，抄送本级政府",
    VerticalFiling.LOCAL: "报本级政府备案，抄送上一级主管部门",
}


@dataclass(frozen=True)
class RuleProfile:
    """The periods that hold in a place from a day on; a document follows the profile in force at its publication.

    `filing_days_congress` None switches the People's Congress track off; `confirmed` tells whether
    the office has checked the figures against the text of `source`. `sources` are those of single parameters that rest
    on another text (parameter, source).
    """

    name: str
    version: int
    place: str
    in_force_from: date
    in_force_until: date | None
    source: str
    confirmed: bool
    filing_days_government: int = 15
    filing_days_congress: int | None = None
    rollover: bool = True
    formal_check_working_days: int = 5
    supplement_days: int = 15
    review_days: int = 30
    review_extension_days: int = 20
    opinion_answer_days: int = 30
    proposal_reply_days: int = 60
    consultation_working_days: int = 7
    consultation_days_market: int = 30
    legality_working_days_least: int = 5
    legality_working_days_most: int = 15
    legality_question_stops: bool = True
    validity_months_ordinary: int = 60
    validity_months_provisional: int = 24
    expiry_reminders: tuple[int, ...] = (180, 60, 30, 7)
    filing_reminders: tuple[int, ...] = (5, 1, 0)
    filing_late_every: int = 7
    step_reminders: tuple[int, ...] = (5, 1, 0)
    step_late_every: int = 7
    late_head_days: int = 7
    late_lead_days: int = 14
    cleanup_cycle_months: int = 24
    cleanup_reminders: tuple[int, ...] = (90, 30)
    evaluation_months: int = 6
    return_days: int = 30
    immediate_cleanup_days: int = 30
    materials: tuple[str, ...] = MATERIALS
    legality_materials: tuple[str, ...] = LEGALITY_MATERIALS
    vertical_filing: VerticalFiling = VerticalFiling.UPPER
    sources: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.in_force_until and self.in_force_until < self.in_force_from:
            raise Refusal("规则的停止施行日期早于施行日期，请核对。", "in_force_until")
        if self.legality_working_days_least > self.legality_working_days_most:
            raise Refusal("合法性审核的最短时间不能长于最长时间，请核对。", "legality_working_days_most")
        for field, label, _ in PARAMETERS:
            self._check(field, label)

    def is_in_force(self, day: date) -> bool:
        until = self.in_force_until or date.max
        return self.in_force_from <= day <= until

    def source_of(self, parameter: str) -> str:
        """The text that a parameter rests on."""
        otherwise = _OF_THE_OFFICE if parameter in REMINDERS else OWN_SOURCES.get(parameter, self.source)
        return dict(self.sources).get(parameter, otherwise)

    def _check(self, field: str, label: str) -> None:
        value = getattr(self, field)
        if isinstance(value, int) and not isinstance(value, bool) and value < 1:
            raise Refusal(f"{label}应当是大于0的整数。", field)
        if isinstance(value, tuple) and any(isinstance(part, int) and part < 0 for part in value):
            raise Refusal(f"{label}不能是负数。", field)


@dataclass(frozen=True)
class Period:
    """The days that the profile's `parameter` gives, counted from the day that `label` names."""

    parameter: str
    label: str
    unit: Unit = "日"

    def due(self, start_on: date, profile: RuleProfile, calendar: WorkCalendar) -> DueDate:
        """The end of the period with its working; calendar days roll over as the profile says (DOMAIN §4)."""
        days: int = getattr(profile, self.parameter)
        source = profile.source_of(self.parameter)
        if self.unit == "工作日":
            return after_working_days(start_on, days, calendar, label=self.label, source=source)
        return after_days(
            start_on, days, calendar, rollover=profile.rollover, label=self.label, source=source
        )


class Parameter(NamedTuple):
    """A row of the settings page: the profile's field, its Chinese name, its value with unit, and its source."""

    field: str
    label: str
    value: str
    source: str


PARAMETERS: tuple[tuple[str, str, str], ...] = (
    ("filing_days_government", "报上一级政府备案期限", "日（自公布之日起）"),
    ("filing_days_congress", "报本级人大常委会备案期限", "日（自公布之日起）"),
    ("rollover", "期满遇休息日顺延", ""),
    ("formal_check_working_days", "形式审查期限", "个工作日"),
    ("supplement_days", "补正期限", "日（自通知之日起）"),
    ("review_days", "审查期限", "日"),
    ("review_extension_days", "审查可延长一次", "日"),
    ("opinion_answer_days", "审查意见反馈期限", "日"),
    ("proposal_reply_days", "审查建议答复期限", "日"),
    ("consultation_working_days", "公开征求意见不少于", "个工作日"),
    ("consultation_days_market", "涉及经营主体的公开征求意见不少于", "日"),
    ("legality_working_days_least", "合法性审核一般不少于", "个工作日（应急等除外）"),
    ("legality_working_days_most", "合法性审核最长", "个工作日（自收到材料次日起）"),
    ("legality_question_stops", "合法性审核提问期间停止计时", ""),
    ("validity_months_ordinary", "一般文件有效期", "个月"),
    ("validity_months_provisional", "暂行、试行文件有效期", "个月"),
    ("expiry_reminders", "有效期届满前提醒", "日"),
    ("filing_reminders", "备案期满前提醒", "日"),
    ("filing_late_every", "备案逾期后每隔多久提醒", "日"),
    ("step_reminders", "其他各步期满前提醒", "日"),
    ("step_late_every", "其他各步逾期后每隔多久提醒", "日"),
    ("late_head_days", "逾期多久告知制定机关分管负责人", "日"),
    ("late_lead_days", "逾期多久告知法制机构负责人", "日"),
    ("cleanup_cycle_months", "定期清理周期", "个月"),
    ("cleanup_reminders", "下次清理前提醒", "日"),
    ("evaluation_months", "有效期届满前开始评估", "个月"),
    ("return_days", "清理自查意见报送期限", "日（自开展之日起）"),
    ("immediate_cleanup_days", "即时清理期限", "日（自开展之日起）"),
    ("materials", "备案材料", ""),
    ("legality_materials", "合法性审核送审材料", ""),
    ("vertical_filing", "垂直管理部门的文件", ""),
)


def profile_for(published_on: date, profiles: Iterable[RuleProfile]) -> RuleProfile:
    """The profile in force on the day of publication.

    After the last profile has ended its rules hold on; before the first one begins, the first holds.
    Raises Refusal when there is no profile at all.
    """
    ordered = sorted(profiles, key=lambda profile: (profile.in_force_from, profile.version))
    if not ordered:
        raise Refusal("还没有设置期限规则，请管理员先在“规则”页面添加。")
    in_force = [profile for profile in ordered if profile.is_in_force(published_on)]
    begun = [profile for profile in ordered if profile.in_force_from <= published_on]
    earliest = [profile for profile in ordered if profile.in_force_from == ordered[0].in_force_from]
    return (in_force or begun or earliest)[-1]


def parameters(profile: RuleProfile) -> tuple[Parameter, ...]:
    """Every parameter as the settings page shows it."""
    return tuple(
        Parameter(field, label, _shown(getattr(profile, field), unit), profile.source_of(field))
        for field, label, unit in PARAMETERS
    )


def to_json(profile: RuleProfile) -> dict[str, Any]:
    """A plain dict of JSON values: dates as ISO text, tuples as lists."""
    return {key: _plain(value) for key, value in asdict(profile).items()}


def from_json(data: Mapping[str, Any]) -> RuleProfile:
    """The profile that `to_json` wrote; a parameter that did not exist then gets its default."""
    values = dict(data)
    for key in ("in_force_from", "in_force_until"):
        values[key] = date.fromisoformat(values[key]) if values[key] else None
    for field in fields(RuleProfile):
        if isinstance(field.default, tuple) and field.name in values:
            values[field.name] = tuple(values[field.name])
    values["sources"] = tuple((name, source) for name, source in values.get("sources", ()))
    if "vertical_filing" in values:
        values["vertical_filing"] = VerticalFiling(values["vertical_filing"])
    return RuleProfile(**values)


_NOUN = (
    "(?:办法|规定|细则|条例|意见|方案|规则|制度|标准|规程|规范|章程|措施|指引|指南|程序|守则|准则|要求|目录)"
)
_PROVISIONAL = re.compile(
    rf"[（(]\s*(?:暂行|试行)|(?:暂行|试行)(?:管理|实施|监督|若干|补充|操作|评价|考核){{0,2}}{_NOUN}"
)
# Titles about another document: the 暂行 or 试行 in them is that document's.
_ABOUT_ANOTHER = re.compile(
    r"关于(?:决定)?(?:修改|废止|停止|终止|宣布|延长|继续)|关于《|(?:贯彻|落实|执行|实施)[^《》]*《"
    r"|^解读|》的?(?:政策)?(?:解读|解释|说明|问答)$"
)
_LAST_YEAR = 2199  # no date of a document is later
_ENDS_OTHERS = re.compile(r"关于(?:决定|公布)?(?:废止|宣布(?:废止|失效))|关于公布[^《》]*清理结果")


def is_provisional(title: str) -> bool:
    """Whether the document calls itself 暂行 or 试行.

    试行 as a verb (关于试行…的意见) and in the name of another document (关于废止《…暂行办法》的决定) does not count.
    """
    return bool(_PROVISIONAL.search(title)) and not _ABOUT_ANOTHER.search(title)


def ends_others(title: str) -> bool:
    """Whether the document repeals others or declares them lapsed: such a document has no period of its own."""
    return bool(_ENDS_OTHERS.search(title))


def proposed_valid_until(
    effective_on: date | None, title: str, profile: RuleProfile
) -> tuple[date | None, str]:
    """The last valid day that a form proposes, and the sentence that says why; a person confirms or changes it."""
    if effective_on is None:
        return None, "未填施行日期，无法推算有效期。"
    if effective_on.year > _LAST_YEAR:
        return None, f"施行日期晚于{_LAST_YEAR}年，无法推算有效期，请核对。"
    if ends_others(title):
        return None, "废止或宣布失效的决定一般长期有效，不预填有效期。"
    provisional = is_provisional(title)
    kind = "暂行、试行文件" if provisional else "一般文件"
    parameter = "validity_months_provisional" if provisional else "validity_months_ordinary"
    months: int = getattr(profile, parameter)
    until = last_valid_day(effective_on, months)
    month_end = f"（{last_day_words(effective_on, months)}）" if ends_with_month(effective_on, months) else ""
    return until, (
        f"{kind}有效期{period_words(months)}：自{cn_date(effective_on)}起施行，有效期至{cn_date(until)}{month_end}；"
        f"依据：{profile.source_of(parameter)}。文件另有规定的，以文件为准。"
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _shown(value: object, unit: str) -> str:
    if value is None:
        return "不报送"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, VerticalFiling):
        return VERTICAL_WORDS[value]
    if isinstance(value, tuple):
        return "、".join(str(part) for part in value) + unit
    if isinstance(value, int) and unit == "个月":
        return period_words(value)
    return f"{value}{unit}"
