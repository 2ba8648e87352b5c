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
    """A body by a pattern of its names, its successor, and the day from which a text should not name it."""

    pattern: str
    successor: str
    since: date
    source: str


# A year after each reform began, when the counties had carried it out.
_AFTER_2018, _AFTER_2023 = date(2019, 4, 1), date(2024, 4, 1)

ENDED: tuple[EndedBody, ...] = (
    EndedBody(r"工商行政管理(?:总?局|部门|机关)", "市场监督管理部门", _AFTER_2018, _REFORM_2018),
    EndedBody(r"质量技术监督(?:总?局|部门)", "市场监督管理部门", _AFTER_2018, _REFORM_2018),
    EndedBody(
        r"食品药品监督(?:管理)?(?:总?局|部门)",
        "市场监督管理部门（药品监督管理部门）",
        _AFTER_2018,
        _REFORM_2018,
    ),
    EndedBody(r"国土资源(?:厅|局|部|部门)", "自然资源部门", _AFTER_2018, _REFORM_2018),
    EndedBody(
        r"(?<!生态)环境保护(?:厅|局|部|(?:行政)?主管部门|部门)", "生态环境部门", _AFTER_2018, _REFORM_2018
    ),
    EndedBody(
        r"卫生(?:和)?计(?:划)?生(?:育)?(?:委员会|委|局|(?:行政)?部门)",
        "卫生健康部门",
        _AFTER_2018,
        _REFORM_2018,
    ),
    EndedBody(r"安全生产监督管理(?:总?局|部门)", "应急管理部门", _AFTER_2018, _REFORM_2018),
    EndedBody(r"(?<!文化和)旅游局|文化广电新闻出版局", "文化和旅游部门", _AFTER_2018, _REFORM_2018),
    EndedBody(r"农业(?:厅|局|委员会)", "农业农村部门", _AFTER_2018, _REFORM_2018),
    EndedBody(r"物价(?:局|部门)", "发展改革部门、市场监督管理部门", _AFTER_2018, _REFORM_2018),
    EndedBody(r"(?:国家|地方)税务局", "税务局", _AFTER_2018, _TAX_2018),
    EndedBody(r"乡村振兴局|扶贫(?:开发)?(?:领导小组)?办公室", "农业农村部门", _AFTER_2023, _REFORM_2023),
)


def check_bodies(text: str, made_on: date | None) -> list[Finding]:
    """The first place where a text made on a day names each body that a reform had ended; none without the day."""
    return [] if made_on is None else list(_ended_bodies(text, made_on))


def _ended_bodies(text: str, made_on: date) -> Iterator[Finding]:
    for body in ENDED:
        if made_on < body.since:
            continue
        for match in re.finditer(body.pattern, text):
            if _FORMER.search(text, max(0, match.start() - 12), match.start()):
                continue
            says = f"“{match[0]}”已在机构改革中撤销或者更名，现为{body.successor}，请核对。"
            yield Finding(
                "body.ended",
                CheckKind.BODY,
                Level.ADVICE,
                match[0],
                match.start(),
                match.end(),
                says,
                body.source,
            )
            break
