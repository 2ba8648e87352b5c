"""A row of a ledger as typed values, with its problems in sentences that a clerk can act on."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from registry.domain import doc_numbers
from registry.domain.document_fields import LEDGER_PLAIN, LONGEST, UNIQUE
from registry.domain.errors import Refusal
from registry.domain.normal import tidy
from registry.readers.documents.authorities import is_authority, names_in_title, split_names
from registry.readers.documents.dates import parse_date
from registry.readers.documents.periods import months_of, task_in
from registry.readers.files.workbook_marks import NO_RESULT
from registry.readers.ledgers.columns import DATE_FIELDS, FIELD_WORDS, Header, labels_of
from registry.readers.ledgers.groups import GroupStatus
from registry.readers.ledgers.row_kinds import DITTO, is_blank, visible
from registry.readers.ledgers.row_statements import ADVICE, read_row_status
from registry.readers.ledgers.status_words import ENDED, UNCLEAR, names_an_end, read_status, without_mark

DISCLOSURES = {
    "public": "主动公开 公开 全文公开 是 公开发布",
    "on_request": "依申请公开 依申请",
    "withheld": "不予公开 不公开 否 内部 内部文件",
    "secret": "涉密 秘密 机密 绝密",
}
_DISCLOSURES = {word: value for value, words in DISCLOSURES.items() for word in words.split()}
_TEXTS = ("filing_no", *LEDGER_PLAIN, "duplicate_reason", "note")
_CHECKED = ("title", "doc_no", "authority", *DATE_FIELDS, "ended_on", "valid_until", "stated", "disclosure")
# the fields in which no two documents agree, so that 同上 is a mistake
_UNSHARED = {"title": "标题", "doc_no": "文号"} | {
    name: FIELD_WORDS[name] for name in (*(name for name in LEDGER_PLAIN if name in UNIQUE), "filing_no")
}
_BROKEN = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)")
_TAIL_NUMBER = re.compile(
    r"^(?P<title>.+?)[(（\[［〔【](?P<number>[^()（）《》]*[(（\[［〔【]?[\d０-９]{2,4}.*号)[)）\]］〕】]$"
)
_SEVERAL = re.compile(r"《[^《》]+》\s*[(（][^()（）]*[\d０-９]{4}[^()（）]*号\s*[)）]")
_LINE_BREAK = re.compile(r"[ \t　]*[\r\n]+[ \t　]*")
_PERMANENT = re.compile(r"长期|永久|无期限|未定期限|未明确")
_BEFORE_LENGTH = re.compile(r"^(?:有效期|试行期|试行|暂行)?(?:限|为|:)*")
_DAY = r"\d{4}[-年./、]\d{1,2}[-月./、]\d{1,2}日?"
_UNTIL = re.compile(
    rf"(?:有效期(?:限)?)?(?:(?:自|从)?{_DAY}起?)?[-—~]?(?:有效期)?(?:至|到|截至|截止)?(?P<day>{_DAY})(?:止|为止|前有效)?"
)


Report = Callable[..., None]


@dataclass(frozen=True)
class RowProblem:
    """A problem of the cell below a heading. A refusal excludes the whole row, a warning does not."""

    field: str
    header: str
    sentence: str
    is_refusal: bool


@dataclass
class LedgerRow:
    """A row by its number in the sheet (from 1).

    `cells` are the fields as written and `values` as read, `extra` the columns that are no field, `ignored` the
    headings that a person excluded. `values` may hold: title str; doc_no DocNumber with a key; authority list of
    names, lead first; authority_quote when the authority was read from the title; the dates of DATE_FIELDS, ended_on
    valid_until and extended_to; validity_months int; is_permanent True; stated as a StatedStatus has its kind, with
    stated_quote and stated_act, the act that ended it; disclosure as in DISCLOSURES; and the texts of _TEXTS.
    Blank fields are absent.
    """

    sheet: str
    row: int
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


def read_row(
    sheet: str, number: int, cells: list[str], header: Header, group: GroupStatus | None = None
) -> LedgerRow:
    """The row with its values and problems. `group` is what the headings above it say. Never raises."""
    named = {name: cells[at] if at < len(cells) else "" for name, at in header.columns.items()}
    labels = labels_of(header.headers)
    row = LedgerRow(sheet, number, named, extra=_extra(cells, header, labels))
    row.ignored = [labels[index] for index in sorted(header.ignored)]

    def report(name: str, reason: str, *, is_refusal: bool = False) -> None:
        elsewhere = "" if name == "stated" else "标题"  # a status names its cell itself
        heading = header.name_of(name) if name in header.columns else elsewhere
        row.problems.append(RowProblem(name, heading, reason, is_refusal))

    _refuse_broken(row, report)
    _refuse_ditto(row, report)
    _read_title_and_number(row, report)
    _read_authority(row, header)
    for name in DATE_FIELDS:
        _read_date(row, name, report)
    _read_date(row, "ended_on", report, is_refusal=False)
    _read_validity(row, report)
    _read_word(
        row, "disclosure", _DISCLOSURES, "不是公开属性，未采用；请填主动公开、依申请公开或不予公开", report
    )
    for name in _TEXTS:
        if not is_blank(named.get(name, "")):
            row.values[name] = tidy(named[name])
    read_row_status(row.cells, row.values, row.extra, header, group, report)
    return row


def doubt_rows(rows: Iterable[LedgerRow], remark: str) -> None:
    """Makes the status of rows unclear, of which a remark below the table says that they have ended."""
    for row in rows:
        if row.values.get("stated") in (*ENDED, UNCLEAR):
            continue
        quote = f"表内说明：{tidy(remark)[:60]}"
        said = row.values.get("stated_quote") or tidy(row.cells.get("stated", ""))
        row.values["stated"], row.values["stated_quote"] = UNCLEAR, f"{said}；{quote}" if said else quote
        sentence = f"“{quote}”看不出现在是否有效，{ADVICE}"
        row.problems.append(RowProblem("stated", "", sentence, is_refusal=False))


def _refuse_broken(row: LedgerRow, report: Report) -> None:
    """Refuse the row when a formula has no result or an error: such a cell must not pass for an empty one."""
    for name in _CHECKED:
        written = visible(row.cells.get(name, ""))
        if written == visible(NO_RESULT):
            report(name, "公式没有结果，请用 Excel 或 WPS 打开保存一次，或改成文字后再导入", is_refusal=True)
        elif _BROKEN.fullmatch(written):
            report(name, f"公式出错（{written}），看不出原来的内容，请填上后再导入", is_refusal=True)
        else:
            continue
        row.cells[name] = ""


def _refuse_ditto(row: LedgerRow, report: Report) -> None:
    """Refuse 同上 in the fields that no two documents share."""
    for name, word in _UNSHARED.items():
        written = visible(row.cells.get(name, ""))
        if written in DITTO:
            report(name, f"写的是“{written}”，各件文件的{word}不会相同，请写明后再导入", is_refusal=True)
            row.cells[name] = ""


def _extra(cells: list[str], header: Header, labels: list[str]) -> dict[str, str]:
    """The cells of columns that are no field, by label."""
    field_columns = set(header.columns.values())
    return {
        labels[index] if index < len(labels) else f"第{index + 1}列": tidy(cell)
        for index, cell in enumerate(cells)
        if index not in field_columns and cell.strip()
    }


def _read_title_and_number(row: LedgerRow, report: Report) -> None:
    title, mark = without_mark(tidy(_LINE_BREAK.sub("", row.cells["title"].strip())))
    if mark:
        row.values["title_mark"] = mark
    written, mark = without_mark(row.cells.get("doc_no", ""))
    if mark:
        row.values["doc_no_mark"] = mark
    tail = _TAIL_NUMBER.match(title)
    if is_blank(written) and tail and doc_numbers.key(tail["number"]):
        title, written = tail["title"].strip(), tail["number"]
    if title.startswith("《") and title.endswith("》") and title.count("《") == 1:
        title = title[1:-1]
    if len(_SEVERAL.findall(title)) > 1:
        report("title", "一格里写了不止一件文件，请拆成几行，一行一件", is_refusal=True)
        row.values["title"] = title
    elif is_blank(title):
        if not row.problems:
            report("title", "没有填写，请补上文件标题后再导入", is_refusal=True)
    else:
        row.values["title"] = title
    if is_blank(written):
        return
    number = doc_numbers.parse(written)
    if number.key:
        row.values["doc_no"] = number
    else:
        report("doc_no", f"{number.problem}；原文照录，不影响导入")


def _read_authority(row: LedgerRow, header: Header) -> None:
    """Read the authority from its column. A title that names one replaces a blank cell and a drafting unit."""
    written = row.cells.get("authority", "")
    is_replaceable = is_blank(written) or header.has_drafters
    names = names_in_title(row.values.get("title", "")) if is_replaceable else []
    if names and not is_blank(written):
        row.values["authority"] = names
        if split_names(written) != names:
            row.extra[header.name_of("authority")] = tidy(written)
        return
    if not is_blank(written):
        lines = [line for line in _LINE_BREAK.split(written.strip()) if line]
        is_list = all(is_authority(visible(line)) for line in lines)
        row.values["authority"] = split_names("、".join(lines) if is_list else "".join(lines))
        return
    if names:
        row.values["authority"] = names
        row.values["authority_quote"] = f"制定机关取自标题开头：{'、'.join(names)}"


def _read_date(row: LedgerRow, name: str, report: Report, *, is_refusal: bool = True) -> None:
    written = row.cells.get(name, "")
    if is_blank(written):
        return
    try:
        row.values[name] = parse_date(written)
    except Refusal as refusal:
        report(name, refusal.sentence, is_refusal=is_refusal)


def _read_validity(row: LedgerRow, report: Report) -> None:
    written = visible(row.cells.get("valid_until", "")).replace(" ", "")
    marked, mark = without_mark(written)
    whole = read_status(written)
    if mark or (whole.kind in ENDED and names_an_end(written)):
        row.values["valid_until_mark"], row.values["valid_until_written"] = mark or whole, written
        row.cells["valid_until"] = written = marked if mark and marked != written else ""
    months = months_of(_BEFORE_LENGTH.sub("", written))
    until = _UNTIL.fullmatch(written)
    if _PERMANENT.search(written):
        row.values["is_permanent"] = True
    elif (task := task_in(written)) and len(task) <= LONGEST["ends_when"]:
        row.values["ends_when"] = task
    elif months:
        row.values["validity_months"] = months
    else:
        if until:
            row.cells["valid_until"] = until["day"]
        _read_date(row, "valid_until", report)


def _read_word(row: LedgerRow, name: str, words: dict[str, str], advice: str, report: Report) -> None:
    written = visible(row.cells.get(name, ""))
    if is_blank(written):
        return
    value = words.get(written.replace(" ", "").strip("。.【】()[]"))
    if value:
        row.values[name] = value
    else:
        report(name, f"“{written[:40]}”{advice}")
