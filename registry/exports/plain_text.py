"""The text of a paper that was written here, line by line, for the register to search."""

import io
import zipfile

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def plain_text(docx: bytes) -> str:
    """A line for each paragraph and each row of a table, its cells separated by spaces; empty ones are left out."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]
    lines = (
        " ".join(_words(cell) for cell in block.iter(f"{_W}tc")) if block.tag == f"{_W}tr" else _words(block)
        for block in body.iter(f"{_W}p", f"{_W}tr")
        if block.tag == f"{_W}tr" or block.getparent() is body
    )
    return "\n".join(line for line in lines if line.strip())


def _words(block: etree._Element) -> str:
    return "".join(word.text or "" for word in block.iter(f"{_W}t"))
