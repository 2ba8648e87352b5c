"""What a file is by its bytes, whatever its name ends in: a table, a document, or what only the name can tell."""

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from registry.readers.files.archives import OLE, ZIP
from registry.readers.files.encodings import decode, is_binary

_HEAD = 65536
_BOOKS = ("Workbook".encode("utf-16-le"), "Book\0".encode("utf-16-le"))
_WORD = "WordDocument".encode("utf-16-le")
_DOCUMENTS = (b"%PDF", b"{\\rtf", b"\xff\xd8\xff", b"\x89PNG", b"GIF8")
SPREADSHEET_XML = re.compile(r"progid=\"Excel\.Sheet\"|urn:schemas-microsoft-com:office:spreadsheet")
_EXCEL_PAGE = re.compile(
    r"urn:schemas-microsoft-com:office:excel|<x:ExcelWorkbook>|ProgId content=\"?Excel", re.I
)


class Kind(StrEnum):
    """TABLE: a workbook. DOCUMENT: what a document reader reads or names. TEXT: words, of a table or of a document.
    PAGE: a web page, of a table or of a document. UNKNOWN: none of these."""

    TABLE = "table"
    DOCUMENT = "document"
    TEXT = "text"
    PAGE = "page"
    UNKNOWN = "unknown"


def kind_of(path: Path) -> Kind:
    """The kind of the file. Only its first bytes are read, and the list of members or streams."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(ZIP):
        return _of_archive(path)
    if head.startswith(OLE):
        return _of_container(path.read_bytes())
    if head.startswith(_DOCUMENTS):
        return Kind.DOCUMENT
    text = None if is_binary(head[:4096]) else _decoded(head)
    if text is None:
        return Kind.UNKNOWN
    if SPREADSHEET_XML.search(text[:4000]) or _EXCEL_PAGE.search(text[:4000]):
        return Kind.TABLE
    return Kind.PAGE if re.search(r"<(?:html|body|table)\b", text, re.I) else Kind.TEXT


def _of_archive(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return Kind.UNKNOWN
    if {"xl/workbook.xml", "xl/workbook.bin"} & members:
        return Kind.TABLE
    return Kind.DOCUMENT if {"word/document.xml", "OFD.xml"} & members else Kind.UNKNOWN


def _of_container(content: bytes) -> Kind:
    is_book, is_word = any(name in content for name in _BOOKS), _WORD in content
    if is_book == is_word:  # neither, or each inside the other
        return Kind.UNKNOWN
    return Kind.TABLE if is_book else Kind.DOCUMENT


def _decoded(head: bytes) -> str | None:
    """The text of a beginning, whose last character may be cut."""
    return next((text for cut in range(4) if (text := decode(head[: len(head) - cut])) is not None), None)
