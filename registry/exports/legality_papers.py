"""合法性审核意见书: the one-page paper of an opinion on a draft (GB/T 9704-2012)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from registry.domain.citations import quoted
from registry.domain.instants import SHANGHAI, day_words
from registry.exports.blocks import text
from registry.exports.papers.frame import closing, heading
from registry.exports.sheet import Imprint, write

_TITLE = "合法性审核意见书"
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]+、|[（(](?:[一二三四五六七八九十]+|\d+)[）)]|\d+(?:[．、]|[.](?!\d))"
)


@dataclass(frozen=True)
class LegalityOpinion:
    """The facts of the paper. `fair_review` is the conclusion of 公平竞争审查 in words, "" where there is none."""

    reviewer: str
    addressed_to: str
    title: str
    received_on: date | None
    conclusion: str
    points: tuple[str, ...]
    fair_review: str
    signed_on: date


def render_legality_opinion(opinion: LegalityOpinion) -> bytes:
    """The .docx of the opinion."""
    made_at = datetime.combine(opinion.signed_on, time(), SHANGHAI)
    blocks = [
        *heading(_TITLE, opinion.reviewer, None),
        *_body(opinion),
        *closing(opinion.reviewer, opinion.signed_on),
    ]
    return write(blocks, Imprint(_TITLE, opinion.reviewer, made_at))


def _body(opinion: LegalityOpinion) -> Iterator[str]:
    received = f"{day_words(opinion.received_on)}" if opinion.received_on else ""
    yield text("AddressedTo", f"{opinion.addressed_to}：")
    yield text(
        "Normal", f"你单位{received}送审的{quoted(opinion.title)}（送审稿）收悉。经审核，提出以下意见："
    )
    yield text("Heading1", f"一、审核结论：{opinion.conclusion}")
    yield text("Heading1", "二、审核意见")
    for n, point in enumerate(opinion.points, 1):
        is_numbered = _NUMBERED.match(point) is not None
        yield text("Normal", point if is_numbered or len(opinion.points) == 1 else f"{n}．{point}")
    if opinion.fair_review:
        yield text("Heading1", "三、公平竞争审查")
        yield text("Normal", opinion.fair_review)
