"""Who signs a paper and when, at its end (发文机关署名和成文日期, GB/T 9704-2012, 7.3.5)."""

from collections.abc import Iterator
from datetime import date

from registry.domain.written_days import cn_date
from registry.exports.blocks import indent, lines, paragraph, text
from registry.exports.titles import name_lines
from registry.exports.wording import em_width

# Characters: a line, from a date to its end, from an unsealed name.
_LINE, _DATE_IN, _UNSEALED_IN = 28.0, 4.0, 2.0
_CENTRED = '<w:jc w:val="center"/>'
_LAST = '<w:keepNext w:val="0"/>'


def sealed(issuer: str, signed_on: date, *, is_last: bool = True) -> Iterator[str]:
    """Two empty lines for the seal, then the name centred over the date, four characters from the edge (7.3.5.1).

    A name wider than the lines that can be centred over the date takes several, broken between words. The date keeps
    with what follows unless it is the last.
    """
    day = cn_date(signed_on)
    yield paragraph("Signature")
    yield paragraph("Signature")
    widest = 2 * _DATE_IN + em_width(day)
    names = name_lines(issuer, widest - 0.5) if em_width(issuer) > widest - 0.5 else [issuer]
    yield lines("Signature", names, tail=f"{indent(left=_LINE - widest, right=0)}{_CENTRED}")
    yield text("Signature", day, lead=_LAST * is_last, tail=indent(right=_DATE_IN))


def unsealed(issuer: str, signed_on: date, *, is_last: bool = True) -> Iterator[str]:
    """An empty line, the name two characters in, and the date two characters further in (7.3.5.2).

    A date that would end further right than the name stands two characters in, and the name moves instead.
    """
    day = cn_date(signed_on)
    yield paragraph("Signature")
    room = _LINE - _UNSEALED_IN
    names = name_lines(issuer, room)
    start = room - max(map(em_width, names))  # of the name, from the left
    is_longer = start + 2 + em_width(day) > room
    if is_longer:
        start = room - em_width(day) - 2
    for name in names:
        yield text("Signature", name, tail=f'{indent(left=start)}<w:jc w:val="left"/>')
    place = indent(right=_UNSEALED_IN) if is_longer else f'{indent(left=start + 2)}<w:jc w:val="left"/>'
    yield text("Signature", day, lead=_LAST * is_last, tail=place)
