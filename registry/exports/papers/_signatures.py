"""Who signs a paper and when, at its end (发文机关署名和成文日期, GB/T 9704-2012, 7.3.5)."""

from collections.abc import Iterator, Sequence
from datetime import date

from registry.domain.written_days import cn_date
from registry.exports.blocks import AFTER_TABLE, KEEP_WITH_NEXT, indent, lines, paragraph, text
from registry.exports.papers._page import TEXT_WIDTH, cell, row, table
from registry.exports.styles import LINE
from registry.exports.titles import name_lines
from registry.exports.wording import em_width

_LINE, _DATE_IN, _UNSEALED_IN = (
    28.0,
    4.0,
    2.0,
)  # characters: a line, from a date to its end, from an unsealed name
_IN_A_ROW, _LINES_OF_A_SEAL = (
    3,
    5,
)  # seals beside each other, and the lines that one is high with the gap below
_CENTRED = '<w:jc w:val="center"/>'
_KEPT_AFTER_TABLE = AFTER_TABLE.replace("<w:spacing", f"{KEEP_WITH_NEXT}<w:spacing")
_LAST = '<w:keepNext w:val="0"/>'


def sealed(issuers: Sequence[str], signed_on: date, *, is_last: bool = True) -> Iterator[str]:
    """Two empty lines for the seals, then names and date; the date keeps with what follows unless it is the last."""
    yield paragraph("Signature")
    yield paragraph("Signature")
    if len(issuers) > 1:
        yield from _joint(issuers, cn_date(signed_on), is_last=is_last)
    else:
        yield from _single(issuers[0], cn_date(signed_on), is_last=is_last)


def unsealed(issuers: Sequence[str], signed_on: date, *, is_last: bool = True) -> Iterator[str]:
    """An empty line, the names under each other two characters in, and the date two characters further in (7.3.5.2).

    A date that would end further right than the name stands two characters in, and the names move instead.
    """
    day = cn_date(signed_on)
    yield paragraph("Signature")
    room = _LINE - _UNSEALED_IN
    names = [line for issuer in issuers for line in name_lines(issuer, room)]
    start = room - max(map(em_width, names))  # of the names, from the left
    is_longer = start + 2 + em_width(day) > room
    if is_longer:
        start = room - em_width(day) - 2
    for name in names:
        yield text("Signature", name, tail=f'{indent(left=start)}<w:jc w:val="left"/>')
    place = indent(right=_UNSEALED_IN) if is_longer else f'{indent(left=start + 2)}<w:jc w:val="left"/>'
    yield text("Signature", day, lead=_LAST * is_last, tail=place)


def _single(issuer: str, day: str, *, is_last: bool) -> Iterator[str]:
    """The name centred over the date, four characters from the edge (7.3.5.1).

    A name wider than the lines that can be centred over the date takes several, broken between words.
    """
    widest = 2 * _DATE_IN + em_width(day)
    names = name_lines(issuer, widest - 0.5) if em_width(issuer) > widest - 0.5 else [issuer]
    yield lines("Signature", names, tail=f"{indent(left=_LINE - widest, right=0)}{_CENTRED}")
    yield text("Signature", day, lead=_LAST * is_last, tail=indent(right=_DATE_IN))


def _joint(issuers: Sequence[str], day: str, *, is_last: bool) -> Iterator[str]:
    """The names in rows of up to three, as far apart as seals are wide and high; the date under the last of them."""
    *others, last = _rows(issuers)
    for names in others:
        yield _row(names) + _KEPT_AFTER_TABLE
    yield _row(last, day) + (AFTER_TABLE if is_last else _KEPT_AFTER_TABLE)


def _rows(issuers: Sequence[str]) -> Iterator[Sequence[str]]:
    """The names in as few rows as they need, none of them much shorter than another."""
    for n_rows in range(-(-len(issuers) // _IN_A_ROW), 0, -1):
        n_names = -(-len(issuers) // n_rows)
        yield issuers[:n_names]
        issuers = issuers[n_names:]


def _row(names: Sequence[str], day: str = "") -> str:
    """The names in columns of the same width; between the rows there is room for a seal."""
    width = TEXT_WIDTH // len(names)
    cells = "".join(_cell(name, width, day if at == len(names) else "") for at, name in enumerate(names, 1))
    return table([width] * len(names), row(cells, 0 if day else _LINES_OF_A_SEAL * LINE, "atLeast"))


def _cell(name: str, width: int, day: str) -> str:
    room = width / 315 - 0.5
    names = name_lines(name, room) if em_width(name) > room else [name]
    signed = lines("Signature", names, tail=_CENTRED) + (text("Signature", day, tail=_CENTRED) if day else "")
    return cell(width, signed)
