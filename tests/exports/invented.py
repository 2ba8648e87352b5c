"""Invented facts for the tests of exports."""

from datetime import date, timedelta
from typing import Any

from docx.document import Document

from registry.domain.cleanups import Outcome
from registry.domain.listed import Group, ListRow
from registry.exports.papers.facts import Annex, ReleasePaper

AUTHORITIES: tuple[tuple[str, Group, str], ...] = (
    ("㟃屿乡人民政府", "township", "㟃政规"),
    ("示范区住房和城乡建设局", "department", "示建规"),
    ("示范区人民政府", "government", "示政规"),
    ("示范区人民政府办公室", "government", "示政办规"),
)
LONG_TITLE = "关于印发二〇二〇年示范区推动实体经济高质量发展、促进民营企业转型升级若干措施以及配套资金管理使用实施细则（试行）的通知"


def rows(n: int, **changes: Any) -> tuple[ListRow, ...]:
    """n documents of four authorities, the township's first, so that order has to be made."""
    made = []
    for at in range(n):
        authority, group, organ = AUTHORITIES[at % len(AUTHORITIES)]
        day = date(2024, 3, 5) - timedelta(days=97 * (at % 100))
        facts: dict[str, Any] = {
            "title": f"{authority}{LONG_TITLE}",
            "doc_no": f"{organ}〔{day.year}〕{at + 1}号",
            "authority": authority,
            "authority_group": group,
            "signed_on": day,
            "published_on": day,
            "effective_on": day,
            "valid_until_text": "长期有效",
        }
        made.append(ListRow(**{**facts, **changes}))
    return tuple(made)


def items(file: Document) -> list[list[str]]:
    """The cells of the numbered rows of a paper's tables, without headings."""
    rows = [[cell.text for cell in row.cells] for table in file.tables for row in table.rows]
    return [cells for cells in rows if cells[0].isdigit()]


def release(*annexes: Annex, **changes: Any) -> ReleasePaper:
    facts: dict[str, Any] = {
        "issuer": "示范区人民政府",
        "title": "示范区人民政府关于公布2026年度行政规范性文件清理结果的通告",
        "doc_no": "示政规〔2026〕3号",
        "signed_on": date(2026, 11, 5),
        "published_on": date(2026, 11, 6),
        "basis": "根据《示范省行政规范性文件备案审查办法》有关规定，",
        "scope": "清理范围为区人民政府及其办公室、区政府各部门、各乡镇人民政府制定的行政规范性文件。",
        "cut_off_on": date(2026, 9, 30),
        "meeting": "区人民政府第87次常务会议",
        "decided_on": date(2026, 11, 3),
        "n_scope": sum(annex.n_documents for annex in annexes),
        "annexes": annexes,
        "look_at": "区人民政府门户网站",
        "release_no": "2026-1",
        "head_hash": "ab" * 32,
    }
    return ReleasePaper(**{**facts, **changes})


def luojiang() -> ReleasePaper:
    """A round of the shape 64 = 45 + 3 + 16."""
    ended = {"reason": "已被新文件替代", "ended_on": date(2026, 11, 6)}
    return release(
        Annex(Outcome.RETAIN, rows(45)),
        Annex(Outcome.LAPSE, rows(3, **ended)),
        Annex(Outcome.REPEAL, rows(16, **ended)),
    )
