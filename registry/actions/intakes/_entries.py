"""Entries: what a row of a ledger or a document file says, as plain values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from registry.domain.calendars import last_valid_day
from registry.domain.citations import quoted
from registry.domain.conditions import LONGEST_CONDITION
from registry.domain.document_fields import FIELDS, LABELS, LEDGER_PLAIN
from registry.domain.documents import DATE_WORDS
from registry.domain.intakes import PERMANENT, REFUSED_HEADING, Choice, RowReport, Verdict
from registry.domain.normal import tidy, visible
from registry.domain.periods import until_words
from registry.domain.read_values import READ_WORDS
from registry.domain.validity import ENDINGS, Status
from registry.readers.documents.facts import Fact, Reading, RelationFound
from registry.readers.files.archives import HARMFUL
from registry.readers.files.sheets import TEXT_SHEET
from registry.readers.ledgers.columns import FIELD_WORDS
from registry.readers.ledgers.reading import Ledger
from registry.readers.ledgers.row_kinds import is_blank
from registry.readers.ledgers.rows import LedgerRow

LONGEST = {field.name: field.longest for field in FIELDS if field.is_compared and field.longest} | {
    "filing_no": 100
}
DOCUMENT_KEY = "document:"
_DATES = ("signed_on", "published_on", "issued_on", "posted_on", "effective_on", "filed_on")
_TEXTS = (*LEDGER_PLAIN, "filing_no", "duplicate_reason", "disclosure")
_READ_PLAIN = tuple(name for name in LEDGER_PLAIN if name in READ_WORDS)
_MOST_ISSUERS = 20
_QUOTED = {name: LABELS[name] for name in ("doc_no", *DATE_WORDS, "disclosure")}
_STATED = {
    "in_force": Status.IN_FORCE,
    "retained": Status.IN_FORCE,
    "repealed": Status.REPEALED,
    "lapsed": Status.LAPSED,
    "declared_lapsed": Status.DECLARED_LAPSED,
    "suspended": Status.SUSPENDED,
    "annulled": Status.ANNULLED,
    "reclassified": Status.RECLASSIFIED,
    "planned": Status.IN_FORCE,
    "partly_repealed": Status.IN_FORCE,
    "extended": Status.IN_FORCE,
    "reissued": Status.IN_FORCE,
    "unclear": Status.UNKNOWN,
}
_ENDED = frozenset(ENDINGS.values()) | {Status.LAPSED}
_BESIDE = "beside"
"""In the quotes of an entry: what its row states, with the last valid day that stands beside it."""
_YEARS = re.compile(r"(?<![\d〔\[(【（])(?:19|20)\d\d(?!\d|[〕\])】）])")
_ASK = "请核对后补上有效期或登记延长、废止等，再改成继续有效或终止"
_READ_AS = {"issuing_authority": "lead_authority", "is_permanent": "has_no_expiry"}
_SECRET = re.compile(
    r"(?:涉密|秘密|机密|绝密)(?:级|文件)?(?:★.*)?|.*[【\[(](?:秘密|机密|绝密)[^】\])]{0,8}[】\])].*"
)
_SECRET_ROW = "标有密级。涉密文件不得录入本系统，该行内容没有保存，请按保密规定另行登记"
_NO_TITLE = "读不出标题，不能自动登记；请在“登记文件”页手工登记，并把它作为附件上传"


@dataclass
class Problem:
    """A problem of an entry, without its place: a refusal keeps the entry out, a warning does not.

    `header` is the column, if any. `field` is the field whose value was not imported although a person may choose it.
    """

    sentence: str
    is_refusal: bool = False
    header: str = ""
    field: str = ""


@dataclass
class Entry:
    """A row of a ledger (`row` is its number) or a document file (`sha256` is its hash).

    `cells` are headings and texts as written, `values` what they mean: texts, and days as YYYY-MM-DD. Blank ones are
    absent. `authorities` has the lead authority first. `text`, `relations` and `quotes` (field as in READ_WORDS → the
    words it was read from, and their place) are those of a document file.
    A secret or harmful entry (`is_forbidden`) holds nothing else, and its file is not kept. A file that `has_macros`
    is kept, but not for the public.
    `choices` (field → choice) and `belongs` are what a person chose. `belongs` is a Placement, the key of the entry
    or of the document that the file belongs to, or empty.
    """

    file: str
    sheet: str = ""
    row: int = 0
    cells: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    authorities: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    text: str = ""
    sha256: str = ""
    size: int = 0
    is_forbidden: bool = False
    has_macros: bool = False
    relations: list[RelationFound] = field(default_factory=list)
    quotes: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, Choice] = field(default_factory=dict)
    belongs: str = ""

    @property
    def key(self) -> str:
        """The identity of the entry within its intake."""
        return f"{self.file}\n{self.sheet}\n{self.row}"

    @property
    def place(self) -> str:
        """The place of the entry in words: file, sheet and row."""
        if not self.row:
            return f"“{self.file}”"
        sheet = "" if self.sheet == TEXT_SHEET else f"工作表“{self.sheet}”"
        return f"“{self.file}”{sheet}第{self.row}行"

    def place_from(self, other: "Entry") -> str:
        """The place of the entry in words, without the file or sheet that the other entry has as well."""
        if not self.row or self.file != other.file:
            return self.place
        return f"第{self.row}行" if self.sheet == other.sheet else self.place.removeprefix(f"“{self.file}”")

    def sentence_of(self, problem: Problem) -> str:
        """The sentence of the problem, with its file, sheet, row and column, each once."""
        column = f"“{problem.header}”列" if problem.header else ""
        is_placed = problem.sentence.startswith(f"“{self.file}”")
        return problem.sentence if is_placed else f"{self.place}{column}：{problem.sentence}"

    @property
    def source(self) -> str:
        """The origin in words, as a document or an event records it."""
        return f"台账{quoted(self.file)}第{self.row}行" if self.row else f"文件“{self.file}”"

    def report(self, verdict: Verdict, problems: Sequence[Problem]) -> RowReport:
        """The report of the entry with this verdict and these problems."""
        return RowReport(
            file=self.file,
            sheet=self.sheet,
            row=self.row,
            title=self.values.get("title", ""),
            verdict=verdict,
            warnings=[self.sentence_of(problem) for problem in problems if not problem.is_refusal],
            reasons=[self.sentence_of(problem) for problem in problems if problem.is_refusal],
        )

    def warn(self, sentence: str) -> None:
        self.problems.append(Problem(sentence))

    def refuse(self, sentence: str) -> None:
        self.problems.append(Problem(sentence, is_refusal=True))


def document_key(document_id: int) -> str:
    """The key of a registered document in `Entry.belongs`."""
    return f"{DOCUMENT_KEY}{document_id}"


def entry_from_json(values: dict[str, Any]) -> Entry:
    """The entry that `dataclasses.asdict` wrote; entries of the first release have neither relations nor choices."""
    problems = [Problem(**problem) for problem in values["problems"]]
    relations = [RelationFound(**relation) for relation in values.get("relations", [])]
    choices = {name: Choice(choice) for name, choice in values.get("choices", {}).items()}
    return Entry(**{**values, "problems": problems, "relations": relations, "choices": choices})


def entries_of_ledger(ledger: Ledger) -> list[Entry]:
    """One entry per row of the ledger, rows with refusals included."""
    headings = dict(ledger.columns)
    labels: dict[str, list[str]] = {}
    for header in ledger.sheet_headers:
        labels.setdefault(header.sheet, []).extend(
            headings.get(name, label) for label, name, _ in header.columns
        )
    return [_from_row(ledger.file, row, headings, labels[row.sheet]) for row in ledger.rows]


def refused_file(name: str, sentence: str) -> Entry:
    """The refused entry of a file that could not be read at all."""
    return Entry(name, problems=[Problem(sentence, is_refusal=True)], is_forbidden=HARMFUL in sentence)


def entry_of_document(reading: Reading, sha256: str, size: int) -> Entry:
    """The entry of a document file: the values of its facts; the note quotes the words they were read from."""
    entry = Entry(
        reading.file,
        cells={"文件": reading.file},
        sha256=sha256,
        size=size,
        is_forbidden=reading.is_secret or reading.is_harmful,
        has_macros=reading.has_macros,
    )
    if entry.is_forbidden or not reading.text:
        entry.problems = [Problem(sentence, is_refusal=True) for sentence in reading.problems]
        return entry
    entry.text = reading.text.replace("\0", "")
    entry.relations = reading.relations
    for sentence in reading.problems:
        entry.warn(sentence)
    if not reading.value("title"):
        entry.refuse(f"“{reading.file}”{_NO_TITLE}")
    for name in ("title", "doc_no", *_DATES, "disclosure", *_READ_PLAIN):
        _take(entry, name, reading.value(name))
    _take(entry, "validity", _read_validity(reading))
    lead, others = reading.value("issuing_authority"), reading.value("co_issuers")
    entry.authorities = _names(entry, [name for name in (lead or "", *(others or "").split("、")) if name])
    entry.quotes = {
        _READ_AS.get(name, name): [fact.quote, fact.where]
        for name, fact in reading.facts.items()
        if fact.value and (name not in LONGEST or name in entry.values)
    }
    _take(entry, "note", _quotes(reading.facts))
    for name, fact in reading.facts.items():
        if fact.value is None and fact.choices and name in DATE_WORDS:
            entry.warn(
                f"{DATE_WORDS[name]}可能是{'或'.join(fact.choices)}，请在文件页选定（原文：{fact.quote[:60]}）"
            )
    return entry


def note_with_quotes(note: str, quotes: str) -> str:
    """The note of a ledger row followed by the quotes of its document file; without them if both are too long."""
    both = f"{note}；{quotes}"
    return quotes if not note else both if len(both) <= LONGEST["note"] else note


def is_note_with_quotes(text: str, note: str) -> bool:
    """Whether the text is the note followed by quotes of a document file."""
    rest = text.removeprefix(f"{note}；")
    return rest != text and any(rest.startswith(f"{word}取自") for word in _QUOTED.values())


def _quotes(facts: dict[str, Fact]) -> str:
    """The words from which the values of a document file were read, with their places."""
    quotes = [
        f"{_QUOTED[name]}取自{fact.where}：{fact.quote[:80]}"
        for name, fact in facts.items()
        if name in _QUOTED
    ]
    return "；".join(tidy(quote) for quote in quotes)


def _from_row(file: str, row: LedgerRow, headings: dict[str, str], labels: list[str]) -> Entry:
    written = {headings[name]: cell for name, cell in row.cells.items() if headings.get(name)} | row.extra
    entry = Entry(file, row.sheet, row.row)
    if row.values.get("disclosure") == "secret" or any(_is_secret(cell) for cell in written.values()):
        entry.is_forbidden = True
        entry.refuse(_SECRET_ROW)
        return entry
    written.pop(REFUSED_HEADING, None)
    entry.cells = dict.fromkeys((label for label in labels if label != REFUSED_HEADING), "") | written
    entry.problems = [
        Problem(problem.sentence, problem.is_refusal, problem.header) for problem in row.problems
    ]
    entry.authorities = _names(entry, row.values.get("authority", []))
    if (quote := row.values.get("authority_quote")) and "authority" in row.cells:
        entry.warn(f"没有填写制定机关，{quote}")
    _take_values(entry, row, headings)
    return entry


def _is_secret(cell: str) -> bool:
    return bool(_SECRET.fullmatch(visible(cell).replace(" ", "")))


def _take_ending(entry: Entry, stated: Status | None, ended_on: str) -> None:
    """Sets the stated status, and the day of an ending that is clear."""
    _take(entry, "stated", stated)
    _take(entry, "ended_on", ended_on if stated not in (Status.IN_FORCE, Status.UNKNOWN) else "")


def doubt_what_days_contradict(entry: Entry, today: date) -> None:
    """Makes a status unclear that the days beside it contradict: 有效 after its last day, an end in a year to come.

    The days are left to the person who settles the doubt; so are those beside a status that nobody can read.
    """
    stated, quotes = entry.values.get("stated"), entry.quotes
    last = entry.values.get("validity", "")
    is_past = last not in ("", PERMANENT) and last < today.isoformat()
    is_past &= stated in (Status.IN_FORCE, Status.UNKNOWN)
    words = quotes.get("stated", [""])[0]
    is_to_come = (
        stated in _ENDED
        and "ended_on" not in entry.values
        and _year_of(words) + ("到期" in words) > today.year
    )
    if is_past:
        quotes["stated"] = quotes.get(_BESIDE) or [last, entry.place]
    if is_past or is_to_come:
        entry.values["stated"] = Status.UNKNOWN.value
        for name in ("validity", "extended_to"):
            entry.values.pop(name, None)
        told, note = quotes["stated"][0], entry.values.get("note", "")
        if stated != Status.UNKNOWN:
            entry.warn(f"“{told}”前后矛盾，看不出现在是否有效，先登记为效力待核；{_ASK}")
        if told not in note:
            others = note.removesuffix(f"台账载明：{words}").rstrip("；") if words else note
            _take(entry, "note", "；".join(filter(None, (others, f"台账载明：{told}"))))


def _year_of(words: str) -> int:
    """The latest year in the words, numbers of acts left out; 0 without one."""
    return max(map(int, _YEARS.findall(words)), default=0)


def _names(entry: Entry, names: list[str]) -> list[str]:
    """The names of authorities that can be registered; a warning tells of the others."""
    for name in names:
        if len(name) > 100:
            entry.warn(f"制定机关名称有{len(name)}字，不像机关名称，未采用")
    fitting = [name for name in names if len(name) <= 100]
    if len(fitting) > _MOST_ISSUERS:
        entry.warn(
            f"制定机关有{len(fitting)}个，登记前{_MOST_ISSUERS}个，没有登记的是：{'、'.join(fitting[_MOST_ISSUERS:])[:200]}"
        )
    return fitting[:_MOST_ISSUERS]


def _take_values(entry: Entry, row: LedgerRow, headings: dict[str, str]) -> None:
    """Sets the values that the row states; cells without a field go into the note."""
    values = row.values
    _take(entry, "title", values.get("title"))
    number, written = values.get("doc_no"), row.cells.get("doc_no", "")
    _take(entry, "doc_no", tidy(number.raw) if number else "" if is_blank(written) else tidy(written))
    for name in _DATES:
        _take(entry, name, values[name].isoformat() if name in values else "")
    for name in _TEXTS:
        _take(entry, name, values.get(name))
    _take(entry, "validity", _validity(entry, values))
    stated = values.get("stated", "")
    ended_on = values["ended_on"].isoformat() if "ended_on" in values else ""
    _take_ending(entry, _STATED.get(stated), ended_on)
    if "extended_to" in values:
        entry.values["extended_to"] = values["extended_to"].isoformat()
    quote, written = values.get("stated_quote", ""), tidy(row.cells.get("stated", ""))
    if quote and stated:
        entry.quotes["stated"] = [quote, entry.place]
    if stated and "validity" in entry.values:
        last_day = f"{headings.get('valid_until', '有效期')}：{tidy(row.cells.get('valid_until', ''))}"
        said = quote or f"{headings.get('stated', '时效性')}：{written}"
        entry.quotes[_BESIDE] = [f"{said}；{last_day}", entry.place]
    if act := values.get("stated_act"):
        entry.quotes["ended_by"] = [act, f"{entry.source}：“{quote}”"]
    left_out = {REFUSED_HEADING, *row.ignored}
    remarks = [f"{heading}：{cell}" for heading, cell in row.extra.items() if heading not in left_out]
    note = values.get("note", "")
    if stated and quote not in (f"{headings.get('note')}：{note}", *remarks):
        is_told = bool(quote) or stated not in _STATED
        remarks = [f"台账载明：{quote or written}"] * is_told + [r for r in remarks if r not in quote]
    _take(entry, "note", "；".join(filter(None, (note, *remarks))))


def _take(entry: Entry, name: str, value: str | None) -> None:
    """Sets a value of the entry unless it is blank. A warning tells of one that is too long for its field."""
    if not value:
        return
    value = value.replace("\0", "")
    longest = LONGEST.get(name)
    if longest and len(value) > longest:
        if name != "note":
            entry.warn(f"{FIELD_WORDS[name]}有{len(value)}字，超过{longest}字，未采用，请核对")
            return
        entry.warn(f"备注有{len(value)}字，只保留了前{longest - 1}字")
        value = value[: longest - 1] + "…"
    entry.values[name] = value


def _read_validity(reading: Reading) -> str | None:
    """The last valid day, PERMANENT, or 至…为止; a condition too long for its field is left to a person."""
    if reading.value("is_permanent"):
        return reading.value("valid_until") or PERMANENT
    ends_when = reading.value("ends_when") or ""
    is_short = len(ends_when) <= LONGEST_CONDITION
    return reading.value("valid_until") or (until_words(ends_when) if is_short else None)


def _validity(entry: Entry, values: dict[str, Any]) -> str:
    """The last valid day, PERMANENT, or "" when the row states none that can be computed."""
    if values.get("is_permanent"):
        return PERMANENT
    if values.get("ends_when"):
        return until_words(values["ends_when"])
    until: date | None = values.get("valid_until")
    months: int | None = values.get("validity_months")
    if until is None and months:
        start = values.get("effective_on") or values.get("published_on")
        if start is None:
            entry.warn("写有有效期但没有施行日期，算不出有效期至，请补录")
            return ""
        until = last_valid_day(start, months)
    return until.isoformat() if until else ""
