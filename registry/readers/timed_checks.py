"""A text checked within limits of time: a rule that takes too long is stopped and named, what the others find stands.

It runs in the child process only: the limits are a signal to the process, which ends a search in the middle.
"""

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from registry.domain.checks.book import CheckBook
from registry.domain.checks.findings import Checked, Finding
from registry.domain.checks.gone_laws import GONE_LAW
from registry.domain.checks.reading import Check, checks_of, in_order
from registry.domain.checks.whole import TextFacts
from registry.domain.rules import RuleProfile

# Of processor time: the longest real text, 20,000 characters, takes 0.03 seconds with the whole book, and 5,000 rules
# as long as the longest that ships take about 10 to be compiled.
RULE_SECONDS, TEXT_SECONDS = 2.0, 15.0
CLOCK_SECONDS = 35.0  # for a text, on the clock: a busy machine gives little of its time
_SHORTEST = 0.001
MOST_FINDINGS = 5_000
_STOPPED = (
    "规则“{name}”（{code}）查了{seconds:g}秒还没有查完，已停止，它的结果不全，其他规则不受影响。"
    "多半是规则的写法太费时，或者文中有很长的重复内容，请管理员修改或者停用这条规则，或者删去重复内容。"
)
_STOPPED_PART = (
    "“{name}”的检查用了{seconds:g}秒还没有完，已停止，它的结果不全，其他检查不受影响。"
    "请拆分文件，或者删去重复内容后再检查。"
)
_NO_RULES = {"whole", GONE_LAW}  # which nobody can rewrite or switch off
_BROKEN = "规则“{name}”（{code}）的写法有误，没有检查，其他规则不受影响。请管理员修改或者停用这条规则。"
_LEFT = (
    "全文在限定的时间里没有查完，已停止，有{n}条规则没有检查完，从“{name}”（{code}）起。"
    "请拆分文件后再检查，或者由管理员停用不需要的规则。"
)
_MORE = "共有{n:,}处，只列出前{most:,}处。排除的仍占名额；请先修改正文中的这些，或者拆分文件，再检查。"


class TimeUp(Exception):
    """The time for a check is over."""


def checked_in_time(text: str, facts: TextFacts, profile: RuleProfile | None, book: CheckBook) -> Checked:
    """What the book finds in a text within the limits, and the sentences about what it did not come to."""
    end, clock_end = time.process_time() + TEXT_SECONDS, time.monotonic() + CLOCK_SECONDS
    kept: list[Finding] = []
    problems: list[str] = []
    n_hits = 0
    checks = list(checks_of(text, facts, profile, book))
    for place, check in enumerate(checks):
        hits, problem = _run(check, end - time.process_time(), clock_end - time.monotonic())
        n_hits += len(hits)
        kept = in_order([*kept, *hits])[:MOST_FINDINGS] if hits else kept
        if problem and (time.process_time() >= end or time.monotonic() >= clock_end):
            problems.append(_LEFT.format(n=len(checks) - place, code=check.code, name=check.name))
            break
        if problem:
            problems.append(problem.format(seconds=RULE_SECONDS, code=check.code, name=check.name))
    if n_hits > MOST_FINDINGS:
        problems.append(_MORE.format(n=n_hits, most=MOST_FINDINGS))
    return Checked(tuple(kept), "".join(problems))


def _run(check: Check, left: float, clock_left: float) -> tuple[list[Finding], str]:
    """What a check finds within the time, and the words about why it may not be all."""
    hits: list[Finding] = []
    try:
        with time_limit(min(RULE_SECONDS, left), clock_left):
            for hit in check.run():
                hits.append(hit)
    except TimeUp:
        return hits, _STOPPED_PART if check.code in _NO_RULES else _STOPPED
    except (re.error, RecursionError, OverflowError):
        return hits, _BROKEN
    return hits, ""


@contextmanager
def time_limit(seconds: float, clock_seconds: float = CLOCK_SECONDS) -> Iterator[None]:
    """Raises TimeUp inside it when the process has used up its seconds of processor time, or those on the clock."""
    signal.signal(signal.SIGVTALRM, _end)
    signal.signal(signal.SIGALRM, _end)
    signal.setitimer(signal.ITIMER_VIRTUAL, max(seconds, _SHORTEST))
    signal.setitimer(signal.ITIMER_REAL, max(clock_seconds, _SHORTEST))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise TimeUp
