"""The look of the office's papers, as its settings say it."""

from collections.abc import Mapping

from sqlmodel import Session

from registry.domain.papers import letterhead
from registry.domain.papers.letterhead import Letterhead
from registry.exports.papers.model import OfficeStyle
from registry.storage import office


def office_style(session: Session) -> OfficeStyle:
    """How a paper made now begins and ends."""
    values = office.settings_named(session, ("office_name", "government_name", *letterhead.DEFAULTS))
    marks = {
        values["office_name"]: values["office_mark"],
        values["government_name"]: values["government_mark"],
    }
    return style_from(values, marks)


def style_from(values: Mapping[str, str], marks: Mapping[str, str]) -> OfficeStyle:
    """The look that the settings give; `marks` are the words of the red mark by issuer, "" for its name with 文件."""
    return OfficeStyle(
        letterhead=Letterhead(values["letterhead"]),
        marks={issuer: words for issuer, words in marks.items() if words},
        reserve_mm=int(values["reserve_mm"]),
        letter_reserve_mm=int(values["letter_reserve_mm"]),
        has_imprint=values["has_imprint"] == "yes",
        printed_by=values["printed_by"],
        public_note=values["public_note"],
    )
