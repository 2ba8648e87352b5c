"""Write an untidy ledger, as offices have them, and print the right counts of its import.

    python bench/make_ledger.py FILE.xlsx [--rows 25000] [--seed 1]

Three sheets: titles above the header, a two-line blank, group headings, merged authority cells, a total, the header
printed again; dates in eight spellings and as serials; numbers in every bracket. Prints one line of JSON: how many rows
are documents, and how many of them must be added, refused and repeated (unchanged).
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

OFFICES = (
    "青溪区人民政府", "青溪区人民政府办公室", "青溪区教育局", "青溪区农业农村局", "青溪区卫生健康局", "青溪区财政局",
    "青溪区白石镇人民政府", "青溪区柳林街道办事处",
)  # fmt: skip
CODES = ("青政", "青政办", "青教", "青农", "青卫", "青财", "白政", "柳办")
HEADERS = (
    ("序号", "文件名称", "发文字号", "制定机关", "公布日期", "施行日期", "有效期至", "时效性", "备 注"),
    ("序 号", "规范性文件名称", "文号", "发文单位", "发布时间", "实施时间", "有效期", "清理结果", "备注"),
    ("编号", "标题", "文件编号", "起草单位", "颁布日期", "生效日期", "有效期限", "效力状态", "说明"),
)
DATES: tuple[Callable[[date], Any], ...] = (
    lambda day: day.isoformat(),
    lambda day: day,
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day:%Y%m%d}",
    lambda day: (day - date(1899, 12, 30)).days,
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: (
        "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
        + f"年{_han(day.month)}月{_han(day.day)}日"
    ),
)
NUMBERS: tuple[str, ...] = (
    "{}〔{}〕{}号", "{}[{}]{}号", "{}（{}）{}号", "{}【{}】第{}号", "{} 〔{}〕 {} 号", "发文字号：{}［{}］{}",
)  # fmt: skip
BAD_DATES = ("1987年10年27日", "2019年2月30日", "待定", "2020年3月")


def main() -> None:
    """Write the file and print what it holds."""
    options = argparse.ArgumentParser()
    options.add_argument("file", type=Path)
    options.add_argument("--rows", type=int, default=25_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    sys.stdout.write(json.dumps(write_ledger(chosen.file, chosen.rows, chosen.seed)) + "\n")


def write_ledger(file: Path, n_rows: int, seed: int = 1) -> dict[str, int]:
    """The right n_read, n_added, n_refused and n_unchanged of the workbook that is written."""
    chance = random.Random(seed)
    book = Workbook()
    book.remove(book.active)
    counts: Counter[str] = Counter()
    for index, header in enumerate(HEADERS):
        sheet = book.create_sheet(("政府文件", "部门文件", "镇街文件")[index])
        share = n_rows // 3 + (n_rows % 3 if index == 0 else 0)
        _fill(sheet, header, index, share, chance, counts)
    book.create_sheet("填表说明").append(["请各单位于月底前报送", None])
    book.save(file)
    return {f"n_{name}": counts[name] for name in ("read", "added", "refused", "unchanged")}


def _fill(
    sheet: Worksheet,
    header: tuple[str, ...],
    index: int,
    n_rows: int,
    chance: random.Random,
    counts: Counter[str],
) -> None:
    sheet.append(["青溪区行政规范性文件台账"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(header))
    sheet.append(["填表单位：青溪区司法局", None, None, None, "填表日期：2025年3月1日"])
    sheet.append(list(header))
    row: list[Any] = []
    for n in range(n_rows):
        if n % 500 == 0:
            sheet.append([f"（{_han(n // 500 % 10 + 1)}）{2000 + n // 500 % 20}年文件"])
        if n % 2_000 == 1_999:
            sheet.append(list(header))
        verdict = "unchanged" if row and chance.random() < 0.005 else _verdict(chance)
        if verdict != "unchanged":
            row = _row(n, index, verdict, chance)
        sheet.append(row)
        if verdict == "refused":
            row = []
        counts.update([verdict, "read"])
        if n % 97 == 0 and n and verdict == "added" and n % 500 and n % 2_000 != 1_999:
            _merge_remark(sheet)
            row = []  # its remark has changed, so a copy would not be unchanged
    sheet.append(["合计", n_rows])


def _verdict(chance: random.Random) -> str:
    return "refused" if chance.random() < 0.01 else "added"


def _row(n: int, index: int, verdict: str, chance: random.Random) -> list[Any]:
    office = chance.randrange(len(OFFICES))
    day = date(2000, 1, 1) + timedelta(days=chance.randrange(9_000))
    start = day + timedelta(days=chance.choice((0, 30)))
    written = chance.choice(DATES)
    title = f"{OFFICES[office]}关于第{n + 1}号{chance.choice(('民生', '产业', '城建'))}事项{'ABC'[index]}类管理的通知"
    number = chance.choice(NUMBERS).format(CODES[office] + "甲乙丙"[index], day.year, n + 1)
    published: Any = written(day)
    if verdict == "refused":
        title, published = (title, chance.choice(BAD_DATES)) if chance.random() < 0.7 else ("", published)
    until = chance.choice(("", "长期有效", "五年", (start + timedelta(days=1825)).isoformat()))
    status = chance.choice(("", "有效", "继续有效", "废止", "失效"))
    return [
        n + 1,
        title,
        number,
        OFFICES[office],
        published,
        written(start),
        until,
        status,
        chance.choice(("", "见档案")),
    ]


def _merge_remark(sheet: Worksheet) -> None:
    """Merges the last cell with the one above, as offices do when a remark is for both."""
    last, column = sheet.max_row, sheet.max_column
    sheet.merge_cells(start_row=last - 1, start_column=column, end_row=last, end_column=column)


def _han(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (
        digits[ones] if ones or not tens else ""
    )


if __name__ == "__main__":
    main()
