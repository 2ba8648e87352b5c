"""The issue registers (发文登记簿) of three authorities of 云汀区; most of the papers are no regulatory documents."""

from datetime import date
from typing import NamedTuple

from registry.demonstration.authorities import BY_CODE
from registry.demonstration.shapes import District
from registry.readers.ledgers.issue_lines import IssueLine


class Issued(NamedTuple):
    """A paper that the register of documents lacks; `because` says why it is no regulatory document, "" if it is one."""

    month: int
    day: int
    serial: int
    title: str
    because: str = ""


_PERSONNEL = "人事任免"
_INTERNAL = "内部工作安排，不涉及公民、法人权利义务"
_ISSUED: dict[str, tuple[Issued, ...]] = {
    "zf": (
        Issued(1, 9, 1, "云汀区人民政府关于区长、副区长工作分工的通知", _INTERNAL),
        Issued(1, 20, 2, "云汀区人民政府关于同意望汀老码头片区控制性详细规划的批复", "针对具体事项的批复"),
        Issued(2, 25, 7, "云汀区人民政府关于表彰上年度先进集体和先进个人的决定", "表彰决定"),
        Issued(4, 16, 19, "云汀区人民政府关于印发《云汀区农贸市场管理办法》的通知"),
    ),
    "jyj": (
        Issued(1, 12, 2, "云汀区教育局关于召开学校安全工作会议的通知", "会议通知"),
        Issued(3, 3, 9, "云汀区教育局关于中小学校长任免职的通知", _PERSONNEL),
        Issued(6, 5, 31, "云汀区教育局关于印发《云汀区校外托管机构备案管理办法（试行）》的通知"),
    ),
    "nyncj": (
        Issued(1, 15, 3, "云汀区农业农村局关于印发年度工作要点的通知", _INTERNAL),
        Issued(5, 8, 27, "云汀区农业农村局关于局机关干部任职的通知", _PERSONNEL),
    ),
}


def issue_register(story: District, code: str, year: int) -> list[IssueLine]:
    """The lines of an authority's issue register for a year, the oldest first; its last registered document is missing."""
    registered = sorted(
        (document.dates.published_on, document.doc_no, document.title)
        for document in story.documents
        if document.authorities[0] == code
        and document.title
        and document.dates.published_on
        and document.dates.published_on.year == year
    )
    others = [
        (
            date(year, paper.month, paper.day),
            f"{BY_CODE[code].organ_code}〔{year}〕{paper.serial}号",
            paper.title,
        )
        for paper in _ISSUED[code]
        if date(year, paper.month, paper.day) <= story.today
    ]
    listed = sorted(registered[:-1] + others) if len(registered) > 1 else sorted(registered + others)
    return [
        IssueLine(f"第{row}行", title, number, issued_on=on)
        for row, (on, number, title) in enumerate(listed, 2)
    ]


def not_normative(code: str) -> dict[str, list[str]]:
    """The titles of an authority's papers that are no regulatory documents, by the reason why."""
    titles: dict[str, list[str]] = {}
    for paper in _ISSUED[code]:
        if paper.because:
            titles.setdefault(paper.because, []).append(paper.title)
    return titles


AUTHORITIES_LISTED = tuple(_ISSUED)
