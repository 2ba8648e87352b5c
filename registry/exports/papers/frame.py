"""The beginning and the end of every official paper: title and number, signature and date."""

from collections.abc import Iterator
from datetime import date, datetime, time

from registry.domain.instants import SHANGHAI, day_of, day_words
from registry.exports.blocks import indent, lines, paragraph, text
from registry.exports.sheet import Imprint, write
from registry.exports.titles import name_lines, title_lines
from registry.exports.wording import em_width

_LINE, _DATE_IN = 28.0, 4.0  # characters in a line, and between the date and its end


def paper(title: str, office: str, number: str | None, made: date, body: Iterator[str]) -> bytes:
    """The .docx of a paper: its heading, its body and its closing."""
    made_at = made if isinstance(made, datetime) else datetime.combine(made, time(), SHANGHAI)
    blocks = [*heading(title, office, number), *body, *closing(office, day_of(made_at))]
    return write(blocks, Imprint(title, office, made_at))


def heading(title: str, issuer: str, doc_no: str | None) -> Iterator[str]:
    """The title, broken between words, the number if any, and an empty line."""
    yield lines("PaperTitle", title_lines(title, issuer))
    if doc_no:
        yield text("PaperNumber", doc_no)
    yield paragraph("PaperNumber")


def closing(issuer: str, signed_on: date) -> Iterator[str]:
    """Two empty lines for the seal, then the issuer centred over the date, four characters from the edge (7.3.5.1).

    A name wider than the lines that can be centred over the date takes several, broken between words.
    """
    day = day_words(signed_on)
    widest = 2 * _DATE_IN + em_width(day)
    yield paragraph("Signature")
    yield paragraph("Signature")
    centred = f'{indent(left=_LINE - widest, right=0)}<w:jc w:val="center"/>'
    names = name_lines(issuer, widest - 0.5) if em_width(issuer) > widest - 0.5 else [issuer]
    yield lines("Signature", names, tail=centred)
    yield text("Signature", day, lead='<w:keepNext w:val="0"/>', tail=indent(right=_DATE_IN))
