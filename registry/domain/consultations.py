"""The public consultation on the draft list of a cleanup round: its days, its rows, the comments and their summary.

Source: DOMAIN §3 (at least 7 working days; 30 days where market entities are touched).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from registry.domain.calendars import DueDate, WorkCalendar
from registry.domain.errors import Refusal
from registry.domain.findings import Finding, FindingRow
from registry.domain.rules import Period, RuleProfile
from registry.domain.worded import Worded
from registry.domain.written_days import cn_date, cn_dates

TITLE_LENGTH, TEXT_LENGTH, SUMMARY_LENGTH = 300, 5000, 5000
LONGEST = {"name": 50, "contact": 100, "text": 2000, "reply": 2000, "via": 100}
LABELS = {"name": "姓名或者名称", "contact": "联系方式", "text": "意见", "reply": "答复", "via": "怎样收到"}
_START = "公布征求意见稿之日"
_BY_WORKING_DAYS = Period("consultation_working_days", _START, "工作日")
_BY_DAYS = Period("consultation_days_market", _START)


class Adoption(Worded):
    """What the office does with a comment."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    DECLINED = "declined", "未采纳"


def least_until(
    opens_on: date, profile: RuleProfile, calendar: WorkCalendar, *, touches_market: bool
) -> DueDate:
    """The first day on which a consultation may close, with its working."""
    period = _BY_DAYS if touches_market else _BY_WORKING_DAYS
    return period.due(opens_on, profile, calendar)


def working_for_the_public(least: DueDate, *, is_confirmed: bool, touches_market: bool) -> str:
    """The working of the first closing day; rules that nobody confirmed against their text are not cited."""
    kind = "涉及经营主体，" if touches_market else ""
    return f"{kind}{cn_dates((least if is_confirmed else replace(least, source='')).working())}"


def check_closing(closes_on: date, least: DueDate, *, touches_market: bool) -> None:
    """Raises Refusal for a consultation that closes too early, or a year later than it opens."""
    if closes_on < least.due_on:
        what = "清理范围内有涉及经营主体的文件，" if touches_market else ""
        raise Refusal(
            f"{what}征求意见最早到{cn_date(least.due_on)}截止：{cn_dates(least.working())}。您填写的是{cn_date(closes_on)}，请改正。",
            "closes_on",
        )
    if closes_on > least.start_on + timedelta(366):
        raise Refusal(f"截止日期{cn_date(closes_on)}在一年以后，请核对。", "closes_on")


def is_open(opens_on: date, closes_on: date, today: date) -> bool:
    """Whether comments are taken on a day; the last day counts whole."""
    return opens_on <= today <= closes_on


def check_comment(typed: Mapping[str, str]) -> None:
    """Raises Refusal at the field for a comment without words, or with too many."""
    for field, words in typed.items():
        if len(words) > LONGEST[field]:
            raise Refusal(f"{LABELS[field]}有{len(words)}字，最多{LONGEST[field]}字，请精简。", field)
    if not typed.get("text"):
        raise Refusal("请写明您的意见。", "text")


def comment_findings(unanswered: Sequence[int]) -> list[Finding]:
    """What the gate of a round says of the comments with these numbers, which nobody answered."""
    rows = tuple(FindingRow(number, f"第{number}条意见") for number in unanswered)
    sentence = f"公开征求意见收到的{len(rows)}条意见没有答复。"
    return [Finding("comment_unanswered", False, sentence, rows)] if rows else []


def period_findings(closes_on: date | None, released_on: date) -> list[Finding]:
    """What the gate of a round says of a consultation that would still be open; `closes_on` None without one."""
    if closes_on is None or released_on > closes_on:
        return []
    row = FindingRow(closes_on.toordinal(), f"{cn_date(closes_on)}截止")
    return [Finding("consultation_open", False, "公开征求意见还没有截止。", (row,))]


def draft_summary(opens_on: date, closes_on: date, counts: Mapping[str, int]) -> str:
    """The summary as it is drafted from the numbers; a person goes over it before it is published."""
    period = f"{cn_date(opens_on)}至{cn_date(closes_on)}公开征求意见"
    n_comments = sum(counts.values())
    if not n_comments:
        return f"{period}期间，没有收到意见。"
    parts = "、".join(f"{adoption.word}{counts[adoption]}条" for adoption in Adoption if counts.get(adoption))
    waiting = f"，尚待答复{counts['']}条" if counts.get("") else ""
    return f"{period}期间，共收到意见{n_comments}条{'，其中' if parts else ''}{parts}{waiting}。"
