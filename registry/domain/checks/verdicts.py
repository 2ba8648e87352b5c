"""What a person holds of a hit of the checks, and how it follows the hit into the next check of the same document."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from typing import Protocol, TypeVar

from registry.domain.checks.findings import CheckKind
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission

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


class HitState(StrEnum):
    """How a hit stands: as a person left it, raised as a finding of a worksheet, or no longer in the text."""

    OPEN = "open"
    RAISED = "raised"
    KEPT = "kept"
    DISMISSED = "dismissed"
    GONE = "gone"


HIT_STATE_WORDS: dict[HitState, str] = {
    HitState.OPEN: HIT_VERDICT_WORDS[HitVerdict.OPEN],
    HitState.RAISED: "列为审查问题",
    HitState.KEPT: HIT_VERDICT_WORDS[HitVerdict.KEPT],
    HitState.DISMISSED: HIT_VERDICT_WORDS[HitVerdict.DISMISSED],
    HitState.GONE: "已不在正文中",
}


ITEM_OF: dict[CheckKind, str] = {
    CheckKind.LICENCE: "制定权限",
    CheckKind.PENALTY: "制定权限",
    CheckKind.COERCION: "制定权限",
    CheckKind.FEE: "制定权限",
    CheckKind.RIGHTS: "上位法依据",
    CheckKind.COMPETITION: "上位法依据",
    CheckKind.RETROACTIVE: "上位法依据",
    CheckKind.LAW: "上位法依据",
    CheckKind.VALIDITY: "内容适当性",
    CheckKind.DATES: "内容适当性",
    CheckKind.BODY: "内容适当性",
    CheckKind.MISSING: "内容适当性",
}
"""Under which item of examination a hit is raised; the examiner may choose another."""


def may_read_hits(actor: Actor, authority_ids: Collection[int], *, is_published: bool) -> bool:
    """Whether the actor may read the hits of a document: the office all, an authority those of its own drafts.

    From publication on they are the office's examination, of which the authority hears in the opinion.
    """
    return actor.may_see(authority_ids) and (not is_published or actor.may(Permission.READ_ALL))


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
