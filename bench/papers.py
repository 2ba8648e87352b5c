"""What official papers cost: drawing them against the least that any writer could do, and keeping one.

Run it from the checkout: python bench/papers.py; bench/exports.py runs it too. Processor time, the writers take turns.
"By hand" writes the same words by templates straight into a zip with the same fixed parts, python-docx by its own
interface.
"""

import io
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

import click
import docx
from invented_register import NOW, TODAY, make
from sqlmodel import Session

from registry.actions.figures.bulletin import bulletin_facts
from registry.actions.figures.list_papers import annual_list_facts
from registry.actions.papers.keep_paper import PaperFacts, draft_paper, keep_paper, style_of
from registry.domain.papers.kinds import PaperKind
from registry.exports.papers.draw import draw_paper
from registry.exports.papers.model import Block, OfficeStyle, Paper, Table
from registry.storage import office
from registry.storage.engine import open_store, reading, transaction

N_DOCUMENTS = 2_400  # of which some 2,000 are public and of the first year of the invented register
YEAR = "2006"
N_KEPT = 50
DOCUMENT = "word/document.xml"
HEAD = {"letterhead": "digital", "has_imprint": "yes", "printed_by": "示范区司法局"}


def main() -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/registry.sqlite", Path(folder))
        make(store, N_DOCUMENTS)
        with transaction(store) as session:
            for name, value in {"office_name": "示范区司法局", **HEAD}.items():
                office.set_setting(session, name, value)
        with reading(store) as session:
            style = style_of(session, notice(1))
            papers = {name: draft_paper(session, *given) for name, given in drafts(session)}
        for name, paper in papers.items():
            side_by_side(name, paper, style)
        with transaction(store) as session:
            keep(session)
        store.engine.dispose()


def drafts(session: Session) -> Iterator[tuple[str, tuple[PaperKind, PaperFacts, object]]]:
    """Each paper that is drawn: its name, its kind, its facts and its day."""
    yield "one letter", (PaperKind.URGING_LETTER, letter(), TODAY)
    yield "opinion of 200 findings", (PaperKind.LEGALITY_OPINION, opinion(200), TODAY)
    yield "情况通报", (PaperKind.FILING_BULLETIN, bulletin_facts(session, YEAR, TODAY), TODAY)
    annual = annual_list_facts(session, YEAR, TODAY)
    yield f"yearly list, {int(annual.values['件数']):,} rows", (PaperKind.ANNUAL_LIST, annual, TODAY)


def notice(filing_id: int) -> PaperFacts:
    title = f"示范区农业农村局关于印发《示范区第{filing_id}号事项管理办法》的通知"
    return PaperFacts(
        subject=filing_id,
        about=title,
        authority_id=7,
        values={
            "制定机关": "示范区农业农村局",
            "文件": f"《{title}》（示农规〔2026〕{filing_id}号）",
            "报送日期": "2026年11月12日",
            "公布日期": "2026年11月5日",
            "备案登记号": f"示备〔2026〕{filing_id}号",
            "登记日期": "2026年11月22日",
            "报送期限": "2026年11月20日",
        },
    )


def letter() -> PaperFacts:
    lines = tuple(
        f"{at}.《示范区第{at}号事项管理办法》（示农规〔2026〕{at}号），报送期限2026年11月{at}日。"
        for at in range(1, 6)
    )
    values = {"制定机关": "示范区农业农村局", "统计日期": "2026年11月22日", "件数": "5", "清单": lines}
    return PaperFacts(7, "示范区农业农村局", values, authority_id=7)


def opinion(n_findings: int) -> PaperFacts:
    finding = (
        "第{0}条第二款规定的“处以500元以上2000元以下罚款”没有法律、法规依据，超越了制定机关的权限，建议删去。"
    )
    return PaperFacts(
        subject=1,
        about="示范区停车管理办法",
        values={
            "制定机关": "示范区农业农村局",
            "文件": "《示范区停车管理办法》",
            "送审日期": "2026年11月12日",
            "审核结论": "应当修改",
            "审核意见": tuple(f"{at}.{finding.format(at)}" for at in range(1, n_findings + 1)),
            "公平竞争审查": "",
            "本机关": "示范区司法局",
        },
    )


def side_by_side(name: str, paper: Paper, style: OfficeStyle) -> None:
    """The processor time of each writer, the shortest of seven runs."""
    fixed = fixed_parts(draw_paper(replace(paper, body=(), annexes=()), style))
    writers: dict[str, Callable[[], object]] = {
        "ours": lambda: draw_paper(paper, style),
        "by hand": lambda: by_hand(paper, fixed),
        "python-docx": lambda: with_python_docx(paper),
    }
    times: dict[str, list[float]] = {writer: [] for writer in writers}
    for _ in range(7):
        for writer, write in writers.items():
            start = time.process_time()
            write()
            times[writer].append((time.process_time() - start) * 1000)
    ours, hand, library = (min(times[writer]) for writer in writers)
    click.echo(
        f"{name}: ours {ours:.1f} ms; by hand {hand:.1f} ms, ratio {ours / hand:.2f}; "
        f"python-docx {library:.1f} ms, ratio {ours / library:.2f}"
    )


def keep(session: Session) -> None:
    """Keeps notices in one transaction, each beside the drawing of the same one; the middle of the times."""
    style, drawn, kept = style_of(session, notice(1)), list[float](), list[float]()
    for at in range(1, N_KEPT + 1):
        facts = notice(at)
        draft = draft_paper(session, PaperKind.REGISTRATION_NOTICE, facts, TODAY, f"备登〔2026〕{at}号")
        start = time.process_time()
        draw_paper(draft, style)
        middle = time.process_time()
        keep_paper(session, "bench", PaperKind.REGISTRATION_NOTICE, facts, signed_on=TODAY, now=NOW)
        drawn.append((middle - start) * 1000)
        kept.append((time.process_time() - middle) * 1000)
    click.echo(
        f"keep_paper, {N_KEPT} in a transaction: p50 {statistics.median(kept):.1f} ms (at most 25), "
        f"drawing alone {statistics.median(drawn):.1f} ms"
    )


def fixed_parts(content: bytes) -> dict[str, bytes]:
    """Everything of a .docx but its words."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist() if name != DOCUMENT}


def by_hand(paper: Paper, fixed: dict[str, bytes]) -> bytes:
    """The limit: the words of the paper by two templates, and the fixed parts of the file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in fixed.items():
            package.writestr(name, content)
        with package.open(DOCUMENT, "w") as file:
            for piece in _pieces(paper):
                file.write(piece.encode())
    return out.getvalue()


def _pieces(paper: Paper) -> Iterator[str]:
    yield "<w:document><w:body>"
    for block in blocks(paper):
        if isinstance(block, str):
            yield _PARAGRAPH % escape(block)
            continue
        row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_CELL * len(block.columns)}</w:tr>"
        rows = rows_of(block)
        yield "<w:tbl>"
        for start in range(0, len(rows), 50):
            yield "".join([row % tuple(map(escape, cells)) for cells in rows[start : start + 50]])
        yield "</w:tbl>"
    yield "</w:body></w:document>"


_PARAGRAPH = '<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>'
_CELL = (
    '<w:tc><w:tcPr><w:tcW w:w="1500" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>'
    '<w:pStyle w:val="Cell"/></w:pPr><w:r><w:t>%s</w:t></w:r></w:p></w:tc>'
)


def with_python_docx(paper: Paper) -> bytes:
    """The same words as python-docx's own interface writes them."""
    file = docx.Document()
    for block in blocks(paper):
        if isinstance(block, str):
            file.add_paragraph(block)
            continue
        rows = rows_of(block)
        table = file.add_table(len(rows), len(block.columns))
        for row, words in zip(table.rows, rows, strict=True):
            for cell, word in zip(row.cells, words, strict=True):
                cell.text = word
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def blocks(paper: Paper) -> Iterator[Block]:
    """What the paper says, in its order."""
    yield from (paper.issuer, paper.number, paper.title, paper.addressees, *paper.body)
    yield from (paper.issuer, paper.signed_on.isoformat(), paper.copies_to)
    for annex in paper.annexes:
        yield from (annex.title, *annex.blocks)


def rows_of(table: Table) -> list[tuple[str, ...]]:
    return [tuple(heading for heading, _ in table.columns), *table.all_rows]


if __name__ == "__main__":
    main()
