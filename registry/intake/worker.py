"""The child process that opens what strangers sent: it limits itself, then answers a line with a line."""

import json
import resource
import sys
from pathlib import Path
from typing import Any

from registry.domain.errors import Refusal
from registry.intake.ledgers import as_json
from registry.intake.reading import read_document
from registry.intake.sheets import read_sheets

_MEMORY = 1024 * 1024 * 1024
_WRITTEN = 64 * 1024 * 1024
_CPU_SECONDS = 60


def main() -> None:
    """Answer until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_WRITTEN, _WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        _allow_cpu_time()
        answer = json.dumps(_answer(json.loads(line)), ensure_ascii=False)
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


def _answer(question: dict[str, str]) -> dict[str, Any]:
    path, name = Path(question["path"]), question["name"]
    try:
        if question["do"] == "sheets":
            return {"sheets": as_json(read_sheets(path, name))}
        return {"reading": read_document(path, name).as_json()}
    except Refusal as refusal:
        return {"refusal": refusal.sentence}
    except MemoryError:
        return {"refusal": f"“{name}”太大或结构异常，读取时超出了内存限制，请拆分后再上传"}
    except Exception as broken:  # noqa: BLE001 - a hostile file may raise anything; the caller gets one sentence
        sys.stderr.write(f"{type(broken).__name__}: {broken}\n")
        return {"refusal": f"“{name}”已损坏或结构异常，读不出来，请用办公软件打开后另存一份再上传"}


def _allow_cpu_time() -> None:
    """Each file gets its own minute of computing: the limit counts from what was used so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + _CPU_SECONDS, hard))


if __name__ == "__main__":
    main()
