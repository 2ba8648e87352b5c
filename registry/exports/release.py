"""The decision that publishes a cleanup round's result, with one annex per outcome (GB/T 9704-2012, DOMAIN §8).

Its frozen rows as a table, too.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, time

from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.errors import Refusal
from registry.domain.instants import SHANGHAI
from registry.domain.list_wording import filled
from registry.domain.listed import ReleaseRow, columns_of, standings
from registry.domain.numerals import numeral
from registry.domain.papers.kinds import Genre
from registry.domain.written_days import cn_date
from registry.exports._lists import annex_columns, list_of
from registry.exports.blocks import KEEP_WITH_NEXT, NEW_PAGE, paragraph, run, text
from registry.exports.papers.facts import ANNEX_TITLES, Annex, ReleasePaper
from registry.exports.papers.frame import annex_heading, annex_list, annex_mark, bound
from registry.exports.papers.model import PLAIN, OfficeStyle, Paper
from registry.exports.sheet import Pages, Properties
from registry.exports.styles import KAI
from registry.exports.tables import render_table

_OUTCOMES: dict[Outcome, str] = {
    Outcome.RETAIN: "继续有效",
    Outcome.TO_AMEND: "需要修改",
    Outcome.LAPSE: "宣布失效",
    Outcome.REPEAL: "废止",
    Outcome.RECLASSIFY: "经重新认定不属于行政规范性文件",
}


def render_release(paper: ReleasePaper, style: OfficeStyle = PLAIN) -> bytes:
    """The .docx of a release; the same facts give the same bytes. Raises Refusal when the totals do not agree."""
    n_counted = sum(annex.n_documents for annex in paper.annexes)
    if n_counted != paper.n_scope:
        raise Refusal(
            f"清理范围共{paper.n_scope}件，各类结果合计{n_counted}件，两数不符，不能生成清理结果文件。请逐件核对清理意见后再发布。"
        )
    properties = Properties(
        paper.title,
        paper.issuer,
        datetime.combine(paper.published_on, time(), SHANGHAI),
        f"发布编号：{paper.release_no}；审计链末端：{paper.head_hash}",
    )
    return bound(_framed(paper), style, _body(paper), [Pages(_annexes(paper), is_turned=True)], properties)


def render_rows(
    rows: Sequence[ReleaseRow], frozen_fields: Collection[str], suffix: str, issuer: str = ""
) -> bytes:
    """The rows of a release as csv or xlsx, with the columns that were frozen with it."""
    columns = columns_of(frozen_fields)
    cells = [
        [row.position, OUTCOME_WORDS[row.outcome], *(column.kept(row) for column in columns)] for row in rows
    ]
    headers = ("序号", "清理结果", *(column.label for column in columns))
    return render_table(headers, cells, "清理结果", suffix, issuer)


def _body(paper: ReleasePaper) -> Iterator[str]:
    yield text("Normal", _opening(paper))
    for place, (title, sentences) in enumerate(_parts(paper), 1):
        yield text("Heading1", f"{numeral(place)}、{title}")
        yield from sentences
    yield from annex_list([ANNEX_TITLES[annex.outcome] for _, annex in _printed(paper)])


def _framed(paper: ReleasePaper) -> Paper:
    return Paper(
        genre=_genre(paper),
        title=paper.title,
        issuer=paper.issuer,
        signed_on=paper.signed_on,
        body=(),
        number=paper.doc_no or "",
        printed_on=paper.published_on,
    )


def _genre(paper: ReleasePaper) -> Genre:
    """The kind of the paper by the last word of its title: 通告 unless it is another."""
    others = (Genre.DECISION, Genre.PUBLIC_NOTICE, Genre.NOTICE)
    return next((genre for genre in others if paper.title.endswith(genre.word)), Genre.ANNOUNCEMENT)


def _word(paper: ReleasePaper) -> str:
    return _genre(paper).word


def _clause(words: str) -> str:
    return words.strip().rstrip("。；，;,")


def _opening(paper: ReleasePaper) -> str:
    decided = {"审议日期": cn_date(paper.decided_on), "会议": _clause(paper.meeting)}
    return (
        f"{_clause(paper.basis)}，{paper.issuer}组织开展了行政规范性文件清理。{_clause(paper.scope)}，"
        f"截止日期为{cn_date(paper.cut_off_on)}。{filled(_clause(paper.approval), decided)}，"
        f"现{'决定' if _word(paper) == '决定' else '公布'}如下："
    )


def _parts(paper: ReleasePaper) -> Iterator[tuple[str, list[str]]]:
    n_secret = sum(annex.n_secret for annex in paper.annexes)
    included = f"（含不予公开的{n_secret}件）" if n_secret else ""
    counts = [text("Normal", f"本次清理共涉及行政规范性文件{paper.n_scope}件{included}。")]
    marks = {annex.outcome: annex_mark(number, len(_printed(paper))) for number, annex in _printed(paper)}
    counts += [
        _count(number, annex, marks.get(annex.outcome, "")) for number, annex in enumerate(paper.annexes, 1)
    ]
    if paper.n_left_out:
        note = (
            f"另有非本级机关制定的文件{paper.n_left_out}件（{paper.left_out}），不属于本次清理范围，未列入。"
        )
        counts.append(text("Normal", note))
    yield "清理结果", counts
    if effects := [text("Normal", sentence) for sentence in _effects(paper)]:
        yield "文件效力", effects
    if amend := _amending(paper):
        yield "修改要求", [text("Normal", amend)]
    yield "目录查询", [text("Normal", f"清理后的文件目录和文件文本，可在{_clause(paper.look_at)}查询。")]
    yield "施行日期", [text("Normal", f"本{_word(paper)}{_from(paper)}施行。", lead=KEEP_WITH_NEXT)]


def _printed(paper: ReleasePaper) -> list[tuple[int, Annex]]:
    """The numbered annexes that stand on pages: one of secret documents only would be an empty heading."""
    return [*enumerate((annex for annex in paper.annexes if annex.rows or not annex.n_secret), 1)]


def _count(number: int, annex: Annex, mark: str) -> str:
    n_listed, n_secret = len(annex.rows), annex.n_secret
    if n_listed and n_secret:
        where = f"其中{n_listed}件的目录见{mark}，另有{n_secret}件不予公开的文件已另行通知。"
    elif n_secret:
        where = "均为不予公开的文件，已另行通知。"
    else:
        where = f"目录见{mark}。" if n_listed else ""
    among = f"（{words}）" if (words := standings(annex.rows)) else ""
    summary = f"（{numeral(number)}）{_OUTCOMES[annex.outcome]}{annex.n_documents}件{among}。"
    return paragraph("Normal", run(summary, KAI) + run(where))


def _from(paper: ReleasePaper) -> str:
    return f"自{cn_date(paper.effective_on)}起" if paper.effective_on else "自公布之日起"


def _effects(paper: ReleasePaper) -> Iterator[str]:
    listed = {annex.outcome for annex in paper.annexes if annex.n_documents}
    words = [_OUTCOMES[outcome] for outcome in (Outcome.REPEAL, Outcome.LAPSE) if outcome in listed]
    ended = "、".join(words)
    since = f"自本{_word(paper)}公布之日起" if paper.effective_on is None else _from(paper)
    values = {"终止": ended, "自何时": since, "文种": _word(paper)}
    if ended and paper.effect:
        yield filled(f"{_clause(paper.effect)}。", values)
    if Outcome.RECLASSIFY in listed:
        yield "经重新认定不属于行政规范性文件的文件，不再作为行政规范性文件管理。"
    if paper.unlisted:
        yield filled(f"{_clause(paper.unlisted)}。", values)


def _amending(paper: ReleasePaper) -> str:
    if not any(annex.outcome is Outcome.TO_AMEND and annex.n_documents for annex in paper.annexes):
        return ""
    own = {
        row.deadline_on for annex in paper.annexes if annex.outcome is Outcome.TO_AMEND for row in annex.rows
    }
    until = "在附件载明的时限内"
    if paper.amend_deadline and own <= {paper.amend_deadline, None}:
        until = f"于{cn_date(paper.amend_deadline)}前（含当日）"
    meanwhile = "修改完成前，其中与现行法律、法规、规章和上级规定相一致的内容继续执行"
    return f"需要修改的文件，由责任单位{until}完成修改；{meanwhile}。"


def _annexes(paper: ReleasePaper) -> Iterator[str]:
    for number, annex in _printed(paper):
        yield from _annex(paper, number, annex)


def _annex(paper: ReleasePaper, number: int, annex: Annex) -> Iterator[str]:
    title, lead = ANNEX_TITLES[annex.outcome], NEW_PAGE if number > 1 else ""
    yield from annex_heading(number, len(_printed(paper)), title, paper.issuer, is_turned=True, lead=lead)
    if annex.rows:
        yield text("PaperSubtitle", f"（{_annex_count(annex)}）")
    yield from list_of(title, annex_columns(annex.outcome), annex.rows)


def _annex_count(annex: Annex) -> str:
    n_listed, n_secret = len(annex.rows), annex.n_secret
    among = f"，{words}" if (words := standings(annex.rows)) else ""
    return f"共{n_listed}件{among}" + (f"；另有{n_secret}件不予公开的文件已另行通知" if n_secret else "")
