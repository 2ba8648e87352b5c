"""Write an untidy ledger, as offices have them, and print the right counts of its import.

    python bench/make_ledger.py FILE.xlsx [--rows 25000] [--seed 1]

Three sheets of a register: titles above the header, a two-line blank, group headings, merged authority cells, totals,
signature lines, the header printed again; dates in eight spellings and as serials; numbers in every bracket, some used
twice; the status in the words of offices, in the title, and contradicted by a day. Four sheets of a cleanup: sections,
ticked columns, annexes in one sheet, and a sheet whose name says it all. Prints one line of JSON: how many rows are
documents, and how many of them must be added, refused and repeated (unchanged); the truth of each row is returned.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from registry.clock import today

OFFICES = (
    "青溪区人民政府", "青溪区人民政府办公室", "青溪区教育局", "青溪区农业农村局", "青溪区卫生健康局", "青溪区财政局",
    "青溪区白石镇人民政府", "青溪区柳林街道办事处",
)  # fmt: skip
CODES = ("青政", "青政办", "青教", "青农", "青卫", "青财", "白政", "柳办")
CLEANUP_HEADER = ["序号", "文件名称", "文号", "制定机关", "公布日期"]
ANNEXES = (
    ("继续有效的行政规范性文件目录", "in_force", (0, 1, 2, 3, 4)),
    ("宣布失效的行政规范性文件目录", "declared_lapsed", (0, 3, 1, 4, 2, 5)),
    ("青溪区人民政府决定废止的文件目录", "repealed", (0, 2, 1, 3, 4)),
)
"""(title, status, the order of the columns) of annexes in one sheet."""
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
WORDS = {
    "in_force": "有效 继续有效 保留（继续有效） 拟废止 建议废止 拟宣布失效 部分废止 尚未失效 不予废止 适时修改 "
    "限期修改 继续有效（原拟废止） 重新公布",
    "repealed": "废止 作废 已废除 被替代 废止（2020年1月1日） 已于2020年1月1日废止 被青政〔2020〕1号废止 失效（废止）",
    "lapsed": "失效 自行失效 到期 无效 终止 不再执行 失效（有效期届满）",
    "declared_lapsed": "宣布失效 宣布失效（废止） 予以失效",
    "reclassified": "经重新认定不属于行政规范性文件",
    "unknown": "废止或失效 已了结 有效/废止 修改后废止",
}
"""status → the words that a ledger has for it. What nobody can read is unknown."""
SECTIONS = (
    ("一、继续有效的文件", "in_force"), ("二、宣布废止的文件", "repealed"), ("三、宣布失效的文件", "declared_lapsed"),
    ("四、拟废止的文件", "in_force"), ("五、废止或失效的文件", "unknown"),
)  # fmt: skip
TICKS = (("继续有效", "in_force"), ("修改", "in_force"), ("废止", "repealed"), ("失效", "lapsed"))
SIGNATURES = (
    ("填报人：某甲", "填报日期：2025年3月1日"),
    ("单位负责人（签字）：", "联系电话：0000-0000000"),
    ("", "青溪区司法局", "", "", "2025年3月1日"),
    ("", "注：本表一式两份"),
)
BAD_DATES = ("1987年10年27日", "2019年2月30日", "待定", "2020年3月")


@dataclass
class Made:
    """What a ledger was made to hold: the right counts, and title → what its row says of the status today."""

    counts: Counter[str] = field(default_factory=Counter)
    truth: dict[str, str] = field(default_factory=dict)

    @property
    def right(self) -> dict[str, int]:
        return {f"n_{name}": self.counts[name] for name in ("read", "added", "refused", "unchanged")}


def main() -> None:
    """Write the file and print what it holds."""
    options = argparse.ArgumentParser()
    options.add_argument("file", type=Path)
    options.add_argument("--rows", type=int, default=25_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    made = write_ledger(chosen.file, chosen.rows, chosen.seed)
    sys.stdout.write(json.dumps({**made.right, "truth": Counter(made.truth.values())}) + "\n")


def write_ledger(file: Path, n_rows: int, seed: int = 1) -> Made:
    """The right n_read, n_added, n_refused and n_unchanged of the workbook that is written, and its truth."""
    chance = random.Random(seed)
    book = Workbook()
    book.remove(book.active)
    made = Made()
    n_cleanup = n_rows // 20
    shares = [(n_rows - 4 * n_cleanup) // 3] * 3
    shares[0] += n_rows - sum(shares) - 4 * n_cleanup
    for index, header in enumerate(HEADERS):
        sheet = book.create_sheet(("政府文件", "部门文件", "镇街文件")[index])
        _fill(sheet, header, index, shares[index], chance, made)
    _fill_sections(book.create_sheet("清理结果"), n_cleanup, made)
    _fill_ticks(book.create_sheet("清理意见表"), n_cleanup, chance, made)
    _fill_annexes(book.create_sheet("附件"), n_cleanup, made)
    _fill_repealed(book.create_sheet("废止目录"), n_cleanup, made)
    book.create_sheet("填表说明").append(["请各单位于月底前报送", None])
    book.save(file)
    return made


def _fill(
    sheet: Worksheet,
    header: tuple[str, ...],
    index: int,
    n_rows: int,
    chance: random.Random,
    made: Made,
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
            row, truth = _row(n, index, verdict, chance)
            made.truth |= {_plain(row[1]): truth} if verdict == "added" else {}
        sheet.append(row)
        if verdict == "refused":
            row = []
        made.counts.update([verdict, "read"])
        remark = sheet.cell(sheet.max_row - 1, sheet.max_column).value
        is_merged = n % 97 == 0 and n and n % 500 and n % 2_000 != 1_999 and remark in ("", "见档案")
        if is_merged and verdict == "added":
            _merge_remark(sheet)
            row = []  # its remark has changed, so a copy would not be unchanged
    sheet.append(["合计", n_rows])
    for line in SIGNATURES:
        sheet.append(line)


def _fill_sections(sheet: Worksheet, n_rows: int, made: Made) -> None:
    """A cleanup's result: what a row says of the status stands in the heading above it."""
    sheet.append(["青溪区行政规范性文件清理结果"])
    sheet.append(CLEANUP_HEADER)
    for index, (heading, status) in enumerate(SECTIONS):
        share = n_rows // len(SECTIONS) + (n_rows % len(SECTIONS) if index == 0 else 0)
        sheet.append([f"{heading}（{share}件）"])
        for n in range(share):
            sheet.append(_cleanup_row(f"{'甲乙丙丁戊'[index]}{n + 1}", status, made))
    for line in SIGNATURES:
        sheet.append(line)


def _fill_ticks(sheet: Worksheet, n_rows: int, chance: random.Random, made: Made) -> None:
    """A table whose columns are ticked, some rows twice."""
    sheet.append([*CLEANUP_HEADER, *(heading for heading, _ in TICKS)])
    for n in range(n_rows):
        ticked = {chance.randrange(4)} | ({3} if chance.random() < 0.02 else set())
        statuses = {TICKS[at][1] for at in ticked}
        truth = statuses.pop() if len(statuses) == 1 else "unknown"
        if ticked == {2, 3}:
            truth = "repealed"
        sheet.append(
            [*_cleanup_row(f"庚{n + 1}", truth, made), *("√" if at in ticked else "" for at in range(4))]
        )


def _fill_annexes(sheet: Worksheet, n_rows: int, made: Made) -> None:
    """Three annexes in one sheet, each with columns of its own."""
    third = n_rows // 3
    for index, (heading, status, order) in enumerate(ANNEXES):
        sheet.append([f"附件{index + 1}"])
        sheet.append([heading])
        header = [*CLEANUP_HEADER, "失效理由"]
        sheet.append([header[at] for at in order])
        for n in range(third + (n_rows % 3 if index == 0 else 0)):
            row = [*_cleanup_row(f"辛{'子丑寅'[index]}{n + 1}", status, made), "任务完成" if index else ""]
            sheet.append([row[at] for at in order])


def _fill_repealed(sheet: Worksheet, n_rows: int, made: Made) -> None:
    """The name of the sheet says that its documents are repealed; some of its rows say otherwise."""
    sheet.append([*CLEANUP_HEADER, "时效性"])
    for n in range(n_rows):
        is_contrary = n % 50 == 49
        truth = "unknown" if is_contrary else "repealed"
        sheet.append([*_cleanup_row(f"壬{n + 1}", truth, made), "有效" if is_contrary else ""])


def _cleanup_row(name: str, status: str, made: Made) -> list[Any]:
    title = f"青溪区{name}水渠管理办法"
    made.truth[title] = status
    made.counts.update(["added", "read"])
    return ["", title, "", OFFICES[0], "2016-03-01"]


def _plain(title: str) -> str:
    return title.removeprefix("【已失效】")


def _verdict(chance: random.Random) -> str:
    return "refused" if chance.random() < 0.01 else "added"


def _row(n: int, index: int, verdict: str, chance: random.Random) -> tuple[list[Any], str]:
    """The cells of a row, and what they say of the status today."""
    office = chance.randrange(len(OFFICES))
    day = date(2000, 1, 1) + timedelta(days=chance.randrange(9_000))
    start = day + timedelta(days=chance.choice((0, 30)))
    written = chance.choice(DATES)
    title = f"{OFFICES[office]}关于第{n + 1}号{chance.choice(('民生', '产业', '城建'))}事项{'ABC'[index]}类管理的通知"
    number = chance.choice(NUMBERS).format(CODES[office] + "甲乙丙"[index], day.year, n + 1)
    published: Any = written(day)
    if verdict == "refused":
        title, published = (title, chance.choice(BAD_DATES)) if chance.random() < 0.7 else ("", published)
    last = start + timedelta(days=1825)
    until = chance.choice(("", "长期有效", "五年", last.isoformat()))
    stated = chance.choice(("", *WORDS))
    status = chance.choice(WORDS[stated].split()) if stated else ""
    truth = stated or "in_force"
    remark = chance.choice(("", "见档案"))
    if until not in ("", "长期有效") and last < today():
        # the period is over: only a word that says valid contradicts it, and 修改 says nothing of it
        truth = "unknown" if stated == "in_force" and "修改" not in status else truth if stated else "lapsed"
        truth = "lapsed" if "修改" in status and stated == "in_force" else truth
    if stated == "in_force" and chance.random() < 0.05:
        remark, truth = "已于2021年5月1日废止", "unknown"
    elif title and not stated and chance.random() < 0.05:
        title, truth = f"【已失效】{title}", "lapsed"
    return [n + 1, title, number, OFFICES[office], published, written(start), until, status, remark], truth


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
