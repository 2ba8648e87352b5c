"""The paper that corrects a released list (勘误公告), with the changed rows before and after in its annex."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time

from registry.domain.cleanups import OUTCOME_EVENTS, OUTCOME_WORDS, Outcome
from registry.domain.corrections import RowChange
from registry.domain.instants import SHANGHAI
from registry.domain.listed import Kind
from registry.domain.numerals import numeral
from registry.domain.papers.kinds import Genre
from registry.domain.validity import ENDINGS
from registry.domain.written_days import cn_date
from registry.exports.blocks import text
from registry.exports.list_tables import Column, Group, tables
from registry.exports.papers.facts import CorrectionPaper
from registry.exports.papers.frame import annex_heading, annex_list, bound
from registry.exports.papers.model import PLAIN, OfficeStyle, Paper
from registry.exports.sheet import Pages, Properties

_WHAT = ("结果", "补入", "移出", "文字")
_WORDS = {"结果": "更正清理结果", "补入": "补入目录", "移出": "移出目录", "文字": "更正文字"}
_ANNEX_TITLE = "更正前后对照表"
_COLUMNS = (
    Column[RowChange]("文件名称", lambda change: change.row.title, Kind.PROSE),
    Column[RowChange]("发文字号", lambda change: change.row.doc_no or "—"),
    Column[RowChange]("制定机关", lambda change: change.row.authority),
    Column[RowChange]("更正前", lambda change: change.told_before, Kind.PROSE),
    Column[RowChange]("更正后", lambda change: change.told_after, Kind.PROSE),
)


def render_correction(paper: CorrectionPaper, style: OfficeStyle = PLAIN) -> bytes:
    """The .docx of a correction; the same facts give the same bytes."""
    properties = Properties(
        paper.title,
        paper.issuer,
        datetime.combine(paper.published_on, time(), SHANGHAI),
        f"发布编号：{paper.release_no}；审计链末端：{paper.head_hash}",
    )
    annexes = [Pages(_annex(paper), is_turned=True)] if paper.changes else []
    return bound(_framed(paper), style, _body(paper), annexes, properties)


def _framed(paper: CorrectionPaper) -> Paper:
    return Paper(
        genre=Genre.PUBLIC_NOTICE,
        title=paper.title,
        issuer=paper.issuer,
        signed_on=paper.signed_on,
        body=(),
        number=paper.doc_no or "",
        printed_on=paper.published_on,
    )


def _body(paper: CorrectionPaper) -> Iterator[str]:
    yield text(
        "Normal",
        f"{cn_date(paper.corrected_on)}公布的{paper.corrected}所附目录有误。"
        f"经{cn_date(paper.signed_on)}{paper.meeting}审议通过，现更正如下：",
    )
    for place, (title, sentences) in enumerate(_parts(paper), 1):
        yield text("Heading1", f"{numeral(place)}、{title}")
        for sentence in sentences:
            yield text("Normal", sentence)
    if paper.changes:
        yield from annex_list([_ANNEX_TITLE])


def _parts(paper: CorrectionPaper) -> Iterator[tuple[str, list[str]]]:
    yield "更正原因", [f"{paper.because.rstrip('。；，')}。"]
    yield "更正内容", [_summary(paper)]
    if effects := [*_effects(paper)]:
        yield "文件效力", effects
    counts = "，".join(f"{OUTCOME_WORDS[outcome]}{n}件" for outcome, n in paper.counts)
    total = sum(n for _, n in paper.counts)
    yield "更正后的清理结果", [f"更正后，清理结果共{total}件：{counts}。除上述更正外，原目录的其他内容不变。"]
    yield "目录查询", [f"更正后的目录可在{paper.look_at}查询。"]


def _summary(paper: CorrectionPaper) -> str:
    counts = Counter(change.what for change in paper.changes)
    parts = "，".join(f"{_WORDS[what]}{counts[what]}件" for what in _WHAT if counts[what])
    listed = f"{parts}，更正前后的内容见附件。" if parts else ""
    unlisted = f"另有不予公开的文件{paper.n_unlisted}件，已另行通知。" if paper.n_unlisted else ""
    return f"共更正{len(paper.changes) + paper.n_unlisted}件：{listed}{unlisted}"


def _effects(paper: CorrectionPaper) -> Iterator[str]:
    moves = [(_ends(change.before), _ends(change.after)) for change in paper.changes]
    if (True, False) in moves:
        yield "原列为废止、失效等终止的结果，更正为继续有效、修改或者移出目录的文件，不因原目录而终止，其间继续执行。"
    if (False, True) in moves:
        since = "自本公告公布之日起按更正后的结果执行；附件载明终止日期的，以载明的日期为准。"
        yield f"更正为废止、失效或者不属于行政规范性文件的，{since}"


def _ends(row: object) -> bool:
    outcome = getattr(row, "outcome", None)
    return isinstance(outcome, Outcome) and OUTCOME_EVENTS[outcome] in ENDINGS


def _annex(paper: CorrectionPaper) -> Iterator[str]:
    yield from annex_heading(1, 1, _ANNEX_TITLE, paper.issuer, is_turned=True)
    yield text("PaperSubtitle", f"（共{len(paper.changes)}件）")
    yield from tables(_ANNEX_TITLE, _COLUMNS, [Group(paper.changes)])
