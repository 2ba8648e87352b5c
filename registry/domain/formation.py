"""What must hold of the formation steps of a document: before it is published, in order, and long enough."""

from collections.abc import Iterable
from datetime import date

from registry.domain.calendars import WorkCalendar, after_days, after_working_days
from registry.domain.documents import STEP_WORDS, Step, StepKind
from registry.domain.errors import Refusal
from registry.domain.rules import RuleProfile
from registry.domain.written_days import cn_date

FAIR_REVIEW_SINCE = date(2024, 8, 1)
"""公平竞争审查条例 is in force from this day: what touches market entities 不得出台 without the review (DOMAIN §3)."""


def needs_fair_review(touches_market: bool | None, published_on: date | None) -> bool:
    """Whether 公平竞争审查 is a step of the document: where a person says that it touches market entities."""
    return bool(touches_market) and (published_on is None or published_on >= FAIR_REVIEW_SINCE)


def steps_in_disorder(published_on: date | None, steps: Iterable[Step]) -> list[str]:
    """Each step that was done after publication, with both days (国办发〔2018〕37号: the steps come before 公布)."""
    return [
        f"{STEP_WORDS[step.kind]}的完成日期（{cn_date(step.done_on)}）晚于公布日期（{cn_date(published_on)}）。"
        for step in steps
        if step.done_on and published_on and step.done_on > published_on
    ]


def check_order(
    published_on: date | None, steps: Iterable[Step], tracked_from: date, before: Iterable[str] = ()
) -> list[str]:
    """The steps of a document published before `tracked_from` that were done after publication, in words.

    Raises Refusal if a newer document has one that did not stand there `before`.
    """
    late = steps_in_disorder(published_on, steps)
    if (
        published_on
        and published_on >= tracked_from
        and (new := [words for words in late if words not in before])
    ):
        raise Refusal(f"{''.join(new)}制定程序应当在公布之前完成，请核对这两个日期。", "steps")
    return late


def check_step_days(steps: Iterable[Step]) -> None:
    """Raises Refusal for a step that ends before it begins."""
    for step in steps:
        if step.begun_on and step.done_on and step.done_on < step.begun_on:
            raise Refusal(
                f"{STEP_WORDS[step.kind]}的完成日期（{cn_date(step.done_on)}）早于开始日期（{cn_date(step.begun_on)}），请核对。",
                "steps",
            )


def consultation_finding(
    steps: Iterable[Step], touches_market: bool | None, profile: RuleProfile, calendar: WorkCalendar
) -> str:
    """What is wrong with the length of the public consultation by the profile; "" when it is long enough or unknown.

    It takes working days, and calendar days where market entities are touched (DOMAIN §3).
    """
    step = next((step for step in steps if step.kind is StepKind.PUBLIC_CONSULTATION), None)
    if step is None or step.begun_on is None or step.done_on is None:
        return ""
    source = profile.source_of("consultation_days_market" if touches_market else "consultation_working_days")
    if touches_market:
        days = profile.consultation_days_market
        due = after_days(step.begun_on, days, calendar, rollover=False, label="开始之日", source=source)
        least = f"涉及经营主体的不少于{days}日"
    else:
        days = profile.consultation_working_days
        due = after_working_days(step.begun_on, days, calendar, label="开始之日", source=source)
        least = f"不少于{days}个工作日"
    if step.done_on >= due.raw_on:
        return ""
    unconfirmed = "" if profile.confirmed else "，待本单位核实"
    return (
        f"公开征求意见（{cn_date(step.begun_on)}至{cn_date(step.done_on)}）时间不足：{least}，应到{cn_date(due.raw_on)}"
        f"（依据：{source}{unconfirmed}）。"
    )
