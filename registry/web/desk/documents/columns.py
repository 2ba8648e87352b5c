"""The columns that a list of documents can show: their labels, and what each says of a row on screen and in a file."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request

from registry.domain.documents import shown_title
from registry.domain.filings import STATE_WORDS, TRACK_WORDS
from registry.domain.instants import SHANGHAI
from registry.exports.tables import Cell
from registry.storage.documents.rows import Row
from registry.web.words import word

TITLE = "title"
DEFAULT = ("doc_no", "authority", "published_on", "valid_until", "status")


@dataclass(frozen=True)
class Column:
    """`value` is the cell of a file; `width` is in characters of a printed page."""

    label: str
    value: Callable[[Row], Cell]
    width: int = 5


COLUMNS: dict[str, Column] = {
    TITLE: Column("文件名称", lambda row: shown_title(row.document), 12),
    "doc_no": Column("发文字号", lambda row: row.document.doc_no, 8),
    "authority": Column("制定机关", lambda row: row.authority, 6),
    "co_issuers": Column("联合制定机关", lambda row: "、".join(row.co_issuers), 6),
    "kind": Column("文件种类", lambda row: word(row.document.kind), 3),
    "disclosure": Column("公开属性", lambda row: word(row.document.disclosure), 4),
    "signed_on": Column("成文日期", lambda row: row.document.signed_on),
    "issued_on": Column("印发日期", lambda row: row.document.issued_on),
    "published_on": Column("公布日期", lambda row: row.document.published_on),
    "posted_on": Column("网站发布日期", lambda row: row.document.posted_on),
    "effective_on": Column("施行日期", lambda row: row.document.effective_on),
    "valid_until": Column("有效期至", lambda row: _valid_until(row)),
    "status": Column("时效性", lambda row: word(row.status) if row.document.is_published else "未公布", 4),
    "filing_no": Column("备案登记号", lambda row: _filing_nos(row), 6),
    "filing_state": Column("备案状态", lambda row: _filing_states(row), 4),
    "reg_no": Column("统一编号", lambda row: row.document.reg_no, 6),
    "index_no": Column("索引号", lambda row: row.document.index_no, 6),
    "subject": Column("主题分类", lambda row: row.document.subject, 4),
    "updated_at": Column("更新时间", lambda row: f"{row.document.updated_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", 5),
    "doubts": Column("待核", lambda row: "、".join(row.doubts), 6),
}  # fmt: skip


def asked_columns() -> tuple[str, ...]:
    """The columns that the address names (`columns`, once each or parted by commas), in the order of COLUMNS."""
    named = {name for text in request.args.getlist("columns") for name in text.split(",")}
    chosen = tuple(name for name in COLUMNS if name in named and name != TITLE)
    return (TITLE, *(chosen or DEFAULT))


def _valid_until(row: Row) -> Cell:
    return "长期有效" if row.document.has_no_expiry else row.document.valid_until


def _filing_nos(row: Row) -> str:
    return "、".join(one.filing_no for one in row.passages if one.filing_no)


def _filing_states(row: Row) -> str:
    """The state; with its track where there are two."""
    if len(row.passages) == 1:
        return STATE_WORDS[row.passages[0].state]
    return "；".join(f"{TRACK_WORDS[one.track]}：{STATE_WORDS[one.state]}" for one in row.passages)
