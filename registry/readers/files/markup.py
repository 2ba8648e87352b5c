"""The text of .docx files, which are XML in a .zip. Entities are refused and nothing is fetched."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from registry.domain.errors import Refusal
from registry.domain.normal import tidy
from registry.readers.files.grids import word_rows
from registry.readers.files.numbering import Numbering, read_numbering
from registry.readers.files.visibility import Visibility, is_removed, read_visibility

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT, _TRANSITIONAL = b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W.strip("{}").encode()
_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_RELATIONS = "word/_rels/document.xml.rels"
_NUMBER = re.compile(r"[一-鿿]{2,12}\s?[〔\[(（【［](?:19|20)\d\d[〕\])）】］]\s?\d{1,4}\s?号")
_HEAD_LINES = 8
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass
class Extract:
    """The plain text of a file, the metadata of a web page (field → value), and the lines of its page headers.

    `lines` are the text as it is kept, where that differs from the paragraphs: a row of a table is one line then, with
    tabs between its cells.
    """

    kind: str
    paragraphs: list[str]
    metadata: dict[str, str] = field(default_factory=dict)
    margins: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def docx(path: Path, names: set[str]) -> Extract:
    """The paragraphs in order, those of tables included, with the numbers that Word counts for them.

    The lines of page headers go into `margins`: a 密级 mark may stand there. The header of the first page is the head
    of the text when the document's number stands only there.
    """
    with zipfile.ZipFile(path) as archive:
        lists, styles = (_part(archive, names, f"word/{name}.xml") for name in ("numbering", "styles"))
        visibility = read_visibility(styles)
        document = parse_xml(archive.read("word/document.xml"))
        if next(document.iter(f"{_W}altChunk"), None) is not None:
            raise Refusal("正文里嵌着另一个文件（altChunk），读不到全文；请用 Word 打开后另存为 .docx 再上传")
        parts = list(_word_parts(document, read_numbering(lists, styles), visibility))
        headers = {
            name: list(_word_paragraphs(parse_xml(archive.read(name)), Numbering(), visibility))
            for name in sorted(names)
            if re.fullmatch(r"word/header\d*\.xml", name)
        }
        head = headers.get(_first_header(document, _part(archive, names, _RELATIONS)), [])
    lines, paragraphs = [line for line, _ in parts], [paragraph for _, inner in parts for paragraph in inner]
    if any(map(_NUMBER.fullmatch, head)) and not any(map(_NUMBER.search, paragraphs[:_HEAD_LINES])):
        lines, paragraphs = head + lines, head + paragraphs
    margins = [line for of_header in headers.values() for line in of_header]
    return Extract("docx", paragraphs, margins=margins, lines=lines)


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML part, with Word's strict namespace replaced by the transitional one.

    Raises Refusal when it has a document type, which may define entities.
    """
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise Refusal("文件内含外部实体定义，可能有害，未予读取；请用办公软件打开后另存一份再上传")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data.replace(_STRICT, _TRANSITIONAL), parser)


def _part(archive: zipfile.ZipFile, names: set[str], name: str) -> etree._Element | None:
    return parse_xml(archive.read(name)) if name in names else None


def _first_header(document: etree._Element, relations: etree._Element | None) -> str:
    """The name of the part with the header of the first page; "" when there is none."""
    section = next(document.iter(f"{_W}sectPr"), None)
    if section is None or relations is None:
        return ""
    title_page = section.find(f"{_W}titlePg")
    is_own = title_page is not None and title_page.get(f"{_W}val", "1") not in ("0", "false", "off")
    kind = "first" if is_own else "default"
    ids = [
        header.get(next((name for name in header.attrib if str(name).endswith("}id")), ""), "")
        for header in section.iterchildren(f"{_W}headerReference")
        if header.get(f"{_W}type", "default") == kind
    ]
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    target = targets.get(ids[0], "") if ids else ""
    return posixpath.normpath(posixpath.join("word", target)) if target else ""


def _word_parts(
    root: etree._Element, numbering: Numbering, visibility: Visibility
) -> Iterator[tuple[str, list[str]]]:
    """(line, its paragraphs): a paragraph is its own line, a row of a table one line with tabs between its cells.

    A table that begins the text is the frame of its head.
    """
    inside: set[etree._Element] = set()
    has_begun = False
    for element in root.iter(f"{_W}p", f"{_W}tbl"):
        if element in inside:
            continue
        if element.tag == f"{_W}p":
            for line in _paragraph_lines(element, numbering, visibility):
                has_begun = True
                yield line, [line]
        elif has_begun and (rows := word_rows(element)):
            inside.update(element.iter(f"{_W}p"))
            for row in rows:
                cells = [
                    [line for p in cell for line in _paragraph_lines(p, numbering, visibility)]
                    for cell in row
                ]
                if any(cells):
                    yield "\t".join(map(" ".join, cells)), [line for cell in cells for line in cell]


def _word_paragraphs(root: etree._Element, numbering: Numbering, visibility: Visibility) -> Iterator[str]:
    for paragraph in root.iter(f"{_W}p"):
        yield from _paragraph_lines(paragraph, numbering, visibility)


def _paragraph_lines(
    paragraph: etree._Element, numbering: Numbering, visibility: Visibility
) -> Iterator[str]:
    if next(paragraph.iterancestors(_FALLBACK), None) is not None:
        return
    words = "".join(_word_runs(paragraph, visibility))
    if not words.strip() and is_removed(paragraph):
        return
    for line in (numbering.label(paragraph) + words).split("\n"):
        if text := tidy(line):
            yield text


def _word_runs(paragraph: etree._Element, visibility: Visibility) -> Iterator[str]:
    for element in paragraph.iter(*_SIGNS, f"{_W}t"):
        if visibility.shows(element) and (element.tag != f"{_W}t" or _owner(element) is paragraph):
            yield _SIGNS.get(str(element.tag)) or element.text or ""


def _owner(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(f"{_W}p"), None)
