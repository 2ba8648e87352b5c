"""How the office's papers begin and end: what it settled for its letterhead, and what a setting may be."""

import re
from collections.abc import Mapping

from registry.domain.errors import Refusal
from registry.domain.worded import Worded


class Letterhead(Worded):
    """What stands above the title of a paper that has a head (版头)."""

    NONE = "none", "不印版头，发文字号在标题之下"
    PREPRINTED = "preprinted", "印在已有红头的纸上，预留版头的高度"
    DIGITAL = "digital", "由系统印出红头和红线"


LEAST_RESERVE, MOST_RESERVE = 85, 160
LEAST_LETTER_RESERVE, MOST_LETTER_RESERVE = 40, 100
LONGEST_MARK, LONGEST_NOTE = 60, 60

DEFAULTS: dict[str, str] = {
    "letterhead": Letterhead.NONE,
    "office_mark": "",
    "government_mark": "",
    "reserve_mm": "120",
    "letter_reserve_mm": "55",
    "has_imprint": "",
    "printed_by": "",
    "public_note": "",
}
"""Before the office chooses. An empty mark is the name with 文件, an empty printer the issuer."""


LABELS: dict[str, str] = {
    "letterhead": "版头的印法",
    "office_mark": "本单位的发文机关标志",
    "government_mark": "本级政府的发文机关标志",
    "reserve_mm": "版头预留高度",
    "letter_reserve_mm": "函的版头预留高度",
    "has_imprint": "印版记",
    "printed_by": "印发机关",
    "public_note": "公开文书的附注",
}


MARK_WORD = "文件"
"""Stands behind the name of the issuer in a mark, and not on a letter."""


def has_name(mark: str) -> bool:
    """Whether a mark says more than 文件."""
    return re.search(r"[^\W_]", mark.replace(MARK_WORD, "")) is not None


def check_letterhead(values: Mapping[str, str]) -> None:
    """Raises Refusal for a setting that no paper could be drawn with."""
    if "letterhead" in values and values["letterhead"] not in set(Letterhead):
        raise Refusal("请选择版头的印法。", "letterhead")
    for name in ("office_mark", "government_mark", "printed_by"):
        if len(values.get(name, "")) > LONGEST_MARK:
            raise Refusal(f"{LABELS[name]}最多{LONGEST_MARK}个字，请写单位的全称或者规范化简称。", name)
    for name in ("office_mark", "government_mark"):
        if values.get(name) and not has_name(values[name]):
            raise Refusal(
                f"{LABELS[name]}要写单位名称，如“×××司法局文件”；填的是“{values[name]}”。不填的，印单位名称加“{MARK_WORD}”。",
                name,
            )
    _check_millimetres(values, "reserve_mm", LEAST_RESERVE, MOST_RESERVE)
    _check_millimetres(values, "letter_reserve_mm", LEAST_LETTER_RESERVE, MOST_LETTER_RESERVE)
    if values.get("has_imprint", "") not in {"", "yes"}:
        raise Refusal("请选择是否印版记。", "has_imprint")
    note = values.get("public_note", "")
    if len(note) > LONGEST_NOTE or "\n" in note:
        raise Refusal(f"附注写在一行内，最多{LONGEST_NOTE}个字，如：此件公开发布。", "public_note")


def _check_millimetres(values: Mapping[str, str], name: str, least: int, most: int) -> None:
    if name not in values:
        return
    words = values[name]
    if not (words.isascii() and words.isdigit() and least <= int(words) <= most):
        raise Refusal(
            f"{LABELS[name]}应为{least}至{most}毫米的整数，从纸的上边量到红线；填的是“{words}”。请用尺量后再填。",
            name,
        )
