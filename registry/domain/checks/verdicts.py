"""What a person holds of a hit of the checks, and how it follows the hit into the next check of the same document."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from hashlib import sha256
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


class KeptHit(Hit, Protocol):
    """A hit of an earlier check, with the article in which it stood and what a person holds of it."""

    @property
    def article_key(self) -> str: ...
    @property
    def verdict(self) -> HitVerdict: ...
    @property
    def reason(self) -> str: ...
    @property
    def is_gone(self) -> bool: ...


H = TypeVar("H", bound=KeptHit)


def check_verdict(verdict: HitVerdict, reason: str) -> None:
    """Raises Refusal for a dismissal without its reason, and for a reason that is too long."""
    if verdict is HitVerdict.DISMISSED and not reason:
        raise Refusal("请写明排除的理由，如“引述上位法的规定，没有另行设定”。", "reason")
    if len(reason) > LONGEST_REASON:
        raise Refusal(f"理由有{len(reason)}个字，最多{LONGEST_REASON}个字，请精简。", "reason")


def seen_mark(hits: Iterable[tuple[int | None, int]]) -> str:
    """A short mark of these hits, (id, version), as they were seen: with another hit or version it is another."""
    return sha256(repr(list(hits)).encode()).hexdigest()[:16]


def reopened(verdict: HitVerdict, reason: str) -> str:
    """The words on a hit that waits for a verdict again because the rule says something else now."""
    return f"规则的说明变了，原已{HIT_VERDICT_WORDS[verdict]}{f'：{reason}' if reason else ''}"[
        :LONGEST_REASON
    ]


def matched(before: Iterable[H], after: Sequence[Hit], articles: Sequence[str]) -> list[H | None]:
    """For each hit after, with its article, the hit before it that it is: the same rule about the same words.

    First those of the same article, then in their order; those that the last check found before those that are gone. A
    hit about the whole text quotes nothing: it is the same while it says the same.
    """
    waiting: dict[tuple[str, str], list[H]] = defaultdict(list)
    for hit in before:
        waiting[_key(hit)].append(hit)
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, found in enumerate(after):
        places[_key(found)].append(place)
    pairs: dict[int, H] = {}
    for key, same in places.items():
        left = _certain(waiting[key], len(same))
        for of_article in (True, False):
            for place in same:
                if place in pairs:
                    continue
                fits = (hit for hit in left if not of_article or hit.article_key == articles[place])
                if (same_hit := next(fits, None)) is not None:
                    pairs[place] = same_hit
                    left.remove(same_hit)
    return [pairs.get(place) for place in range(len(after))]


def _certain(before: Sequence[H], n_after: int) -> list[H]:
    """The hits before that hits after may be. Where there are more or fewer of the same words now and people held
    different things of them, nobody knows which was dismissed: no dismissal is carried on."""
    live = [hit for hit in before if not hit.is_gone]
    if len(live) == n_after:
        return live
    every = [*live, *(hit for hit in before if hit.is_gone)]
    if len({(hit.verdict, hit.reason) for hit in every}) > 1:
        return [hit for hit in every if hit.verdict is not HitVerdict.DISMISSED]
    return every


def _key(hit: Hit) -> tuple[str, str]:
    return hit.rule, hit.quote or hit.says
