"""LibreOffice, which turns a file into another format. The confined process starts it; it inherits the limits.

Nothing here waits less than for ever: who asked the confined process stops it, and with it all that it started.
"""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

_DOCUMENT = "word/document.xml"
_BREAKS = re.compile("(?<=〕)(?=[0-9])|(?<=[0-9])(?=（)")
_ZERO_WIDTH_SPACE = "\u200b"
_KEPT_WITHIN, _TAKEN_AS_KEPT_WITHIN = b'<w:overflowPunct w:val="0"/>', b'<w:overflowPunct w:val="1"/>'


class Interrupted(Exception):
    """The program ended before it was done, as when it met a limit of the confined process."""


def is_installed() -> bool:
    return _program() is not None


def convert(path: Path, to: str, folder: Path) -> Path | None:
    """The file in the folder that LibreOffice made; None where it is missing or made none. Raises Interrupted.

    `to` is an ending with its filter, as in "txt:Text (encoded):UTF8".
    """
    program = _program()
    if program is None:
        return None
    profile = f"-env:UserInstallation=file://{folder}/profile"
    output([program, profile, "--headless", "--convert-to", to, "--outdir", str(folder), str(path)])
    return next(folder.glob(f"*.{to.partition(':')[0]}"), None)


def as_it_reads(docx: bytes) -> bytes:
    """A copy of a .docx for LibreOffice 7, which reads w:overflowPunct the wrong way round, and breaks fewer lines.

    Without it the punctuation that we keep within the text block hangs over its edge in the .pdf, and a number like
    〔2026〕11号 goes to the next line whole, where Word breaks it: what is left of the line is stretched.
    """
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(copy, "w") as target:
        for entry in source.infolist():
            content = source.read(entry).replace(_KEPT_WITHIN, _TAKEN_AS_KEPT_WITHIN)
            if entry.filename == _DOCUMENT:
                content = _BREAKS.sub(_ZERO_WIDTH_SPACE, content.decode()).encode()
            target.writestr(entry, content)
    return copy.getvalue()


def output(command: list[str]) -> str:
    """What a program wrote. Raises Interrupted where it did not end well."""
    try:
        process = subprocess.run(command, capture_output=True, check=True)
    except (subprocess.CalledProcessError, OSError) as failed:
        raise Interrupted from failed
    return process.stdout.decode("utf-8", "replace")


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")
