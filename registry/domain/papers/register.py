"""The papers about a document of the register: the opinion on its draft, and the proof of its status."""

import re
from collections.abc import Sequence
from datetime import date

from registry.domain.papers.kinds import Genre, KindRule, PaperKind, SubjectKind
from registry.domain.roles import Permission
from registry.domain.validity import STATUS_WORDS, Status
from registry.domain.written_days import cn_date

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
    PaperKind.STATUS_PROOF: KindRule(
        Genre.RECORD,
        SubjectKind.DOCUMENT,
        {
            "文件": True,
            "制定机关": True,
            "登记日期": False,
            "查询日期": True,
            "结论": True,
            "理由": True,
            "修改": False,
            "依据": True,
            "查询时间": False,
            "本机关": False,
        },
        permission=Permission.EXAMINE_FILING,
    ),
}

_ANSWERS = {Status.IN_FORCE: "有效", Status.UNKNOWN: "是否有效不能判定"}
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]+、|[（(](?:[一二三四五六七八九十]+|\d+)[）)]|\d+(?:[．、]|[.](?!\d))"
)


def status_answer(on: date, status: Status, *, is_presumed: bool) -> str:
    """The answer of a proof: 在2026年3月3日有效（时效性：继续有效）."""
    presumed = "，推定" if is_presumed else ""
    answer = _ANSWERS.get(status, "不具有效力")
    return f"在{cn_date(on)}{answer}（时效性：{STATUS_WORDS[status]}{presumed}）"


def numbered(points: Sequence[str]) -> tuple[str, ...]:
    """The points of an opinion, each with its number; a single point, or one that has its number, gets none."""
    if len(points) == 1:
        return tuple(points)
    return tuple(
        point if _NUMBERED.match(point) else f"{number}．{point}" for number, point in enumerate(points, 1)
    )
