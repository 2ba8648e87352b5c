"""Reading uploaded files, and papers printed to PDF. A child process with limits does both, so that a hostile file
costs one error."""

import contextlib
import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from registry.domain.errors import Refusal
from registry.readers.documents.facts import Reading, reading_from_json
from registry.readers.files.archives import unsearched_notice
from registry.readers.files.libreoffice import as_it_reads
from registry.readers.files.packages import Member
from registry.readers.files.sheets import sheets_from_json
from registry.readers.ledgers.columns import ColumnMapping
from registry.readers.ledgers.issue_lines import IssueLine, issue_lines
from registry.readers.ledgers.law_lines import LawFile, law_lines
from registry.readers.ledgers.outcomes import OutcomeLine, outcome_lines
from registry.readers.ledgers.reading import Ledger, read_ledger

log = logging.getLogger(__name__)

_SECONDS = 60
_PRINTING_SECONDS = 120
_MAX_ANSWER = 64 * 1024 * 1024
_COMMAND = [sys.executable, "-m", "registry.readers.worker"]
_LAST_WORDS = 2000  # characters of standard error that are logged when the process dies
_TOO_LONG = "“{name}”读了 60 秒还没有读完，已停止；请拆分或另存后再上传"
_TOO_MUCH = "“{name}”里的内容太多，一次读不完；请删去无关的空行空列，或拆分后再上传"
_DIED = {
    "document": "“{name}”读取时出错中断（可能已损坏，或大得超出内存限制）；请用办公软件打开后另存一份再上传",
    "sheets": "“{name}”读取时出错中断：可能已损坏，或在很远的行列里误填了内容；请用 Excel 或 WPS 删去无关的行列，"
    "另存后再上传",
}


class End(Enum):
    """How a question ended without an answer."""

    TOO_LONG = auto()
    TOO_MUCH = auto()
    DIED = auto()


_NO_PDF = {
    End.TOO_LONG: "转换用了{seconds}秒还没有完，已停止",
    End.DIED: "转换时出错中断，可能超出了内存或处理器时间的限制",
}


class NoAnswer(Exception):
    """The process was stopped, or died. Its words are for the log."""

    def __init__(self, end: End, words: str) -> None:
        super().__init__(words)
        self.end = end


class Worker:
    """One child process for many files, started when needed and again after a crash.

    An error is logged with its place in our code, a crash with the end of the process's standard error.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None

    def __enter__(self) -> "Worker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        if self._errors:
            self._errors.close()

    def put(self, question: dict[str, Any], seconds: float = _SECONDS) -> dict[str, Any]:
        """The process's answer to a question; raises NoAnswer when it dies, takes too long or answers with too much."""
        process = self._running()
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(question, ensure_ascii=True).encode() + b"\n")
            process.stdin.flush()
            answer: dict[str, Any] = json.loads(self._line(process, seconds))
        except TimeoutError:
            self._stop()
            raise NoAnswer(End.TOO_LONG, f"was stopped after {seconds} seconds") from None
        except OverflowError:
            self._stop()
            raise NoAnswer(End.TOO_MUCH, f"gave an answer longer than {_MAX_ANSWER} bytes") from None
        except (OSError, EOFError, ValueError):
            status = self._stop()
            words = f"ended its process (status {status}): {self._last_words()}"
            raise NoAnswer(End.DIED, words) from None
        return answer

    def ask(self, do: str, path: Path, name: str, into: Path | None = None) -> dict[str, Any]:
        """The worker's answer to `do`: "document", "sheets" or "unpack", the last into the folder `into`.

        Raises Refusal when it refuses, dies, takes more than 60 seconds or answers with more than 64 MB.
        """
        question = {"do": do, "path": str(path.resolve()), "name": name, "into": str(into or "")}
        try:
            answer = self.put(question, _SECONDS)
        except NoAnswer as missing:
            log.warning("reading %r %s", name, missing)
            sentence = {End.TOO_LONG: _TOO_LONG, End.TOO_MUCH: _TOO_MUCH}.get(missing.end, _DIED.get(do, ""))
            raise Refusal(sentence.format(name=name)) from None
        if "trouble" in answer:
            log.warning("reading %r met %s", name, answer["trouble"])
        if "refusal" in answer:
            raise Refusal(answer["refusal"])
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or _has_ended(self._process):
            self._stop()
            self._errors = self._errors or tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
            self._process = subprocess.Popen(
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                bufsize=0,
                start_new_session=True,
            )
        return self._process

    def _line(self, process: subprocess.Popen[bytes], seconds: float) -> bytes:
        assert process.stdout is not None
        deadline = time.monotonic() + seconds
        chunks: list[bytes] = []
        size = 0
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not (chunks and chunks[-1].endswith(b"\n")):
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise TimeoutError
                chunk = process.stdout.read(1 << 20)
                size += len(chunk)
                if not chunk:
                    raise EOFError
                if size > _MAX_ANSWER:
                    raise OverflowError
                chunks.append(chunk)
        return b"".join(chunks)

    def _stop(self) -> int | None:
        """Kill the process and all that it started (LibreOffice); returns its status, negative for a signal."""
        process, self._process = self._process, None
        if process is None:
            return None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        status = process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        return status

    def _last_words(self) -> str:
        if self._errors is None:
            return ""
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - _LAST_WORDS))
        words = self._errors.read().decode("utf-8", "replace")
        self._errors.seek(0)
        self._errors.truncate()
        return words


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether the process has ended by itself. It is not reaped, so that its id still names its process group."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def read_file(path: Path, name: str) -> Reading:
    """The reading of one uploaded file, called `name` by its owner. Never raises for the file's content."""
    return next(read_files([(path, name)]))


def read_files(files: Iterable[tuple[Path, str]]) -> Iterator[Reading]:
    """The readings of many files in order, with one worker. Never raises for a file's content."""
    with Worker() as worker:
        for path, name in files:
            yield read_with(worker, path, name)


def read_with(worker: Worker, path: Path, name: str) -> Reading:
    """The reading of one uploaded file by a worker that the caller keeps. Never raises for the file's content."""
    try:
        return reading_from_json(worker.ask("document", path, name)["reading"])
    except Refusal as refusal:
        notice = unsearched_notice(path, name)
        return Reading(name, problems=[refusal.sentence, *notice], has_macros=bool(notice))


def read_ledger_safely(
    path: Path,
    name: str,
    mapping: ColumnMapping | None = None,
    remembered: Mapping[str, ColumnMapping] | None = None,
) -> Ledger:
    """The ledger of an uploaded file. The child process opens it; its cells are read in this process.

    Raises Refusal when the file is broken or not a spreadsheet, NoTitleColumn when it has no column of titles.
    """
    with Worker() as worker:
        answer = worker.ask("sheets", path, name)
    ledger = read_ledger(name, sheets_from_json(answer["sheets"]), mapping, remembered)
    ledger.warnings += answer["notices"]
    return ledger


def read_issue_file(path: Path, name: str) -> list[IssueLine]:
    """The lines of an uploaded issue register. Raises as `read_ledger_safely` does."""
    return issue_lines(read_ledger_safely(path, name))


def read_outcomes(path: Path, name: str) -> list[OutcomeLine]:
    """The rows of an uploaded list of outcomes. Raises Refusal when it is broken or lacks the required columns."""
    with Worker() as worker:
        answer = worker.ask("sheets", path, name)
    return outcome_lines(name, sheets_from_json(answer["sheets"]))


def read_laws(path: Path, name: str) -> LawFile:
    """The rows of an uploaded table of laws. Raises Refusal when it is broken or lacks the required columns."""
    with Worker() as worker:
        answer = worker.ask("sheets", path, name)
    read = law_lines(name, sheets_from_json(answer["sheets"]))
    return LawFile(read.lines, [*read.notes, *answer["notices"]])


def unpack_safely(path: Path, name: str, into: Path) -> list[Member]:
    """The files of an uploaded package, unpacked into the folder `into`. Raises Refusal as `packages.unpack` does."""
    with Worker() as worker:
        answer = worker.ask("unpack", path, name, into)
    return [Member(**member) for member in answer["members"]]


def pdf_of(worker: Worker, docx: bytes) -> bytes:
    """The .docx as LibreOffice prints it. Raises Refusal with the reason where it makes no .pdf."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "paper.docx")
        path.write_bytes(as_it_reads(docx))
        try:
            answer = worker.put({"do": "pdf", "path": str(path), "into": folder}, _PRINTING_SECONDS)
        except NoAnswer as missing:
            log.warning("printing a paper %s", missing)
            sentence = _NO_PDF.get(missing.end, _NO_PDF[End.DIED])
            raise Refusal(sentence.format(seconds=_PRINTING_SECONDS)) from None
        if answer.get("is_interrupted"):
            raise Refusal(_NO_PDF[End.DIED])
        if not answer.get("is_made"):
            raise Refusal("LibreOffice 没有转换出文件，可能没有装全（需要 libreoffice-writer）")
        return path.with_suffix(".pdf").read_bytes()
