"""Real published lists, decided and released again: is every row and every cell of the paper what the list says?

    python bench/real_lists.py FOLDER [--show]

FOLDER holds .csv files with title, doc_number, issuer, date, status and note. Each becomes a register of its own: its
documents are imported as in force, a round is opened over them, its workbook is filled in with the words of the list
and sent back, the findings are accepted, and the list is released. The tables of the .docx are then read by python-docx
and compared with the .csv: row for row, and title, number, issuer, date, outcome
and reason of each.
"""

import argparse
import csv
import json
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
from click.testing import CliRunner, Result

from registry.cli import main as registry
from registry.domain import doc_numbers
from registry.domain.cleanups import OUTCOME_WORDS
from registry.domain.errors import Refusal
from registry.domain.normal import title_key, visible
from registry.readers.documents.dates import parse_date
from registry.readers.ledgers.outcomes import OutcomeLine, read_outcome

DAY, CUT_OFF = "2026-03-05", "2025-12-31"
COMPARED = ("title", "number", "issuer", "day", "outcome", "reason")
Cells = dict[str, str]
_ORDINAL, _COUNT = (
    re.compile(r"^(?:[（(]?[一二三四五六七八九十]+[）)、]\s*)"),
    re.compile(r"[（(]\d+件[）)]$"),
)


@dataclass
class Replay:
    """What became of a list."""

    name: str
    n_rows: int
    n_imported: int = 0
    returned: str = ""
    n_paper: int = 0
    lost: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--show", action="store_true", help="name every row and cell that differs")
    asked = options.parse_args()
    _say(
        "list, rows, imported, read=same+changed+clashes+refused, rows in the paper, rows lost, cells differing"
    )
    for path in sorted(asked.folder.glob("*.csv")):
        with tempfile.TemporaryDirectory() as folder:
            replay = _replay(path, Path(folder))
        _say(
            f"{replay.name}, {replay.n_rows}, {replay.n_imported}, {replay.returned}, {replay.n_paper}, "
            f"{len(replay.lost)}, {len(replay.differing)}"
        )
        for line in (*replay.lost, *replay.differing) if asked.show else ():
            _say(f"    {line}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _replay(path: Path, folder: Path) -> Replay:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    replay, instance = Replay(path.stem, len(rows)), folder / "instance"
    _run(instance, "init", "--tracked-from", "2026-01-01")
    ledger = folder / "ledger.csv"
    _write_ledger(ledger, rows)
    _run(instance, "import", str(ledger), may_fail=True)
    for authority in _json(instance, "authority", "list"):
        _run(instance, "authority", "confirm", str(authority["code"]), "--kind", "department", may_fail=True)
    _run(instance, "authority", "add", "示例人民政府", "--kind", "government", "--code", "gov")
    opened = _json(instance, "cleanup", "open", "重放", "--cut-off", CUT_OFF)
    replay.n_imported = int(opened["n_documents"])
    book = folder / "book.xlsx"
    _run(instance, "cleanup", "workbook", "重放", "-o", str(book))
    _fill(book, rows)
    told = _json(instance, "cleanup", "returns", "重放", str(book), "--as", "decisions")
    parts = "+".join(str(told[name]) for name in ("n_same", "n_changed", "n_clashes", "n_refused"))
    replay.returned = f"{told['n_read']}={parts}"
    for finding in _json(instance, "cleanup", "check", "重放")["findings"]:
        if not finding["hard"]:
            _run(instance, "cleanup", "accept", "重放", finding["id"], "--reason", "按原目录")
    paper = folder / "paper.docx"
    days = ("--decided-on", DAY, "--published-on", DAY, "--meeting", "常务会议", "--authority", "gov")
    _run(instance, "cleanup", "release", "重放", *days, "-o", str(paper))
    printed = _printed(paper)
    replay.n_paper = sum(map(len, printed.values()))
    _compare(replay, rows, printed)
    return replay


def _run(instance: Path, *args: str, may_fail: bool = False) -> Result:
    result = CliRunner().invoke(registry, ["--instance", str(instance), *args])
    if result.exit_code and not may_fail:
        raise SystemExit(f"registry {' '.join(args)}: {result.output}")
    return result


def _json(instance: Path, *args: str) -> dict:  # type: ignore[type-arg]
    return json.loads(_run(instance, *args, "--json", may_fail=True).stdout)


def _write_ledger(path: Path, rows: list[Cells]) -> None:
    """The documents as they stood before the list: in force."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["标题", "发文字号", "制定机关", "公布日期", "时效性", "公开属性"])
        for row in rows:
            writer.writerow([row["title"], row["doc_number"], row["issuer"], row["date"], "有效", "主动公开"])


def _fill(book: Path, rows: list[Cells]) -> None:
    """Fills the workbook in, as the list words it."""
    opened = openpyxl.load_workbook(book)
    sheet = opened.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    wanted = {(title_key(row["title"]), _number(row["doc_number"])): row for row in rows}
    for at in range(2, sheet.max_row + 1):
        title, number = (str(sheet.cell(at, columns[name]).value or "") for name in ("标题", "发文字号"))
        row = wanted.get((title_key(title), _number(number)))
        if row is not None:
            sheet.cell(at, columns["清理意见"]).value = row["status"]
            sheet.cell(at, columns["理由"]).value = row["note"] or None
    opened.save(book)


def _printed(paper: Path) -> dict[tuple[str, str], list[Cells]]:
    """(title, number) → the rows of the paper's annexes with their cells; the outcome stands above each annex, the
    authority above its rows."""
    rows: dict[tuple[str, str], list[Cells]] = {}
    file, outcome, issuer = docx.Document(str(paper)), "", ""
    for block in file.iter_inner_content():
        if isinstance(block, docx.text.paragraph.Paragraph):
            outcome = next((word for word in OUTCOME_WORDS.values() if word in block.text), outcome)
            continue
        headings: list[str] = []
        for line in block.rows:
            cells = [cell.text for cell in line.cells]
            if "文件名称" in cells:
                headings = cells
            elif not cells[0].isdecimal():
                issuer = _ORDINAL.sub("", _COUNT.sub("", cells[0]))
            else:
                named = {"制定机关": issuer} | dict(zip(headings, cells, strict=True)) | {"outcome": outcome}
                rows.setdefault((title_key(named["文件名称"]), _number(named["发文字号"])), []).append(named)
    return rows


def _compare(replay: Replay, rows: list[Cells], printed: dict[tuple[str, str], list[Cells]]) -> None:
    lost, differing = [], []
    for row in rows:
        key = (title_key(row["title"]), _number(row["doc_number"]))
        found = printed.get(key, [])
        if not found:
            lost.append(f"not in the paper: {row['title']} {row['doc_number']}")
            continue
        said, shown = _said(row), _shown(found.pop(0))
        differing += [
            f"{row['title']}: {name} {said[name]!r} is printed {shown[name]!r}"
            for name in COMPARED
            if said[name] != shown[name]
        ]
    lost += [f"not in the list: {title}" for (title, _), left in printed.items() for _ in left]
    replay.lost, replay.differing = tuple(lost), tuple(differing)


def _said(row: Cells) -> Cells:
    outcome = read_outcome(OutcomeLine(1, "", "", row["status"], "", "", ""))
    is_kept = OUTCOME_WORDS[outcome] == "继续有效"  # such a list prints no reasons
    return {
        "title": title_key(row["title"]),
        "number": _number(row["doc_number"]),
        "issuer": _bare(row["issuer"]),
        "day": _day(row["date"]),
        "outcome": OUTCOME_WORDS[outcome],
        "reason": "" if is_kept else _bare(row["note"]),
    }


def _shown(cells: Cells) -> Cells:
    reason = next((words for heading, words in cells.items() if "理由" in heading), "")
    return {
        "title": title_key(cells["文件名称"]),
        "number": _number(cells["发文字号"]),
        "issuer": _bare(cells.get("制定机关", "")),
        "day": _day(cells["公布日期"]),
        "outcome": cells["outcome"],
        "reason": _bare(reason),
    }


def _number(written: str) -> str:
    bare = visible(written).replace(" ", "").strip("—-")
    return doc_numbers.key(bare) or bare.lower()


def _day(written: str) -> str:
    try:
        return parse_date(written).isoformat()
    except Refusal:
        return ""


def _bare(words: str) -> str:
    return visible(words).replace(" ", "").rstrip("。").strip("—-")


if __name__ == "__main__":
    main()
