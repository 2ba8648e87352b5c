"""The cost of hostile files, which are made in a temporary folder and read like uploads.

    python bench/hostile.py [--only WORD]

Each row has the file, its description, the seconds, the worker's peak memory, and the sentence for the person. After
each attack an ordinary document must still be readable, or the run fails. WORD limits the run to matching names.
"""

import argparse
import resource
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from hostile_files import ATTACKS, BODY, PARAGRAPH, docx

from registry.domain.errors import Refusal
from registry.readers.sandbox import read_file, read_ledger_safely, unpack_safely


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--only", default="")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, (description, _) in ATTACKS.items():
            if chosen.only in name:
                path = Path(folder) / name
                with ProcessPoolExecutor(max_workers=1) as pool:
                    pool.submit(prepare, path).result()
                with ProcessPoolExecutor(
                    max_workers=1
                ) as pool:  # measures the memory of this file's worker alone
                    told, seconds, megabytes = pool.submit(attack, path).result()
                sys.stdout.write(f"{name} | {description} | {seconds:.1f} s | {megabytes:.0f} MB | {told}\n")
                sys.stdout.flush()
                path.unlink()


def prepare(path: Path) -> None:
    ATTACKS[path.name][1](path)


def attack(path: Path) -> tuple[str, float, float]:
    """(the sentence for the person, the seconds, the peak memory in MB of the reader's processes)."""
    started = time.perf_counter()
    told = DOORS.get(path.suffix, document)(path)
    seconds = time.perf_counter() - started
    good = path.with_name("good.docx")
    docx(BODY % PARAGRAPH)(good)
    assert read_file(good, good.name).value("title") == "青溪区护林办法", "the next file is not readable"
    return told, seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def document(path: Path) -> str:
    reading = read_file(path, path.name)
    return "；".join([f"read: {reading.n_chars} characters"] * bool(reading.text) + reading.problems)


def ledger(path: Path) -> str:
    try:
        read = read_ledger_safely(path, path.name)
    except Refusal as refusal:
        return refusal.sentence
    return "；".join([f"read: {len(read.rows)} rows", *read.warnings])


def package(path: Path) -> str:
    into = path.with_name("unpacked")
    into.mkdir()
    try:
        members = unpack_safely(path, path.name, into)
        n_bytes = sum(file.lstat().st_size for file in into.iterdir())
        told = [f"{member.name}：{member.problem or '取出'}" for member in members]
        return "；".join([*told, f"{n_bytes} bytes"])
    except Refusal as refusal:
        return refusal.sentence
    finally:
        shutil.rmtree(into)


DOORS = {".xlsx": ledger, ".xlsm": ledger, ".csv": ledger, ".zip": package}

if __name__ == "__main__":
    main()
