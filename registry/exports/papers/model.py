"""A paper as plain values, before it is drawn, and what the office settled for all of its papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.domain.listed import Kind
from registry.domain.papers.kinds import Genre
from registry.exports.list_tables import Group


@dataclass(frozen=True)
class Table:
    """A table: its columns as heading and kind of words, its rows as words. `is_wide` asks for a landscape page.

    `groups` are its rows under headings or with a total, in the place of `rows`.
    """

    title: str
    columns: tuple[tuple[str, Kind], ...]
    rows: Sequence[tuple[str, ...]]
    is_wide: bool = False
    groups: tuple[Group[tuple[str, ...]], ...] = ()


Block = str | Table
"""A paragraph or a table. A paragraph that begins like 一、 and ends without a full stop is a heading."""


@dataclass(frozen=True)
class PaperAnnex:
    """An annex on a page of its own; its mark (附件1) follows from its place."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Paper:
    """An official paper. `issuers` in their order, the lead first; `addressees` (主送) and `copies_to` (抄送) in words.

    `note` is the 附注 without its brackets, `signatory` the 签发人 of a report. `secrecy` may be "" or 内部.
    """

    genre: Genre
    title: str
    issuers: tuple[str, ...]
    signed_on: date
    body: tuple[Block, ...]
    number: str = ""
    addressees: str = ""
    annexes: tuple[PaperAnnex, ...] = ()
    note: str = ""
    copies_to: str = ""
    signatory: str = ""
    secrecy: str = ""
    urgency: str = ""
    copy_no: str = ""


@dataclass(frozen=True)
class OfficeStyle:
    """What the office settled for the look of its papers."""
