"""The issue register (发文登记簿): how a line stands to the register of documents, and which line is which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import NamedTuple

EARLIEST_YEAR = 1949


class EntryState(StrEnum):
    """How far the document came that a line speaks of."""

    UNREGISTERED = "unregistered"
    AMBIGUOUS = "ambiguous"
    UNFILED = "unfiled"
    FILED = "filed"
    NOT_NORMATIVE = "not_normative"


ENTRY_STATE_WORDS: dict[EntryState, str] = {
    EntryState.UNREGISTERED: "未登记",
    EntryState.AMBIGUOUS: "待认定",
    EntryState.UNFILED: "已登记未备案",
    EntryState.FILED: "已备案",
    EntryState.NOT_NORMATIVE: "不属于规范性文件",
}


@dataclass(frozen=True)
class LineKey:
    """What tells the lines of one authority apart."""

    doc_no_key: str | None
    title_key: str
    issued_on: date | None
    year: int


def year_of(issued_on: date | None, number_year: int | None, chosen: int | None) -> int | None:
    """The year a line belongs to: that of its date, else the one chosen for the list, else that of its number."""
    return issued_on.year if issued_on else chosen or number_year


def same_line(line: LineKey, known: Iterable[LineKey]) -> LineKey | None:
    """The one among the known lines of its number or its title, all of one authority, that this line repeats.

    One number is one line. Without it on either side, the same title on the same day is; a missing day is
    filled by the title alone within its year, when only one line there bears it.
    """
    known = list(known)
    if line.doc_no_key:
        numbered = [one for one in known if one.doc_no_key == line.doc_no_key]
        if numbered:
            return numbered[0]
    alike = [one for one in known if one.title_key == line.title_key and _may_be_one_number(one, line)]
    same_day = [one for one in alike if one.issued_on == line.issued_on and one.year == line.year]
    if same_day:
        return same_day[0]
    of_year = [one for one in alike if one.year == line.year and None in (one.issued_on, line.issued_on)]
    return of_year[0] if len(of_year) == 1 else None


def _may_be_one_number(one: LineKey, other: LineKey) -> bool:
    return one.doc_no_key is None or other.doc_no_key is None


class Strength(IntEnum):
    """How well a document fits a line; a person's choice beats every key."""

    TITLE = 1
    NUMBER = 2
    NUMBER_AND_TITLE = 3
    CHOSEN = 4


class Fit(NamedTuple):
    """A document that one line of a list may speak of."""

    entry_id: int
    list_id: int
    document_id: int
    strength: Strength


def match(fits: Iterable[Fit]) -> dict[int, int]:
    """entry id → the document it speaks of, where one document fits it best and no line of its list as well.

    A line left out although something fits it is for a person to decide.
    """
    best: dict[int, list[Fit]] = {}
    for fit in fits:
        rivals = best.setdefault(fit.entry_id, [])
        if not rivals or fit.strength >= rivals[0].strength:
            best[fit.entry_id] = [
                *(one for one in rivals if one.strength == fit.strength and one != fit),
                fit,
            ]
    claims: dict[tuple[int, int], list[Fit]] = {}
    for fit in (fit for found in best.values() for fit in found):
        claims.setdefault((fit.list_id, fit.document_id), []).append(fit)
    return {
        found[0].entry_id: found[0].document_id
        for found in best.values()
        if len(found) == 1 and _is_won(found[0], claims[found[0].list_id, found[0].document_id])
    }


def _is_won(fit: Fit, claims: Iterable[Fit]) -> bool:
    return all(other is fit or other.strength < fit.strength for other in claims)
