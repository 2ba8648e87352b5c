"""The beginning and the end of every official paper: title and number, signature and date."""

from collections.abc import Iterator
from datetime import date

from registry.exports._blocks import indent, lines, paragraph, text
from registry.exports._wording import em_width, in_prose, title_lines


def heading(title: str, issuer: str, doc_no: str | None) -> Iterator[str]:
    """The title, broken between words, the number if any, and an empty line."""
    yield lines("PaperTitle", title_lines(title, issuer))
    if doc_no:
        yield text("PaperNumber", doc_no)
    yield paragraph("PaperNumber")


def closing(issuer: str, signed_on: date) -> Iterator[str]:
    """Two empty lines for the seal, then the issuer centred over the date, indented by four characters (7.3.5.1)."""
    day = in_prose(signed_on)
    overhang = (em_width(issuer) - em_width(day)) / 2
    date_in = max(4.0, overhang)
    yield paragraph("Signature")
    yield paragraph("Signature")
    yield text("Signature", issuer, tail=indent(right=date_in - overhang))
    yield text("Signature", day, lead='<w:keepNext w:val="0"/>', tail=indent(right=date_in))
