"""The words of a released list that a place chooses: its basis, who approved it, what holds, where to look.

The office's settings hold them; 【…】 stands for what each release fills in. DOMAIN §8 has the parts of such a paper.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from registry.domain.errors import Refusal
from registry.domain.rules import RuleProfile

NATIONAL_BASIS = (
    "根据《国务院关于加强法治政府建设的意见》（国发〔2010〕33号）、"
    "《国务院办公厅关于加强行政规范性文件制定和监督管理工作的通知》（国办发〔2018〕37号）"
)
LONGEST = 1000
_TOKEN = re.compile(r"【([^【】]*)】")


@dataclass(frozen=True)
class Part:
    """A part of the wording: the setting that holds it, its name, its words, and what may be filled in."""

    setting: str
    label: str
    words: str
    tokens: tuple[str, ...] = ()
    must_have: tuple[str, ...] = ()


PARTS: tuple[Part, ...] = (
    Part("list_basis", "依据", ""),
    Part("list_approval", "审议", "清理结果经【审议日期】【会议】审议通过", ("审议日期", "会议"), ("审议日期", "会议")),
    Part(
        "list_effect",
        "终止的效力",
        "【终止】的文件【自何时】不再执行，不得作为行政管理的依据；附件载明终止日期的，以载明的日期为准。",
        ("终止", "自何时"),
        ("终止",),
    ),
    Part(
        "list_unlisted",
        "未列入目录的文件",
        "凡属本次清理范围、未列入本【文种】附件的文件，除不予公开并已另行通知的以外，【自何时】不再作为行政管理的依据。",
        ("文种", "自何时"),
    ),
    Part("list_channel", "公布渠道", "【本级政府】门户网站", ("本级政府",)),
)  # fmt: skip
"""In the order of the paper. An empty basis is told from the rules of the place; other empty parts are left out."""
DEFAULTS: dict[str, str] = {part.setting: part.words for part in PARTS}


def filled(words: str, values: Mapping[str, str]) -> str:
    """The words with every 【…】 filled in."""
    return _TOKEN.sub(lambda token: values.get(token[1], token[0]), words)


def basis_of(words: str, profile: RuleProfile) -> str:
    """The basis that a list prints: the office's words, else the national notices and the rules of the place.

    Rules that nobody has confirmed against their text are not cited.
    """
    if words:
        return words
    local = f"和{profile.source}" if profile.confirmed else ""
    return f"{NATIONAL_BASIS}{local}等有关规定"


def check_wording(values: Mapping[str, str]) -> None:
    """Raises Refusal for words that are too long, or with 【…】 that nothing fills in, or without one that must be."""
    for part in PARTS:
        words = values.get(part.setting, "")
        if len(words) > LONGEST:
            raise Refusal(f"“{part.label}”有{len(words)}字，最多{LONGEST}字，请精简。", part.setting)
        known = "".join(f"【{token}】" for token in part.tokens)
        for token in _TOKEN.findall(words):
            if token not in part.tokens:
                raise Refusal(
                    f"“{part.label}”中的【{token}】没有内容可以代入，可用的是：{known or '无'}。",
                    part.setting,
                )
        for token in part.must_have:
            if words and f"【{token}】" not in words:
                raise Refusal(f"“{part.label}”里应当有【{token}】，公布时代入。", part.setting)
    if "list_approval" in values and not values["list_approval"]:
        raise Refusal("请写明由谁审议通过，如“清理结果经【审议日期】【会议】审议通过”。", "list_approval")
    if "list_channel" in values and not values["list_channel"]:
        raise Refusal("请写明在哪里查询目录，如“【本级政府】门户网站”。", "list_channel")
