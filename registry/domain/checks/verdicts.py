"""What a person holds of a hit of the checks, and how it follows the hit into the next check of the same document."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Protocol, TypeVar

from registry.domain.errors import Refusal

LONGEST_REASON = 500


class HitVerdict(StrEnum):
    """Open until a person says whether the rule is right about the text."""

    OPEN = "open"
    KEPT = "kept"
    DISMISSED = "dismissed"


HIT_VERDICT_WORDS: dict[HitVerdict, str] = {
    HitVerdict.OPEN: "待核对",
    HitVerdict.KEPT: "保留",
    HitVerdict.DISMISSED: "排除",
}


class Hit(Protocol):
    """A finding of the checks, or a hit that was kept of one."""

    @property
    def rule(self) -> str: ...
    @property
    def quote(self) -> str: ...
    @property
    def says(self) -> str: ...


H = TypeVar("H", bound=Hit)


def check_verdict(verdict: HitVerdict, reason: str) -> None:
    """Raises Refusal for a dismissal without its reason, and for a reason that is too long."""
    if verdict is HitVerdict.DISMISSED and not reason:
        raise Refusal("请写明排除的理由，如“引述上位法的规定，没有另行设定”。", "reason")
    if len(reason) > LONGEST_REASON:
        raise Refusal(f"理由有{len(reason)}个字，最多{LONGEST_REASON}个字，请精简。", "reason")


def matched(before: Iterable[H], after: Sequence[Hit]) -> list[H | None]:
    """For each hit after, the hit before it that it is: the same rule about the same words, in their order.

    A hit about the whole text quotes nothing: it is the same while it says the same.
    """
    waiting: dict[tuple[str, str], deque[H]] = defaultdict(deque)
    for hit in before:
        waiting[_key(hit)].append(hit)
    return [waiting[_key(hit)].popleft() if waiting[_key(hit)] else None for hit in after]


def _key(hit: Hit) -> tuple[str, str]:
    return hit.rule, hit.quote or hit.says
