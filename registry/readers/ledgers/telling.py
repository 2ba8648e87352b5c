"""Whether an uploaded file is a ledger: by its bytes, and by its name only where these do not tell."""

from pathlib import Path

from registry.domain.intakes import is_ledger, is_package
from registry.domain.normal import visible
from registry.readers.files.encodings import decode
from registry.readers.files.kinds import Kind, kind_of
from registry.readers.ledgers.columns import HEADER_ROWS, is_exact

_HEAD = 65536
_DELIMITERS = "\t,;|"


def is_ledger_file(path: Path, name: str) -> bool:
    """Whether the file is read as a ledger: a workbook, text with a header row, a page that is named as a table."""
    if is_package(name) or not path.is_file():
        return False
    kind = kind_of(path)
    if kind is Kind.TEXT and not is_ledger(name):
        return _has_header(path)
    return kind is Kind.TABLE or (kind is not Kind.DOCUMENT and is_ledger(name))


def _has_header(path: Path) -> bool:
    """Whether one of the first lines of a text is the header of a ledger."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    text = decode(head) or decode(head[: len(head) // 4 * 4]) or ""
    lines = [line for line in text.splitlines() if line.strip()][:HEADER_ROWS]
    return any(
        is_exact([visible(cell) for cell in line.split(mark)]) for line in lines for mark in _DELIMITERS
    )
