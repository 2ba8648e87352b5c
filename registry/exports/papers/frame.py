"""What stands around the body of every official paper: head, title and number, signature and date, imprint."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time

from registry.domain.instants import SHANGHAI
from registry.domain.papers.kinds import Genre
from registry.domain.papers.letterhead import Letterhead
from registry.exports.blocks import KEEP_WITH_NEXT, bookmarked, indent, lines, link, paragraph, run, text
from registry.exports.papers._head import bare_head, head, is_signed_above
from registry.exports.papers._imprint import imprint
from registry.exports.papers._letter import letter_head
from registry.exports.papers._signatures import sealed, unsealed
from registry.exports.papers.model import OfficeStyle, Paper
from registry.exports.sheet import Pages, Properties, write_pages
from registry.exports.titles import title_lines

_PUBLIC = {Genre.ANNOUNCEMENT, Genre.DECISION, Genre.PUBLIC_NOTICE}


def bound(
    paper: Paper,
    style: OfficeStyle,
    body: Iterable[str],
    annexes: Sequence[Pages] = (),
    properties: Properties | None = None,
) -> bytes:
    """The .docx of a paper whose body and annexes are drawn. The imprint stands on the last page of all.

    After annexes on landscape pages that is an upright page of its own.
    """
    pages = [Pages([*opening(paper, style), *body, *ending(paper, style)]), *annexes]
    last = imprint(paper, style)
    if last and pages[-1].is_turned:
        pages.append(Pages([last]))
    elif last:
        pages[-1] = replace(pages[-1], blocks=[*pages[-1].blocks, last])
    if is_letter(paper, style):
        pages[0] = replace(pages[0], is_numbered_later=True)
    made_at = datetime.combine(paper.signed_on, time(), SHANGHAI)
    return write_pages(pages, properties or Properties(paper.title, paper.issuer, made_at))


def has_head(paper: Paper, style: OfficeStyle) -> bool:
    return style.letterhead is not Letterhead.NONE and paper.goes_out


def is_letter(paper: Paper, style: OfficeStyle) -> bool:
    return paper.genre is Genre.LETTER and has_head(paper, style)


def opening(paper: Paper, style: OfficeStyle) -> Iterator[str]:
    """The head, the title broken between words, and an empty line; the number under the title where no head has it."""
    if is_letter(paper, style):
        yield from letter_head(paper, style)
    elif has_head(paper, style):
        yield from head(paper, style)
    else:
        yield from bare_head(paper)
    yield lines("PaperTitle", title_lines(paper.title, paper.issuer))
    if paper.number and not has_head(paper, style) and not is_signed_above(paper):
        yield text("PaperNumber", paper.number)
    yield paragraph("PaperNumber")


def ending(paper: Paper, style: OfficeStyle) -> Iterator[str]:
    """Signatures and date, and the note in brackets on the line under the date (附注, 7.3.6)."""
    note = paper.note or (style.public_note if paper.genre in _PUBLIC else "")
    signed = unsealed if paper.genre in {Genre.MATERIAL, Genre.READING} else sealed
    yield from signed(paper.issuer, paper.signed_on, is_last=not note)
    if note:
        yield text("Normal", f"（{note.strip('（）')}）")


def annex_list(titles: Sequence[str], enclosures: Sequence[str] = ()) -> Iterator[str]:
    """附件：and the titles of the annexes, each a link to its page, under an empty line (7.3.4).

    What is enclosed as a file of its own follows without a link.
    """
    n_annexes = len(titles) + len(enclosures)
    if n_annexes:
        yield paragraph("Normal", lead=KEEP_WITH_NEXT)
    for number, title in enumerate([*titles, *enclosures], 1):
        lead = run("附件：") if number == 1 else ""
        words = run(f"{number}.{title}" if n_annexes > 1 else title)
        place = link(words, _bookmark(number)) if number <= len(titles) else words
        hanging = indent(left=6, hanging=4) if n_annexes > 1 else indent(left=5, hanging=3)
        is_loose = len(titles) < number < n_annexes  # only the last one stays with the signature
        keep = '<w:keepNext w:val="0"/>' if is_loose else ""
        yield paragraph("AnnexList", lead + place, lead=keep, tail=hanging if lead else "")


def annex_mark(number: int, n_annexes: int) -> str:
    return f"附件{number}" if n_annexes > 1 else "附件"


def annex_heading(
    number: int, n_annexes: int, title: str, issuer: str, *, is_turned: bool, lead: str = ""
) -> Iterator[str]:
    """The mark of an annex at the upper left and its title on the third line (7.3.7)."""
    mark = run(annex_mark(number, n_annexes))
    yield paragraph("AnnexMark", bookmarked(mark, _bookmark(number), number), lead=lead)
    yield paragraph("PaperNumber")
    yield lines("AnnexTitle", title_lines(title, issuer, 28 if is_turned else 19))


def _bookmark(number: int) -> str:
    return f"annex_{number}"
