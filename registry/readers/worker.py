"""The child process that opens uploaded files and prints papers: it limits itself, then answers each line of JSON with
one line."""

import base64
import faulthandler
import json
import pickle
import sys
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

from registry.domain.checks.findings import Checked
from registry.domain.errors import Refusal
from registry.readers.confinement import allow_cpu_time, confine
from registry.readers.documents.facts import Reading
from registry.readers.documents.reading import read_document
from registry.readers.files.archives import macro_notice
from registry.readers.files.libreoffice import Interrupted, convert
from registry.readers.files.packages import unpack
from registry.readers.files.sheets import read_sheets, sheets_as_json
from registry.readers.rule_trials import problem_of
from registry.readers.timed_checks import checked_in_time


def main() -> None:
    """Answer questions until standard input ends."""
    faulthandler.enable()
    confine()
    sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass")  # type: ignore[union-attr]
    for line in sys.stdin:
        allow_cpu_time()
        answer = json.dumps(_answer(json.loads(line)), ensure_ascii=False)
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


def _answer(question: dict[str, str]) -> dict[str, Any]:
    """What was asked for; else a refusal. `trouble`, for the log, is the place of an error."""
    path, name = Path(question.get("path", "")), question.get("name", "")
    try:
        if question["do"] == "check":
            return {"checked": asdict(_checked(question["what"]))}
        if question["do"] == "try":
            return {"problem": problem_of(_ours(question["what"]))}
        if question["do"] == "unpack":
            members = unpack(path, name, Path(question["into"]))
            return {"members": [asdict(member) for member in members]}
        if question["do"] == "pdf":
            return _printed(path, Path(question["into"]))
        if question["do"] == "sheets":
            return {"sheets": sheets_as_json(read_sheets(path, name)), "notices": macro_notice(path, name)}
        return {"reading": _reading(path, name).as_json()}
    except Refusal as refusal:
        return {"refusal": refusal.sentence}
    except MemoryError as error:
        sentence = f"“{name}”太大或结构异常，读取时超出了内存限制，请拆分后再上传"
        return {"refusal": sentence, "trouble": _trouble(error)}
    except Exception as error:  # noqa: BLE001 - a hostile file may raise anything; the caller gets one sentence
        sentence = f"“{name}”已损坏或结构异常，读不出来，请用办公软件打开后另存一份再上传"
        return {"refusal": sentence, "trouble": _trouble(error)}


def _printed(path: Path, into: Path) -> dict[str, Any]:
    """Whether LibreOffice made a .pdf in the folder, or was interrupted."""
    try:
        return {"is_made": convert(path, "pdf", into) is not None}
    except Interrupted:
        return {"is_made": False, "is_interrupted": True}


def _checked(what: str) -> Checked:
    """What was found in the text that is asked about."""
    return checked_in_time(*_ours(what))


def _ours(what: str) -> Any:
    """Values of the program's own; who started this process alone can write to it."""
    return pickle.loads(base64.b64decode(what))  # noqa: S301


def _reading(path: Path, name: str) -> Reading:
    """The document or the problem why it could not be read, with a notice about macros."""
    try:
        reading = read_document(path, name)
    except Refusal as refusal:
        reading = Reading(name, problems=[refusal.sentence])
    notice = macro_notice(path, name) if not reading.is_harmful else []
    reading.has_macros = bool(notice)
    reading.problems += notice
    return reading


def _trouble(error: BaseException) -> str:
    """The type of the error and the last frames of its traceback; not its message, which may quote the document."""
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__, limit=-4))}"


if __name__ == "__main__":
    main()
