"""Papers as LibreOffice lays them out: where glyphs and rules stand, in millimetres from the top left of the page."""

import fcntl
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pypdfium2

_MM = 25.4 / 72
_OUTER = (min, min, max, max, min, max)  # of the edges of glyphs, in their order


class Glyph(NamedTuple):
    """A character, the edges of its ink, and where its place in the line begins and ends."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    start: float
    end: float


class Rule(NamedTuple):
    """A line across the page, and whether it is red."""

    top: float
    bottom: float
    left: float
    right: float
    is_red: bool


@dataclass(frozen=True)
class Page:
    """A page, its glyphs in the order in which they are written: cell by cell. `text` are its lines."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    text: str
    file: Path
    at: int

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

    def ink(self, words: str, place: int = 0) -> Glyph:
        """The words, where they stand first or at another place, as one glyph: the edges of their ink and place."""
        whole = "".join(glyph.text for glyph in self.glyphs)
        at = [found.start() for found in re.finditer(re.escape(words), whole)][place]
        edges = zip(*(glyph[1:] for glyph in self.glyphs[at : at + len(words)]), strict=True)
        return Glyph(words, *(choose(edge) for choose, edge in zip(_OUTER, edges, strict=True)))

    def rules(self) -> list[Rule]:
        """The lines across the page, from top to bottom."""
        pdf = pypdfium2.PdfDocument(self.file)
        picture = _Picture(pdf[self.at])
        pdf.close()
        return [*picture.rules()]

    def items(self) -> int:
        """How many numbered rows begin on a turned page."""
        return len({glyph.top for glyph in self.body() if glyph.text.isdigit() and glyph.right < 44})


class _Picture:
    """The pixels of a page, in which lines are looked for that cross it from a quarter to three quarters."""

    _RESOLUTION = 300

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        bitmap = page.render(scale=self._RESOLUTION / 72, rev_byteorder=True)
        self._pixels, self._stride, self._size = bytes(bitmap.buffer), bitmap.stride, bitmap.n_channels
        self._width, self._height = bitmap.width, bitmap.height

    def rules(self) -> Iterator[Rule]:
        across = range(self._width // 4, self._width * 3 // 4, self._width // 40)
        for is_red in (True, False):
            rows = [y for y in range(self._height) if all(self._is_ink(x, y, is_red=is_red) for x in across)]
            for _, group in groupby(enumerate(rows), key=lambda place: place[1] - place[0]):
                ys = [y for _, y in group]
                xs = [x for x in range(self._width) if self._is_ink(x, ys[0], is_red=is_red)]
                yield Rule(*map(self._mm, (ys[0], ys[-1] + 1, xs[0], xs[-1] + 1)), is_red)

    def _is_ink(self, x: int, y: int, *, is_red: bool) -> bool:
        at = y * self._stride + x * self._size
        red, green = self._pixels[at], self._pixels[at + 1]
        return green < 140 and (red > 170) == is_red

    def _mm(self, pixels: int) -> float:
        return round(pixels * 25.4 / self._RESOLUTION, 2)


def laid_out_once(papers: Mapping[str, Callable[[], bytes]], shared: Path) -> dict[str, list[Page]]:
    """The pages of each paper; processes that share the folder wait for the first, which lays them all out."""
    folder = shared / "papers"
    with (shared / "papers.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            folder.mkdir()
            _to_pdf(papers, folder)
            (folder / "done").touch()
    return {name: _pages(folder / f"{at}.pdf") for at, name in enumerate(papers)}


def _to_pdf(papers: Mapping[str, Callable[[], bytes]], folder: Path) -> None:
    files = [folder / f"{at}.docx" for at in range(len(papers))]
    for file, paper in zip(files, papers.values(), strict=True):
        file.write_bytes(paper())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ("--headless", "--convert-to", "pdf", "--outdir", str(folder))
    subprocess.run(
        ["soffice", profile, *options, *map(str, files)], check=True, capture_output=True, timeout=360
    )


def _pages(file: Path) -> list[Page]:
    pdf = pypdfium2.PdfDocument(file)
    pages = [_page(page, file, at) for at, page in enumerate(pdf)]
    pdf.close()
    return pages


def _page(page: pypdfium2.PdfPage, file: Path, at_page: int) -> Page:
    text, height = page.get_textpage(), page.get_height()
    glyphs = []
    for at in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(at)
        if (character := text.get_text_range(at, 1)).strip():
            start, _, end, _ = text.get_charbox(at, loose=True)
            edges = (left, height - top, right, height - bottom, start, end)
            glyphs.append(Glyph(character, *(round(edge * _MM, 1) for edge in edges)))
    return Page(page.get_width() * _MM, height * _MM, tuple(glyphs), text.get_text_bounded(), file, at_page)
