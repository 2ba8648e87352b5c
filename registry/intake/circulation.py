"""To whom a document goes (主送机关) and what it says is attached to it (附件)."""

import re
from collections.abc import Sequence

from registry.intake.facts import Fact
from registry.intake.notes import NUMBER

_HEAD_LINES = 12
_HEAD_SIGNS = 800
_MOST_ATTACHMENTS = 30
_WHOLE_LINE = re.compile(
    r"^(?:各|省|市|区|县|[一-鿿]{2,}(?:政府|局|委|厅|部|办|中心|单位))(?:(?!以下|如下|意见|提出|通知|规定|情况)[^。]){2,300}[:：]$"
    r"|^[一-鿿]{2,20}(?:人民政府|局|委员会|厅|部|委|署|院|办公室|办事处|公司)[:：]$"
)
_OWN_NUMBER = re.compile(rf"^[(（]?{NUMBER}[)）]?\s*")
_GLUED = re.compile(
    r"(?:^|通知|意见|批复|函|决定|方案|办法|规划|计划|措施|公告|通告|号[)）]?)\s?(?P<to>各(?:(?!以下|如下|应当|规定|情况)[^。；：:《》“”]){2,300})[：:]"
)
_ATTACHED = re.compile(r"^附\s*件\s*[:：]\s*(?P<rest>.+)$")
_NUMBERED = re.compile(r"^\d{1,2}\s*[.．、]")


def read_addressees(paragraphs: Sequence[str]) -> Fact | None:
    """The authorities the document is sent to, also where the line break after title and number was lost."""
    for line in (_OWN_NUMBER.sub("", each) for each in paragraphs[:_HEAD_LINES]):
        if _WHOLE_LINE.match(line):
            return Fact(line.rstrip(":："), line, "主送机关")
        if glued := _GLUED.search(line[:_HEAD_SIGNS]):
            return Fact(glued["to"].strip(), f"{glued['to'].strip()}：", "主送机关")
    return None


def read_attachments(paragraphs: Sequence[str]) -> Fact | None:
    """The names in the note before the signature, joined by ；."""
    for index, line in enumerate(paragraphs):
        if attached := _ATTACHED.match(line):
            lines = [attached["rest"]]
            for following in paragraphs[index + 1 : index + _MOST_ATTACHMENTS]:
                if not _NUMBERED.match(following):
                    break
                lines.append(following)
            return Fact(
                "；".join(name for each in lines for name in _names(each)), "\n".join(lines), "附件说明"
            )
    return None


def _names(line: str) -> list[str]:
    """The names that one line numbers: "1.甲表、2.2021年乙表" are two, and 2021 is no number of the list."""
    first = re.match(r"\s*(\d{1,2})\s*[.．、]", line)
    if first is None:
        return [line.strip()]
    number, names, rest = int(first[1]), [], line[first.end() :]
    while following := re.search(rf"(?<!\d){number + 1}\s*[.．、]", rest):
        names.append(rest[: following.start()])
        number, rest = number + 1, rest[following.end() :]
    return [name.strip().rstrip("、；;，") for name in [*names, rest] if name.strip()]
