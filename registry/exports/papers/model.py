"""A paper as plain values, before it is drawn, and what the office settled for all of its papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from registry.domain.listed import Kind
from registry.domain.papers.kinds import Genre, Urgency
from registry.domain.papers.letterhead import DEFAULTS, MARK_WORD, Letterhead, has_name
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

    @property
    def n_rows(self) -> int:
        """How many rows have a number."""
        return len(self.rows) + sum(len(group.rows) for group in self.groups)

    @property
    def all_rows(self) -> list[tuple[str, ...]]:
        """The rows as they follow each other, totals included."""
        return [
            *self.rows,
            *(row for group in self.groups for row in (*group.rows, *([group.total] if group.total else []))),
        ]


Block = str | Table
"""A paragraph or a table. A paragraph that begins like 一、 and ends without a full stop is a heading."""


@dataclass(frozen=True)
class PaperAnnex:
    """An annex on a page of its own; its mark (附件1) follows from its place."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Paper:
    """An official paper. `addressees` (主送) and `copies_to` (抄送) in words.

    `note` is the 附注 without its brackets, `signatory` the 签发人 of a report. `printed_on` None is the day of
    signing. `enclosures` name what goes with it as files of their own.
    """

    genre: Genre
    title: str
    issuer: str
    signed_on: date
    body: tuple[Block, ...]
    number: str = ""
    addressees: str = ""
    annexes: tuple[PaperAnnex, ...] = ()
    enclosures: tuple[str, ...] = ()
    note: str = ""
    copies_to: str = ""
    signatory: str = ""
    urgency: Urgency | None = None
    printed_on: date | None = None

    @property
    def goes_out(self) -> bool:
        """Whether it goes out under the letterhead of the office; what explains, and an extract, does not."""
        return self.genre not in {Genre.MATERIAL, Genre.RECORD, Genre.READING}


@dataclass(frozen=True)
class OfficeStyle:
    """What the office settled for the look of its papers.

    `marks` are the words of the red mark for an issuer, where they are not its name with 文件. A preprinted head ends
    `reserve_mm` below the edge of the paper, that of a letter `letter_reserve_mm`. `printed_by` "" is the issuer;
    `public_note` is the 附注 of what is published, where the paper has none of its own.
    """

    letterhead: Letterhead = Letterhead.NONE
    marks: Mapping[str, str] = field(default_factory=dict)
    reserve_mm: int = int(DEFAULTS["reserve_mm"])
    letter_reserve_mm: int = int(DEFAULTS["letter_reserve_mm"])
    has_imprint: bool = False
    printed_by: str = ""
    public_note: str = ""

    def mark_of(self, issuer: str) -> str:
        """The words of the red mark (发文机关标志); a saved one without a name counts as none."""
        chosen = self.marks.get(issuer, "")
        return chosen if has_name(chosen) else f"{issuer}{MARK_WORD}"


PLAIN = OfficeStyle()
"""The look of the papers of an office that settled nothing."""
