"""A list of documents as tables: government first, then departments and townships, one table per issuing authority.

One table per authority also keeps the file usable: the time to lay out a table grows with the square of its rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from registry.domain.cleanups import Outcome
from registry.exports._blocks import AFTER_TABLE, Column, table, text
from registry.exports._wording import in_table, numeral
from registry.exports.papers import GROUP_WORDS, ListRow

Columns = tuple[Column[ListRow], ...]

_GROUP_ORDER = list(GROUP_WORDS)


def _valid_until(row: ListRow) -> str:
    return in_table(row.valid_until) if row.valid_until else row.valid_until_text


_DOC_NO: Column[ListRow] = Column("发文字号", 2300, lambda row: row.doc_no or "—")
_AUTHORITY: Column[ListRow] = Column("制定机关", 1590, lambda row: row.authority)
_PUBLISHED: Column[ListRow] = Column("公布日期", 1320, lambda row: in_table(row.published_on))
_EFFECTIVE: Column[ListRow] = Column("施行日期", 1320, lambda row: in_table(row.effective_on))
_VALID_UNTIL: Column[ListRow] = Column("有效期至", 1320, _valid_until)


def _title(width: int) -> Column[ListRow]:
    return Column("文件名称", width, lambda row: row.title, is_centred=False)


def _reason(heading: str, width: int) -> Column[ListRow]:
    return Column(heading, width, lambda row: row.reason, is_centred=False)


def _ended_on(heading: str) -> Column[ListRow]:
    return Column(heading, 1320, lambda row: in_table(row.ended_on))


# Widths add up, with the number's 640, to the 12,756 of a landscape page's 225 mm.
IN_FORCE: Columns = (
    _title(3366), _DOC_NO, _AUTHORITY, _PUBLISHED, _EFFECTIVE, _VALID_UNTIL,
    Column("备注", 900, lambda row: row.note, is_centred=False),
)  # fmt: skip
TO_AMEND: Columns = (
    _title(2336), _DOC_NO, _AUTHORITY, _PUBLISHED, _reason("修改理由", 1950),
    Column("责任单位", 1300, lambda row: row.responsible or row.authority),
    Column("完成时限", 1320, lambda row: in_table(row.deadline_on)),
)  # fmt: skip
RECLASSIFIED: Columns = (_title(3806), _DOC_NO, _AUTHORITY, _PUBLISHED, _reason("认定理由", 3100))


def ended(reason: str, ended_on: str) -> Columns:
    """The columns of documents whose life is over, under the headings of how it ended."""
    return (_title(3186), _DOC_NO, _AUTHORITY, _PUBLISHED, _reason(reason, 2400), _ended_on(ended_on))


COLUMNS: dict[Outcome, Columns] = {
    Outcome.RETAIN: IN_FORCE,
    Outcome.TO_AMEND: TO_AMEND,
    Outcome.LAPSE: ended("失效理由", "失效日期"),
    Outcome.REPEAL: ended("废止理由/依据", "废止日期"),
    Outcome.RECLASSIFY: RECLASSIFIED,
}


def ordered(rows: Iterable[ListRow]) -> list[ListRow]:
    """Rows as they are printed: by group, authorities in the order they first appear, then by date, unknown last."""
    rows = list(rows)
    rank: dict[str, int] = {}
    for row in rows:
        rank.setdefault(row.authority, len(rank))
    return sorted(rows, key=lambda row: (_GROUP_ORDER.index(row.group), rank[row.authority], _day(row)))


def _day(row: ListRow) -> date:
    return row.published_on or row.signed_on or date.max


def tables(columns: Columns, rows: Sequence[ListRow]) -> Iterator[str]:
    """Headings and tables, numbered through; one centred 无 where there are no rows."""
    if not rows:
        yield text("PaperSubtitle", "无")
        return
    first = 1
    for place, (group, in_group) in enumerate(groupby(ordered(rows), key=lambda row: row.group), 1):
        of_group = list(in_group)
        yield text("GroupHeading", f"{numeral(place)}、{GROUP_WORDS[group]}（{len(of_group)}件）")
        for number, (authority, own) in enumerate(groupby(of_group, key=lambda row: row.authority), 1):
            of_authority = list(own)
            yield text("AuthorityHeading", f"（{numeral(number)}）{authority}（{len(of_authority)}件）")
            yield table(columns, of_authority, first)
            first += len(of_authority)
    yield AFTER_TABLE
