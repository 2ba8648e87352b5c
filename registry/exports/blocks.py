"""Paragraphs as WordprocessingML text, of which every official paper is made."""

from collections.abc import Iterable
from html import escape

from registry.exports.styles import faces
from registry.exports.wording import printable

TAB = "<w:r><w:tab/></w:r>"
NEW_PAGE = "<w:pageBreakBefore/>"
KEEP_WITH_NEXT = "<w:keepNext/>"
# Word needs a paragraph after the last table; one this low never starts a new page.
AFTER_TABLE = (
    '<w:p><w:pPr><w:pStyle w:val="Cell"/><w:spacing w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)


def run(text: str, face: str = "") -> str:
    """A run of text, in `face` where it is given, otherwise in the face of its paragraph."""
    properties = f"<w:rPr>{faces(face)}</w:rPr>" if face else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(printable(text), quote=False)}</w:t></w:r>'


def paragraph(style: str, content: str = "", lead: str = "", tail: str = "") -> str:
    """A paragraph of finished runs; `lead` and `tail` are w:pPr children before and after its spacing."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{lead}{tail}</w:pPr>{content}</w:p>'


def text(style: str, words: str, lead: str = "", tail: str = "") -> str:
    """A paragraph of plain words."""
    return paragraph(style, run(words), lead, tail)


def bookmarked(content: str, name: str, number: int) -> str:
    """The runs as a place that `link` leads to; names and numbers are unique in a paper."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def link(content: str, name: str) -> str:
    """The runs as a link to a bookmark; on paper it looks like any text."""
    return f'<w:hyperlink w:anchor="{name}" w:history="1">{content}</w:hyperlink>'


def lines(style: str, words: Iterable[str], tail: str = "") -> str:
    """A paragraph with a line break after each of the words."""
    return paragraph(style, "<w:r><w:br/></w:r>".join(run(line) for line in words), tail=tail)


def indent(**chars: float) -> str:
    """A w:ind in characters of 3号, and in twentieths of a point for readers that ignore the characters."""
    sides = (f'w:{side}Chars="{round(n * 100)}" w:{side}="{round(n * 315)}"' for side, n in chars.items())
    return f"<w:ind {' '.join(sides)}/>"


def tabs(kind: str, *chars: float) -> str:
    """A w:tabs with stops of a kind (left, right) at so many characters of 3号 from the edge."""
    stops = "".join(f'<w:tab w:val="{kind}" w:pos="{round(n * 315)}"/>' for n in chars)
    return f"<w:tabs>{stops}</w:tabs>"
