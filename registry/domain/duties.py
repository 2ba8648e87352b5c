"""Duties, and the digest of a day: what a person has to do by when, and what happened; each matter once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON_DAYS = 15


@dataclass(frozen=True)
class Duty:
    """A step, an expiry or an answer with its day.

    `mark` tells the duties of one subject apart. `is_own`: whether it is the person's own turn; `version` grows with
    every change of its matter.
    """

    subject: str
    subject_id: int
    mark: str
    task: str
    title: str
    authority: str
    due_on: date | None
    path: str
    version: int
    is_own: bool
    working: str = ""

    @property
    def matter(self) -> tuple[str, int]:
        return self.subject, self.subject_id


@dataclass(frozen=True)
class News:
    """Something that happened, as its notice says it; `is_reminder` when only the clock went on."""

    subject: str
    subject_id: int
    words: str
    path: str
    is_reminder: bool

    @property
    def matter(self) -> tuple[str, int]:
        return self.subject, self.subject_id


class Part(StrEnum):
    """A part of a digest, in its order. `words` head it, `short` counts it in the subject."""

    words: str
    short: str

    def __new__(cls, value: str, words: str = "", short: str = "") -> "Part":
        part = str.__new__(cls, value)
        part._value_ = value
        part.words, part.short = words, short
        return part

    OVERDUE = "overdue", "已经逾期", "逾期{}件"
    SOON = "soon", f"{SOON_DAYS}日内到期", "快到期{}件"
    WAITING = "waiting", "等您办理", "待办{}件"
    NEWS = "news", "上次汇总以来", "新消息{}件"


@dataclass(frozen=True)
class Item:
    """A matter of a digest: its duty, if it is the person's turn, and what happened to it."""

    path: str
    duty: Duty | None
    news: tuple[str, ...] = ()


def digest_of(duties: Iterable[Duty], news: Sequence[News], today: date) -> dict[Part, list[Item]]:
    """The matters of a digest by its parts, none of them empty. A matter with a duty has its news there."""
    nearest: dict[tuple[str, int], Duty] = {}
    for duty in sorted(duties, key=lambda duty: duty.due_on or date.max):
        if duty.is_own:
            nearest.setdefault(duty.matter, duty)
    parts: dict[Part, list[Item]] = {part: [] for part in Part}
    for matter, duty in nearest.items():
        told = [event.words for event in news if event.matter == matter and not event.is_reminder]
        parts[_part(duty, today)].append(Item(duty.path, duty, tuple(dict.fromkeys(told))))
    for matter in dict.fromkeys(event.matter for event in news):
        if matter not in nearest:
            about = [event for event in news if event.matter == matter]
            words = tuple(dict.fromkeys(event.words for event in about))
            parts[Part.NEWS].append(Item(about[-1].path, None, words))
    return {part: items for part, items in parts.items() if items}


def _part(duty: Duty, today: date) -> Part:
    if duty.due_on is None or duty.due_on > today + timedelta(SOON_DAYS):
        return Part.WAITING
    return Part.OVERDUE if duty.due_on < today else Part.SOON
