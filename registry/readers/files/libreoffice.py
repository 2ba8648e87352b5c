"""LibreOffice, which turns a file into another format. The confined process starts it; it inherits the limits."""

import shutil
import subprocess
from pathlib import Path

SECONDS = 40


def is_installed() -> bool:
    return _program() is not None


def convert(path: Path, to: str, folder: Path) -> Path | None:
    """The file in the folder that LibreOffice made; None where it is missing or made none.

    `to` is an ending with its filter, as in "txt:Text (encoded):UTF8".
    """
    program = _program()
    if program is None:
        return None
    profile = f"-env:UserInstallation=file://{folder}/profile"
    output([program, profile, "--headless", "--convert-to", to, "--outdir", str(folder), str(path)])
    return next(folder.glob(f"*.{to.partition(':')[0]}"), None)


def output(command: list[str]) -> str:
    """What a program wrote; "" where it failed."""
    try:
        process = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return ""
    return process.stdout.decode("utf-8", "replace") if process.returncode == 0 else ""


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")
