"""The child process that opens what strangers sent: it limits itself, then answers a line with a line."""

import faulthandler
import json
import sys
import traceback
from pathlib import Path
from typing import Any

from registry.domain.errors import Refusal
from registry.readers.confinement import allow_cpu_time, confine
from registry.readers.documents.facts import Reading
from registry.readers.documents.reading import read_document
from registry.readers.files.archives import macro_notice
from registry.readers.files.packages import unpack
from registry.readers.files.sheets import read_sheets
from registry.readers.ledgers.reading import as_json


def main() -> None:
    """Answer until the input ends."""
    faulthandler.enable()
    confine()
    for line in sys.stdin:
        allow_cpu_time()
        answer = json.dumps(_answer(json.loads(line)), ensure_ascii=False)
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


def _answer(question: dict[str, str]) -> dict[str, Any]:
    """The sheets or the reading, or a refusal; `trouble`, for the log, says where in our code a file broke it."""
    path, name = Path(question["path"]), question["name"]
    try:
        if question["do"] == "unpack":
            return {"members": unpack(path, name, Path(question["into"]))}
        if question["do"] == "sheets":
            return {"sheets": as_json(read_sheets(path, name)), "notices": macro_notice(path, name)}
        return {"reading": _reading(path, name).as_json()}
    except Refusal as refusal:
        return {"refusal": refusal.sentence}
    except MemoryError as broken:
        sentence = f"“{name}”太大或结构异常，读取时超出了内存限制，请拆分后再上传"
        return {"refusal": sentence, "trouble": _trouble(broken)}
    except Exception as broken:  # noqa: BLE001 - a hostile file may raise anything; the caller gets one sentence
        sentence = f"“{name}”已损坏或结构异常，读不出来，请用办公软件打开后另存一份再上传"
        return {"refusal": sentence, "trouble": _trouble(broken)}


def _reading(path: Path, name: str) -> Reading:
    """The document, or why it could not be read; either way with a word on its macros."""
    try:
        reading = read_document(path, name)
    except Refusal as refusal:
        reading = Reading(name, problems=[refusal.sentence])
    notice = macro_notice(path, name) if not reading.is_harmful else []
    reading.has_macros = bool(notice)
    reading.problems += notice
    return reading


def _trouble(broken: BaseException) -> str:
    """The kind of error and the last lines of code; not its message, which may quote the document."""
    return f"{type(broken).__name__}\n{''.join(traceback.format_tb(broken.__traceback__, limit=-4))}"


if __name__ == "__main__":
    main()
