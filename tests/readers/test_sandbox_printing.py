"""What a PDF costs when LibreOffice misbehaves; scripts stand for it."""

import io
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from registry.domain.errors import Refusal
from registry.readers import sandbox
from registry.readers.sandbox import Worker, pdf_of, read_file
from tests.building.reading_process import a_process_for_each_worker

HANGS = 'sleep 600 &\necho $! $$ > "{noted}"\nwait\n'
PRINTS = 'while [ "$1" != --outdir ]; do shift; done\necho "%PDF" > "$2/paper.pdf"\n'


@pytest.fixture(autouse=True)
def _a_process_of_its_own() -> Iterator[None]:
    with a_process_for_each_worker():
        yield


@pytest.fixture
def soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """soffice(script): a machine whose LibreOffice is that script; the file in which it may note its processes."""
    programs, noted = tmp_path / "programs", tmp_path / "noted"
    programs.mkdir()
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")

    def is_there(script: str) -> Path:
        program = programs / "soffice"
        program.write_text("#!/bin/sh\n" + script.replace("{noted}", str(noted)))
        program.chmod(0o755)
        return noted

    return is_there


def paper() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<document/>")
    return file.getvalue()


def running(noted: Path) -> list[str]:
    """Those of the noted processes that still run."""
    numbers = noted.read_text().split()
    assert len(numbers) == 2
    return [number for number in numbers if _state(number) not in ("", "Z")]


def _state(number: str) -> str:
    try:
        return Path("/proc", number, "stat").read_text().split()[2]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def wait_until_gone(noted: Path) -> None:
    patience = time.monotonic() + 30
    while running(noted) and time.monotonic() < patience:
        time.sleep(0.05)
    assert running(noted) == []


def test_a_converter_that_hangs_is_told_so_and_killed_with_all_that_it_started(
    soffice: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = soffice(HANGS)
    monkeypatch.setattr(sandbox, "_PRINTING_SECONDS", 4)
    with Worker() as worker:
        with pytest.raises(Refusal) as refused:
            pdf_of(worker, paper())
        assert refused.value.sentence == "转换用了4秒还没有完，已停止"
        wait_until_gone(noted)
        soffice(PRINTS)
        assert pdf_of(worker, paper()) == b"%PDF\n", "the same worker goes on"


@pytest.mark.parametrize(
    ("script", "words"),
    [("exit 0\n", "可能没有装全"), ("exit 3\n", "出错中断"), (PRINTS + "kill -KILL $$\n", "出错中断")],
)
def test_what_ended_badly_is_told_from_what_is_not_installed_whole(
    soffice: Callable[[str], Path], script: str, words: str
) -> None:
    soffice(script)
    with Worker() as worker, pytest.raises(Refusal, match=words):
        pdf_of(worker, paper())


def test_a_converter_that_hangs_on_an_uploaded_file_is_killed_too(
    soffice: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    noted = soffice(HANGS)
    monkeypatch.setattr(sandbox, "_SECONDS", 4)
    upload = tmp_path / "a.rtf"
    upload.write_bytes(b"{\\rtf1 text}")
    assert "还没有读完，已停止" in read_file(upload, "a.rtf").problems[0]
    wait_until_gone(noted)
