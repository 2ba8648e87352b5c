"""Papers as LibreOffice lays them out: where each glyph stands, in millimetres from the top left of its page."""

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pypdfium2

_MM = 25.4 / 72


class Glyph(NamedTuple):
    """A character, the edges of its ink, and where its place in the line begins and ends."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    start: float
    end: float


@dataclass(frozen=True)
class Page:
    """A page, its glyphs in the order in which they are written: cell by cell."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]

    @property
    def is_turned(self) -> bool:
        return self.width > self.height

    def number(self) -> list[Glyph]:
        """The glyphs of the page number, which stand outside the text block."""
        return [glyph for glyph in self.glyphs if self._is_outside(glyph)]

    def body(self) -> list[Glyph]:
        return [glyph for glyph in self.glyphs if not self._is_outside(glyph)]

    def _is_outside(self, glyph: Glyph) -> bool:
        return glyph.right < 34 if self.is_turned else glyph.top > 263

    def pieces(self) -> list[str]:
        """What stands together on a line of a paragraph or a cell."""
        pieces: list[str] = []
        before = Glyph("", 0, 0, 0, 0, 0, 0)
        for glyph in self.body():
            goes_on = -1 < glyph.start - before.end < 1.5 and abs(glyph.bottom - before.bottom) < 2.5
            if goes_on and pieces:
                pieces[-1] += glyph.text
            else:
                pieces.append(glyph.text)
            before = glyph
        return pieces

    def items(self) -> int:
        """How many numbered rows begin on a turned page."""
        return len({glyph.top for glyph in self.body() if glyph.text.isdigit() and glyph.right < 44})


def lay_out(papers: Mapping[str, Callable[[], bytes]], folder: Path) -> dict[str, list[Page]]:
    """The pages of each paper, by its name."""
    files = [folder / f"{at}.docx" for at in range(len(papers))]
    for file, paper in zip(files, papers.values(), strict=True):
        file.write_bytes(paper())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return {name: _pages(file.with_suffix(".pdf")) for name, file in zip(papers, files, strict=True)}


def _pages(file: Path) -> list[Page]:
    pdf = pypdfium2.PdfDocument(file)
    pages = [_page(page) for page in pdf]
    pdf.close()
    return pages


def _page(page: pypdfium2.PdfPage) -> Page:
    text, height = page.get_textpage(), page.get_height()
    glyphs = []
    for at in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(at)
        if (character := text.get_text_range(at, 1)).strip():
            start, _, end, _ = text.get_charbox(at, loose=True)
            edges = (left, height - top, right, height - bottom, start, end)
            glyphs.append(Glyph(character, *(round(edge * _MM, 1) for edge in edges)))
    return Page(page.get_width() * _MM, height * _MM, tuple(glyphs))
