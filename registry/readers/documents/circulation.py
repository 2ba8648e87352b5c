"""The addressees of a document (主送机关) and the names of its attachments (附件)."""

import re
from collections.abc import Sequence
from itertools import takewhile

from registry.readers.documents.facts import Fact
from registry.readers.documents.notes import NUMBER

_HEAD_LINES = 12
_HEAD_CHARS = 800
_MOST_ATTACHMENTS = 30
_WHOLE_LINE = re.compile(
    r"^(?:各|省|市|区|县|[一-鿿]{2,}(?:政府|局|委|厅|部|办|中心|单位))(?:(?!以下|如下|意见|提出|通知|规定|情况)[^。]){2,300}[:：]$"
    r"|^[一-鿿]{2,20}(?:人民政府|局|委员会|管委会|厅|部|委|署|院|办公室|办事处|公司)[:：]$"
    r"|^(?:全[省市区县州]|驻|有关|[一-鿿]{2,12}管委会)[^。；：:]{0,200}"
    r"(?:单位|企业|部门|学校|机关|公司|医院|银行|机构|委员会|政府|办事处|[局办])[:：]$"
)
_OWN_NUMBER = re.compile(rf"^[(（]?{NUMBER}[)）]?\s*")
_GLUED = re.compile(
    r"(?:^|通知|意见|批复|函|决定|方案|办法|规划|计划|措施|公告|通告|号[)）]?)\s?(?P<to>各(?:(?!以下|如下|应当|规定|情况)[^。；：:《》“”]){2,300})[：:]"
)
_ATTACHED = re.compile(r"^附(?:\s*件)?\s*[:：]\s*(?P<rest>.*)$")
_ATTACHED_SINGLY = re.compile(
    r"^附\s*件\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[.．、:：]\s*(?P<name>.+)$"
)
_NUMBERED = (
    re.compile(r"\d{1,2}\s*[.．、]\s*"),
    re.compile(r"[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]\s*"),
    re.compile(r"[一二三四五六七八九十]{1,3}、\s*"),
)


def read_addressees(paragraphs: Sequence[str]) -> Fact | None:
    """The addressees, also when the line break after the title and number is lost."""
    head = re.sub(r"(?<=[、，])\n", "", "\n".join(paragraphs[:_HEAD_LINES]))
    for line in (_OWN_NUMBER.sub("", numbered) for numbered in head.split("\n")):
        if _WHOLE_LINE.match(line):
            return Fact(line.rstrip(":："), line, "主送机关")
        if glued := _GLUED.search(line[:_HEAD_CHARS]):
            return Fact(glued["to"].strip(), f"{glued['to'].strip()}：", "主送机关")
    return None


def read_attachments(paragraphs: Sequence[str]) -> Fact | None:
    """The names of the attachments, joined by ；, from the list 附件：1.… or from lines 附件1：…."""
    for index, line in enumerate(paragraphs):
        if attached := _ATTACHED.match(line):
            following = list(paragraphs[index + 1 : index + _MOST_ATTACHMENTS])
            lines = [attached["rest"], *following] if attached["rest"] else following
            number = next((pattern for pattern in _NUMBERED if lines and pattern.match(lines[0])), None)
            items = list(takewhile(number.match, lines)) if number else lines[: bool(attached["rest"])]
            if names := [name for item in items for name in _names(item, number)]:
                return Fact("；".join(names), "\n".join(items), "附件说明")
    by_number: dict[str, re.Match[str]] = {}
    for line in paragraphs:
        if match := _ATTACHED_SINGLY.match(line):
            by_number.setdefault(match["n"], match)
    names = [_bare(match["name"]) for match in by_number.values()]
    quote = "\n".join(match[0] for match in by_number.values())
    return Fact("；".join(names), quote, "附件说明") if names else None


def _names(line: str, number: re.Pattern[str] | None) -> list[str]:
    """The names in a numbered line: "1.甲表、2.2021年乙表" holds two, for 2021 does not continue the list."""
    first = re.match(r"\s*(\d{1,2})\s*[.．、]", line)
    if first is None:
        return [_bare(number.sub("", line, count=1) if number else line)]
    serial, names, rest = int(first[1]), [], line[first.end() :]
    while following := re.search(rf"(?<!\d){serial + 1}\s*[.．、]", rest):
        names.append(rest[: following.start()])
        serial, rest = serial + 1, rest[following.end() :]
    return [_bare(name) for name in [*names, rest] if name.strip()]


def _bare(name: str) -> str:
    return name.strip().rstrip("、；;，。")
