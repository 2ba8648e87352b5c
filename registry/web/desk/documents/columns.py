"""The columns that the list of documents can show, on the page and in its files: their labels and their values."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request

from registry.domain.document_fields import BY_NAME, DAYS, LISTED_PLAIN
from registry.domain.documents import shown_title
from registry.domain.filings import STATE_WORDS, TRACK_WORDS
from registry.domain.instants import SHANGHAI
from registry.domain.periods import Period
from registry.exports.tables import Cell
from registry.storage.documents.listed import Row
from registry.web.words import word

TITLE = "title"
DEFAULT = ("doc_no", "authority", "published_on", "valid_until", "status")


@dataclass(frozen=True)
class Column:
    """`value` gives the cell in a file; `width` is in characters of a printed page."""

    label: str
    value: Callable[[Row], Cell]
    width: int = 5


def _of_field(name: str, value: Callable[[Row], Cell] | None = None) -> Column:
    """The column of a field; `value` is for fields that the list shows otherwise than as registered."""
    field = BY_NAME[name]
    return Column(field.label, value or (lambda row: getattr(row.document, name)), field.width)


COLUMNS: dict[str, Column] = {
    TITLE: Column("文件名称", lambda row: shown_title(row.document), BY_NAME["title"].width),
    "doc_no": _of_field("doc_no"),
    "authority": _of_field("lead_authority", lambda row: row.authority),
    "co_issuers": _of_field("co_issuers", lambda row: "、".join(row.co_issuers)),
    "kind": _of_field("kind", lambda row: word(row.document.kind)),
    "disclosure": _of_field("disclosure", lambda row: word(row.document.disclosure)),
    **{day: _of_field(day) for day in DAYS if day != "valid_until"},
    "valid_until": _of_field("valid_until", lambda row: _valid_until(row)),
    "status": Column("时效性", lambda row: word(row.status) if row.document.is_published else "未公布", 4),
    "filing_no": Column("备案登记号", lambda row: _filing_nos(row), 6),
    "filing_state": Column("备案状态", lambda row: _filing_states(row), 4),
    **{name: _of_field(name) for name in LISTED_PLAIN},
    "updated_at": Column("更新时间", lambda row: f"{row.document.updated_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", 5),
    "doubts": Column("待核", lambda row: "、".join(row.doubts), 6),
}  # fmt: skip


def asked_columns() -> tuple[str, ...]:
    """The columns named by `columns` in the address, repeated or separated by commas, in the order of COLUMNS."""
    named = {name for text in request.args.getlist("columns") for name in text.split(",")}
    chosen = tuple(name for name in COLUMNS if name in named and name != TITLE)
    return (TITLE, *(chosen or DEFAULT))


def _valid_until(row: Row) -> Cell:
    period = Period(None, row.document.has_no_expiry, row.document.ends_when)
    return period.words or row.document.valid_until


def _filing_nos(row: Row) -> str:
    return "、".join(passage.filing_no for passage in row.passages if passage.filing_no)


def _filing_states(row: Row) -> str:
    """The state of the filing; of several filings, each with its track."""
    if len(row.passages) == 1:
        return STATE_WORDS[row.passages[0].state]
    return "；".join(
        f"{TRACK_WORDS[passage.track]}：{STATE_WORDS[passage.state]}" for passage in row.passages
    )
