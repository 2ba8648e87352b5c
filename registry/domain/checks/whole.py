"""What is wrong with a text as a whole: clauses that are missing, a period that is too long, days that contradict."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from registry.domain.calendars import add_months, period_words
from registry.domain.checks.findings import CheckKind, Finding
from registry.domain.levels import Level
from registry.domain.rules import RuleProfile, ends_others, is_provisional

FRAME = "国办发〔2018〕37号"
NOT_BACKWARD = "立法法第一百零四条（参照）"
_DAYS = "日期之间的关系"
_EFFECTIVE = re.compile(
    r"自[^。；\n]{0,24}(?:起|之日)[^。；\n]{0,8}(?:施行|实施|执行|生效)|(?:施行|实施|执行)(?:日期|时间)"
)
_VALIDITY = re.compile(r"有效期|有效至|试行[^。；\n]{0,6}[年月]|失效|长期有效|施行至|执行至|[年月]内有效")
_INTERPRETER = re.compile(r"解释(?:机关|权)|(?:负责|进行)解释|由[^。；\n]{2,40}解释")
_SETS_RULES = re.compile(r"(?:办法|规定|细则|规则|规范|标准)(?:（[^（）]*）)?(?:的通知|的通告)?$")


class FixedCheck(NamedTuple):
    """A check that the program computes from the days and the clauses of a text: it can be switched off only."""

    code: str
    name: str
    kind: CheckKind
    level: Level
    source: str


FIXED: tuple[FixedCheck, ...] = (
    FixedCheck("missing.effective", "没有写明施行日期", CheckKind.MISSING, Level.IMPROPER, FRAME),
    FixedCheck("missing.validity", "没有写明有效期", CheckKind.MISSING, Level.ADVICE, FRAME),
    FixedCheck("missing.trial_end", "试行、暂行没有写明到何时", CheckKind.MISSING, Level.IMPROPER, FRAME),
    FixedCheck("missing.interpreter", "没有写明解释机关", CheckKind.MISSING, Level.ADVICE, FRAME),
    FixedCheck("validity.too_long", "有效期过长", CheckKind.VALIDITY, Level.IMPROPER, "本地的期限规则"),
    FixedCheck("dates.ends_first", "有效期早于施行", CheckKind.DATES, Level.IMPROPER, _DAYS),
    FixedCheck("dates.published_first", "公布早于成文", CheckKind.DATES, Level.IMPROPER, _DAYS),
    FixedCheck("retroactive.effective", "施行早于公布", CheckKind.RETROACTIVE, Level.IMPROPER, NOT_BACKWARD),
)
_BY_CODE = {check.code: check for check in FIXED}


@dataclass(frozen=True)
class TextFacts:
    """What is read or registered of a text: its title, and its days as far as they are stated.

    `judged_on` is the day whose laws and bodies it is judged by, if that is none of its own days.
    """

    title: str = ""
    signed_on: date | None = None
    published_on: date | None = None
    effective_on: date | None = None
    valid_until: date | None = None
    judged_on: date | None = None


def check_whole(text: str, facts: TextFacts, profile: RuleProfile | None = None) -> list[Finding]:
    """What speaks against a text as a whole; `profile` gives the longest period of validity of the place."""
    return [*_missing(text, facts), *_contradictions(facts), *_too_long(facts, profile)]


def _missing(text: str, facts: TextFacts) -> Iterator[Finding]:
    if facts.effective_on is None and not _EFFECTIVE.search(text):
        yield _finding("missing.effective", "没有写明施行日期。")
    has_end = facts.valid_until is not None or _VALIDITY.search(text)
    if is_provisional(facts.title) and not has_end:
        yield _finding("missing.trial_end", "标题为暂行或者试行，但没有写明到何时为止。")
    elif not has_end and not ends_others(facts.title):
        yield _finding("missing.validity", "没有写明有效期。")
    if _SETS_RULES.search(facts.title) and not _INTERPRETER.search(text):
        yield _finding("missing.interpreter", "没有写明由哪个机关解释。")


def _contradictions(facts: TextFacts) -> Iterator[Finding]:
    if facts.valid_until and facts.effective_on and facts.valid_until < facts.effective_on:
        says = f"有效期至{facts.valid_until}，早于施行日期{facts.effective_on}。"
        yield _finding("dates.ends_first", says)
    if facts.signed_on and facts.published_on and facts.published_on < facts.signed_on:
        says = f"公布日期{facts.published_on}早于成文日期{facts.signed_on}。"
        yield _finding("dates.published_first", says)
    made_on = facts.published_on or facts.signed_on
    if made_on and facts.effective_on and facts.effective_on < made_on:
        says = f"施行日期{facts.effective_on}早于{'公布' if facts.published_on else '成文'}日期{made_on}，溯及既往。"
        yield _finding("retroactive.effective", says)


def _too_long(facts: TextFacts, profile: RuleProfile | None) -> Iterator[Finding]:
    if profile is None or facts.effective_on is None or facts.valid_until is None:
        return
    trial = is_provisional(facts.title)
    parameter = "validity_months_provisional" if trial else "validity_months_ordinary"
    months: int = getattr(profile, parameter)
    if facts.valid_until >= add_months(facts.effective_on, months):
        kind = "暂行、试行文件" if trial else "一般文件"
        says = f"有效期自{facts.effective_on}至{facts.valid_until}，超过{kind}的{period_words(months)}。"
        yield _finding("validity.too_long", says, profile.source_of(parameter))


def _finding(code: str, says: str, source: str = "") -> Finding:
    check = _BY_CODE[code]
    return Finding(code, check.kind, check.level, "", 0, 0, says, source or check.source)
