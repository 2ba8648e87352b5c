"""The issue register (发文登记簿): which line is which, and which registered document each line stands for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import NamedTuple

EARLIEST_YEAR = 1949


class EntryState(StrEnum):
    """How far the document of a line has come in the register."""

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
    """The identity of a line among the lines of one authority."""

    doc_no_key: str | None
    title_key: str
    issued_on: date | None
    year: int


def year_of(issued_on: date | None, number_year: int | None, chosen: int | None) -> int | None:
    """The year a line belongs to: that of its date, else the one chosen for the list, else that of its number."""
    return issued_on.year if issued_on else chosen or number_year


def same_line(line: LineKey, registered: Iterable[LineKey]) -> LineKey | None:
    """The registered line that this line repeats, None for a new one.

    `registered` are the lines of the same authority that share its number or its title. The same number is the same
    line. If one of the two has no number, the same title on the same day is; and if one has no day either, the same
    title in the same year, as long as only one line has it.
    """
    registered = list(registered)
    if line.doc_no_key:
        same_number = [other for other in registered if other.doc_no_key == line.doc_no_key]
        if same_number:
            return same_number[0]
    same_title = [
        other for other in registered if other.title_key == line.title_key and _numbers_agree(other, line)
    ]
    same_day = [
        other for other in same_title if other.issued_on == line.issued_on and other.year == line.year
    ]
    if same_day:
        return same_day[0]
    same_year = [
        other for other in same_title if other.year == line.year and None in (other.issued_on, line.issued_on)
    ]
    return same_year[0] if len(same_year) == 1 else None


def _numbers_agree(first: LineKey, second: LineKey) -> bool:
    """Whether one of the two has no number; two lines with different numbers are different."""
    return first.doc_no_key is None or second.doc_no_key is None


class Strength(IntEnum):
    """How well a document fits a line; a person's choice is stronger than every key."""

    TITLE = 1
    NUMBER = 2
    NUMBER_AND_TITLE = 3
    CHOSEN = 4


class Fit(NamedTuple):
    """A document that a line of a list may stand for."""

    entry_id: int
    list_id: int
    document_id: int
    strength: Strength


def match(fits: Iterable[Fit]) -> dict[int, int]:
    """entry id → the document that the line stands for.

    This is the document that fits the line best, if it is the only one and fits no other line of the list as well.
    A line that is left out although documents fit it has to be matched by a person.
    """
    best: dict[int, list[Fit]] = {}
    for fit in fits:
        rivals = best.setdefault(fit.entry_id, [])
        if not rivals or fit.strength >= rivals[0].strength:
            as_good = [rival for rival in rivals if rival.strength == fit.strength and rival != fit]
            best[fit.entry_id] = [*as_good, fit]
    claims: dict[tuple[int, int], list[Fit]] = {}
    for best_fits in best.values():
        for fit in best_fits:
            claims.setdefault((fit.list_id, fit.document_id), []).append(fit)
    return {
        fit.entry_id: fit.document_id
        for fit, *others in best.values()
        if not others and _is_strongest(fit, claims[fit.list_id, fit.document_id])
    }


def _is_strongest(fit: Fit, claims: Iterable[Fit]) -> bool:
    return all(claim is fit or claim.strength < fit.strength for claim in claims)
