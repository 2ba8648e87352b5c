"""The papers about a document of the register: the opinion on its draft, and the proof of its status."""

import re
from collections.abc import Sequence

from registry.domain.papers.kinds import Genre, KindRule, PaperKind, SubjectKind
from registry.domain.roles import Permission

RULES: dict[PaperKind, KindRule] = {
    PaperKind.LEGALITY_OPINION: KindRule(
        Genre.OPINION,
        SubjectKind.DOCUMENT,
        {
            "制定机关": True,
            "文件": True,
            "送审日期": False,
            "审核结论": True,
            "审核意见": True,
            "公平竞争审查": False,
            "本机关": False,
        },
        series="审",
        permission=Permission.CONCLUDE_FILING,
    ),
}

_NUMBERED = re.compile(
    r"[一二三四五六七八九十]+、|[（(](?:[一二三四五六七八九十]+|\d+)[）)]|\d+(?:[．、]|[.](?!\d))"
)


def numbered(points: Sequence[str]) -> tuple[str, ...]:
    """The points of an opinion, each with its number; a single point, or one that has its number, gets none."""
    if len(points) == 1:
        return tuple(points)
    return tuple(
        point if _NUMBERED.match(point) else f"{number}．{point}" for number, point in enumerate(points, 1)
    )
