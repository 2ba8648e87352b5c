"""The printed lines of .ofd files (GB/T 33190), which are XML in a .zip: the words of a page stand in any order."""

import math
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from registry.domain.normal import tidy
from registry.readers.files.markup import parse_xml
from registry.readers.files.visibility import is_slanted

_SAME_LINE = 2.0  # millimetres; the lines of a page stand ten apart
_SAME_PLACE = 0.5  # millimetres; what is drawn again so near is bold and no second word
_ESCAPE = re.compile(r"\\0x([0-9A-Fa-f]{4})")
_ESCAPED_BLANK = "\u2009"
_NO_BLANK = re.compile(
    rf"(?<=[一-鿿])(?<![条章节编]){_ESCAPED_BLANK}{{1,2}}(?=[一-鿿])"
)  # it moves words apart
_UPRIGHT = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]


@dataclass(frozen=True)
class _Words:
    """A TextCode element: its text and where it begins on the page, in millimetres from the top left corner."""

    text: str
    left: float
    top: float
    is_slanted: bool


def ofd_lines(path: Path, names: set[str]) -> list[str]:
    """The printed lines of the file, page by page and from top to bottom, with those of each template page once."""
    lines: list[str] = []
    with zipfile.ZipFile(path) as archive:
        pages, templates = _pages(archive, names)
        for name in pages:
            page = parse_xml(archive.read(name))
            used = [element.get("TemplateID", "") for element in _named(page, "Template")]
            behind = [templates.pop(template) for template in used if template in templates]
            words = [words for part in behind for words in _words(parse_xml(archive.read(part)))]
            lines += _lines([*words, *_words(page)])
    return lines


def _pages(archive: zipfile.ZipFile, names: set[str]) -> tuple[list[str], dict[str, str]]:
    """The content files of the pages in the order of Document.xml, else of their numbers; template id → its file."""
    pages: list[str] = []
    templates: dict[str, str] = {}
    for root in _named(parse_xml(archive.read("OFD.xml")), "DocRoot"):
        name = (root.text or "").strip().lstrip("/")
        if name not in names:
            continue
        document = parse_xml(archive.read(name))
        pages += [part for page in _named(document, "Page") for part in _part(name, page, names)]
        for template in _named(document, "TemplatePage"):
            templates |= {template.get("ID", ""): part for part in _part(name, template, names)}
    contents = [name for name in names if re.search(r"Pages/Page_\d+/Content\.xml$", name)]
    return pages or sorted(contents, key=_numbers), templates


def _part(document: str, element: etree._Element, names: set[str]) -> list[str]:
    """The file that the element of the document names, as a list; empty when the archive has none."""
    location = element.get("BaseLoc", "")
    relative = posixpath.join(posixpath.dirname(document), location).lstrip("/")
    return [name for name in (relative, location.lstrip("/")) if name in names][:1]


def _words(page: etree._Element) -> Iterator[_Words]:
    """The words of the page that are drawn. An object without a place stands where the one before it does."""
    left = top = 0.0
    for element in _named(page, "TextObject"):
        if element.get("Visible") == "false":
            continue
        box = _floats(element.get("Boundary"))
        if len(box) == 4:
            left, top = box[:2]
        matrix = _floats(element.get("CTM"))
        a, b, c, d, e, f = matrix if len(matrix) == 6 else _UPRIGHT
        x = y = 0.0
        for code in _named(element, "TextCode"):
            x, y = (_floats(code.get("X")) or [x])[0], (_floats(code.get("Y")) or [y])[0]
            turned = is_slanted(math.degrees(math.atan2(b, a)))
            yield _Words(_drawn(code), left + a * x + c * y + e, top + b * x + d * y + f, turned)


def _drawn(code: etree._Element) -> str:
    """The text of the element without escapes, and without glyphs that are drawn again upon themselves."""
    text = _ESCAPE.sub(_unescaped, code.text or "")
    advances = _advances(code.get("DeltaX", "").split())
    if len(advances) < len(text) - 1:
        return text
    return text[:1] + "".join(
        char
        for before, char, advance in zip(text, text[1:], advances, strict=False)
        if char != before or abs(advance) >= _SAME_PLACE
    )


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    if code == ord(" "):
        return _ESCAPED_BLANK
    return "" if 0xD800 <= code <= 0xDFFF else chr(code)


def _advances(written: list[str]) -> list[float]:
    """The distances between glyphs. "g 3 5.6" is three times 5.6; other than numbers, there are none."""
    result: list[float] = []
    rest = iter(written)
    for word in rest:
        times = next(rest, "0") if word == "g" else "1"
        value = _floats(next(rest, "") if word == "g" else word)
        if not value or not times.isdecimal() or len(times) > 5:
            return []
        result += value * int(times)
    return result


def _lines(words: Iterable[_Words]) -> Iterator[str]:
    """The lines of a page from top to bottom. Slanted words are a watermark, unless there are no others."""
    placed = _once(words)
    placed = [piece for piece in placed if not piece.is_slanted] or placed
    line: list[_Words] = []
    for piece in sorted(placed, key=lambda piece: piece.top):
        if line and piece.top - line[0].top > _SAME_LINE:
            yield from _joined(line)
            line = []
        line.append(piece)
    yield from _joined(line)


def _joined(line: list[_Words]) -> list[str]:
    text = "".join(piece.text for piece in sorted(line, key=lambda piece: piece.left))
    text = tidy(_NO_BLANK.sub("", text))
    return [text] if text else []


def _once(words: Iterable[_Words]) -> list[_Words]:
    """The words without those that are drawn again in the same place."""
    result: list[_Words] = []
    places: dict[str, list[_Words]] = {}
    for piece in words:
        same = places.setdefault(piece.text, [])
        if not any(math.dist((piece.left, piece.top), (old.left, old.top)) < _SAME_PLACE for old in same):
            same.append(piece)
            result.append(piece)
    return result


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    for element in root.iter():
        if isinstance(element.tag, str) and etree.QName(element).localname == name:
            yield element


def _floats(written: str | None) -> list[float]:
    """The numbers in an attribute; empty when one of them is none."""
    try:
        values = [float(number) for number in (written or "").split()]
    except ValueError:
        return []
    return values if all(map(math.isfinite, values)) else []


def _numbers(name: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", name)]
