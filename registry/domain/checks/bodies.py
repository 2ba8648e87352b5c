"""Bodies that a reform of institutions ended, still named in a text as if they existed."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from registry.domain.checks.findings import CheckKind, Finding
from registry.domain.levels import Level

_REFORM_2018 = "2018年党和国家机构改革"
_REFORM_2023 = "2023年党和国家机构改革"
_TAX_2018 = "国税地税征管体制改革（2018年）"
_FORMER = re.compile(r"原$|（原$|原[^，。；（）]{0,8}$")


class EndedBody(NamedTuple):
    """A body by a pattern of its names, its successor, and the day from which a text should not name it.

    `ended_on` is the day it ended where a register says so; without it, `since` is a while after a reform began.
    """

    code: str
    name: str
    pattern: str
    successor: str
    since: date
    source: str
    ended_on: date | None = None

    def says(self, name: str) -> str:
        """The sentence about a text that names the body."""
        how = f"自{self.ended_on}起已撤销、合并或者更名" if self.ended_on else "已在机构改革中撤销或者更名"
        now = f"现为{self.successor}" if self.successor else "没有记载由哪个机关承接"
        return f"“{name}”{how}，{now}，请核对。"


# A year after each reform began, when the counties had carried it out.
_AFTER_2018, _AFTER_2023 = date(2019, 4, 1), date(2024, 4, 1)

ENDED: tuple[EndedBody, ...] = (
    EndedBody(
        "body.commerce",
        "工商行政管理部门",
        r"工商行政管理(?:总?局|部门|机关)|工商(?:总?局|部门)",
        "市场监督管理部门",
        _AFTER_2018,
        _REFORM_2018,
    ),
    EndedBody(
        "body.quality",
        "质量技术监督部门",
        r"质量技术监督(?:总?局|部门)|(?<![程通设筑])质监局",
        "市场监督管理部门",
        _AFTER_2018,
        _REFORM_2018,
    ),
    EndedBody(
        "body.food_drug",
        "食品药品监督管理部门",
        r"食品药品监督(?:管理)?(?:总?局|部门)|食品?药品?监管?(?:总?局|部门)",
        "市场监督管理部门（药品监督管理部门）",
        _AFTER_2018,
        _REFORM_2018,
    ),
    EndedBody(
        "body.land",
        "国土资源部门",
        r"国土资源(?:厅|局|部(?![分署])|部门)|国土(?:局|部门)",
        "自然资源部门",
        _AFTER_2018,
        _REFORM_2018,
    ),
    EndedBody(
        "body.environment",
        "环境保护部门",
        r"(?<!生态)环境保护(?:厅|局|部(?![分署])|(?:行政)?主管部门|部门)|(?<!生态)环保(?:厅|局)",
        "生态环境部门",
        _AFTER_2018,
        _REFORM_2018,
    ),
    EndedBody(
        "body.health",
        "卫生和计划生育部门",
        r"卫生(?:和)?计(?:划)?生(?:育)?(?:委员会|委|局|(?:行政)?部门)|卫计(?:委|局)|计生(?:委|局)",
        "卫生健康部门",
        _AFTER_2018,
        _REFORM_2018,
    ),
    EndedBody(
        "body.safety",
        "安全生产监督管理部门",
        r"安全生产监督管理(?:总?局|部门)|安监(?:总?局|部门)",
        "应急管理部门",
        _AFTER_2018,
        _REFORM_2018,
    ),
    EndedBody(
        "body.tourism",
        "旅游、文化广电新闻出版部门",
        r"(?<!文化和)旅游局|文化广电新闻出版局|文广新局",
        "文化和旅游部门",
        _AFTER_2018,
        _REFORM_2018,
    ),
    EndedBody(
        "body.agriculture", "农业部门", r"农业(?:厅|局|委员会)", "农业农村部门", _AFTER_2018, _REFORM_2018
    ),
    EndedBody(
        "body.prices",
        "物价部门",
        r"物价(?:局|部门)",
        "发展改革部门、市场监督管理部门",
        _AFTER_2018,
        _REFORM_2018,
    ),
    EndedBody(
        "body.tax",
        "国家税务局、地方税务局",
        r"(?:国家|地方)税务局|[国地]税局",
        "税务局",
        _AFTER_2018,
        _TAX_2018,
    ),
    EndedBody(
        "body.poverty_relief",
        "乡村振兴、扶贫部门",
        r"乡村振兴局|扶贫(?:开发)?(?:领导小组)?办公室|扶贫办(?![法理事])",
        "农业农村部门",
        _AFTER_2023,
        _REFORM_2023,
    ),
)


def check_body(
    text: str, made_on: date | None, body: EndedBody, living: tuple[str, ...] = ()
) -> Iterator[Finding]:
    """The first place of each name by which a text made on a day names a body that had ended; none without the day.

    A place at or inside one of the `living` names is none: 市场监督管理局 does not name the 监督管理局 that ended.
    """
    if made_on is None or made_on < body.since:
        return
    told: set[str] = set()
    for match in re.finditer(body.pattern, text):
        is_former = _FORMER.search(text, max(0, match.start() - 12), match.start())
        if match[0] in told or is_former or _is_inside(living, text, match):
            continue
        told.add(match[0])
        says, place = body.says(match[0]), (match.start(), match.end())
        yield Finding(body.code, CheckKind.BODY, Level.ADVICE, match[0], *place, says, body.source)


def _is_inside(names: tuple[str, ...], text: str, match: re.Match[str]) -> bool:
    """Whether a name that is, or contains, the words of the match stands around them in the text."""
    return any(
        text.find(name, max(0, match.end() - len(name)), match.start() + len(name)) >= 0
        for name in names
        if match[0] in name
    )
