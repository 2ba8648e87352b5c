"""Lists that are hard to lay out: long titles, names and reasons, many groups, rare and forbidden characters."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from registry.domain.cleanups import Outcome
from registry.domain.listed import Group, ListRow
from registry.exports.listing import ListColumn, Listing, render_listing
from registry.exports.papers.facts import Annex
from registry.exports.release import render_release
from registry.exports.status_list import render_status_list
from tests.exports.invented import release

MADE_AT = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
TODAY = date(2026, 11, 22)
MATTERS = (
    "城市生活垃圾分类",
    "农村宅基地审批",
    "公共租赁住房配租",
    "河道采砂",
    "政府投资项目",
    "困难残疾人生活补贴",
)
REASON = "已被《示范区政府投资项目管理办法》（示政规〔2025〕12号）替代，与上位法不一致"
NAMES = ("示范区人民政府", "示范区住房和城乡建设局", "示范区民政局", "白石镇人民政府")
GROUPS: tuple[Group, ...] = ("government", "department", "department", "township")


def ordinary(n: int, authority: str = "", **changes: object) -> tuple[ListRow, ...]:
    """Documents with titles as they usually are, of four authorities or of the one named."""
    rows = []
    for at in range(n):
        name, day = authority or NAMES[at % 4], date(2024, 12, 15) - timedelta(days=53 * (at % 60))
        row = ListRow(
            title=f"{name}关于印发《示范区{MATTERS[at % 6]}管理办法（试行）》的通知",
            doc_no=f"示政办规〔{day.year}〕{at % 130 + 1}号",
            authority=name,
            authority_group=GROUPS[at % 4] if not authority else "department",
            published_on=day,
            effective_on=day + timedelta(days=30),
            valid_until=day + timedelta(days=1826),
        )
        rows.append(replace(row, **changes))  # type: ignore[arg-type]
    return tuple(rows)


def ended(n: int, reason: str = REASON) -> tuple[ListRow, ...]:
    return ordinary(n, reason=reason, ended_on=date(2026, 11, 22))


def of_many(n_authorities: int) -> tuple[ListRow, ...]:
    """One to five documents of each authority."""
    return tuple(
        row for at in range(n_authorities) for row in ordinary(at % 5 + 1, f"示范区第{at + 1}管理局")
    )


def _long(n: int, words: str) -> str:
    return (words * (n // len(words) + 1))[:n]


def _tall_at_the_end(n: int) -> tuple[ListRow, ...]:
    rows = ended(6)
    return (*rows[:5], replace(rows[5], reason=_long(n, f"{REASON}；")))


def _listed(rows: tuple[ListRow, ...]) -> bytes:
    return render_status_list("失效的行政规范性文件目录", TODAY, rows, MADE_AT, "示范区司法局")


def _printed_list() -> bytes:
    """A list of the desk with as many columns as fit, one of them longer than its width."""
    labels = ("文件名称", "发文字号", "制定机关", "状态", "公布日期", "报送期限", "时限", "备案登记号")
    columns = [ListColumn(label) for label in labels]
    day = date(2024, 10, 15)
    row = (
        ordinary(1)[0].title,
        "示政办规〔2024〕112号",
        "示范区住房和城乡建设局",
        "已登记",
        day,
        day,
        "逾期12日",
        "备〔2026〕115号",
    )
    return render_listing(Listing("备案清单", columns, [row] * 60), MADE_AT, "示范区司法局")


RARE = ordinary(
    1, title="关于𠮷㟃〇镇\x0b的通知\x00<a>&", doc_no="㟃政〔2020〕1号\ud800", reason="𠮷\n㟃　〇"
)
HARD: dict[str, Callable[[], bytes]] = {
    "ordinary": lambda: _listed(ordinary(120)),
    "ended": lambda: _listed(ended(60)),
    "long titles": lambda: _listed(
        ordinary(30, title=_long(120, "关于进一步加强和规范示范区营商环境工作的"))
    ),
    "long issuers": lambda: _listed(ordinary(30, authority=_long(60, "示范区住房和城乡建设与交通运输"))),
    "long numbers": lambda: _listed(ordinary(12, doc_no="示范区人民政府通告2021年第2号")),
    "30 groups": lambda: _listed(of_many(30)),
    "one of each": lambda: _listed(tuple(ordinary(1, f"示范区第{at}局")[0] for at in range(60))),
    "rare": lambda: _listed((*RARE, *ordinary(3))),
    **{f"{n} characters": lambda n=n: _listed(_tall_at_the_end(n)) for n in range(100, 2001, 190)},  # type: ignore[misc]
    "columns": _printed_list,
    "release": lambda: render_release(
        release(
            Annex(Outcome.RETAIN, ordinary(46), 2),
            Annex(Outcome.TO_AMEND, ordinary(9, reason=REASON, deadline_on=date(2026, 12, 31))),
            Annex(Outcome.LAPSE, (), 3),
            Annex(Outcome.REPEAL, ended(12)),
            issuer="示范省示范市示范区住房和城乡建设局、示范区自然资源和规划局、示范区发展和改革委员会",
        )
    ),
}
