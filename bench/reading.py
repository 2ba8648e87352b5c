"""How often title, number, authority and signing date are read right: a table by source.

    python bench/reading.py CORPUS [--errors FIELD]

A title that only adds the authority before the one listed counts as right (sites drop it).
CORPUS is a folder with documents.jsonl and files/. A number counts where the text states it, a date where it is
a date of issue and the text states it; "offered" are choices that contain the right value. The last line counts
numbers found on texts that are no documents (interpretations, reports, news).
"""

import argparse
import json
import re
import sys
import time
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from registry.domain.doc_numbers import key
from registry.domain.normal import title_key, visible
from registry.intake.dates import dates_in
from registry.intake.facts import Reading
from registry.intake.files import plain_paragraphs
from registry.intake.markup import Extract
from registry.intake.reading import understand
from registry.intake.sandbox import read_files

FIELDS = ("title", "doc_no", "issuing_authority", "signed_on")


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser()
    options.add_argument("corpus", type=Path)
    options.add_argument("--errors", choices=FIELDS)
    chosen = options.parse_args()
    table: dict[str, Counter[str]] = defaultdict(Counter)
    started = time.perf_counter()
    lines = (chosen.corpus / "documents.jsonl").read_text("utf-8").splitlines()
    for line in lines:
        _measure(json.loads(line), table, chosen.errors)
    seconds = time.perf_counter() - started
    _measure_files(chosen.corpus / "files", table, chosen.errors)
    _print(table)
    sys.stdout.write(
        f"\n{len(lines)} texts in {seconds:.1f} s = {60 * len(lines) / seconds:.0f} a minute on one core\n"
    )


def _measure(record: dict[str, Any], table: dict[str, Counter[str]], errors: str | None) -> None:
    source = record["source"].split(":")[0].split("/")[-1] + " · " + record["kind"].split(" (")[0][:26]
    text = record["text"]
    title = "" if record["title"].startswith("[untitled]") else record["title"]
    at = title_key(text[: len(title) + 150]).find(title_key(title))
    has_title = not title or 0 <= at < 60
    paragraphs = plain_paragraphs(text if has_title else f"{title}\n{text}")
    reading = understand(Extract("txt", paragraphs), record["id"])
    counts = table[source]
    counts["n"] += 1
    wanted = _wanted(record, text)
    if "non-normative" in record["kind"]:
        counts["invented"] += "doc_no" in reading.facts
        counts["negatives"] += 1
        if "doc_no" in reading.facts and errors == "doc_no":
            sys.stdout.write(f"INVENTED {record['id']} {reading.facts['doc_no']}\n")
    if title:
        wanted["title"] = title
    _compare(record["id"], reading, wanted, counts, errors)


def _wanted(record: dict[str, Any], text: str) -> dict[str, str]:
    wanted = {}
    number = record.get("doc_number")
    if number and _squeezed(number) in _squeezed(text):
        wanted["doc_no"] = number
    if record.get("issuer"):
        wanted["issuing_authority"] = record["issuer"]
    issued = record.get("date")
    if issued and record.get("date_kind") == "issued" and re.fullmatch(r"\d{4}-\d\d-\d\d", issued):
        day = date.fromisoformat(issued)
        if any(each.on == day for each in dates_in(text)):
            wanted["signed_on"] = issued
    return wanted


def _measure_files(folder: Path, table: dict[str, Counter[str]], errors: str | None) -> None:
    for group in sorted(each for each in folder.iterdir() if each.is_dir()):
        files = sorted(group.iterdir())
        started = time.perf_counter()
        for path, reading in zip(files, read_files((path, path.name) for path in files), strict=True):
            counts = table[f"files/{group.name}"]
            counts["n"] += 1
            counts["unreadable, said so"] += bool(reading.problems)
            wanted = {}
            if group.name == "docx":
                wanted["title"] = re.sub(r"_\d{8}$", "", path.stem)
            if group.name == "html_govcn":
                wanted = _page_table(path.read_text("utf-8"))
            _compare(path.name, reading, wanted, counts, errors)
        sys.stdout.write(f"{group.name}: {len(files)} files in {time.perf_counter() - started:.1f} s\n")


def _page_table(page: str) -> dict[str, str]:
    """What the page's own table states, cut out without the reader's code."""
    cells = [
        re.sub(r"<[^>]+>|\s|&nbsp;", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", page, re.S)
    ]
    labels = {
        "标题：": "title",
        "发文字号：": "doc_no",
        "发文机关：": "issuing_authority",
        "成文日期：": "signed_on",
    }
    wanted = {labels[cell]: after for cell, after in pairwise(cells) if cell in labels and after}
    if "signed_on" in wanted:
        wanted["signed_on"] = next(dates_in(wanted["signed_on"])).on.isoformat()
    return wanted


def _compare(
    name: str, reading: Reading, wanted: dict[str, str], counts: Counter[str], errors: str | None
) -> None:
    for field, expected in wanted.items():
        fact = reading.facts.get(field)
        found = [
            _comparable(field, value)
            for value in ([fact.value] if fact and fact.value else fact.choices if fact else [])
        ]
        if field == "issuing_authority" and fact and "co_issuers" in reading.facts:
            found = [_comparable(field, f"{fact.value}{reading.facts['co_issuers'].value}")]
        right = _comparable(field, expected)
        counts[f"{field} of"] += 1
        is_right = found == [right] or (
            field == "title" and bool(found) and str(found[0]).endswith(str(right))
        )
        counts[f"{field} right"] += is_right
        counts[f"{field} offered"] += len(found) > 1 and right in found
        if errors == field and not is_right:
            sys.stdout.write(f"{name} wanted {expected!r} found {fact}\n")


def _comparable(field: str, value: str) -> str | None:
    if field == "title":
        return title_key(value)
    if field == "doc_no":
        return key(value)
    return _squeezed(value).replace("、", "") if field == "issuing_authority" else value


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", visible(text))


def _print(table: dict[str, Counter[str]]) -> None:
    total: Counter[str] = Counter()
    for counts in table.values():
        total.update(counts)
    for source, counts in [*sorted(table.items()), ("all", total)]:
        cells = [f"{field} {_rate(counts, field)}" for field in FIELDS if counts[f"{field} of"]]
        extra = [f"{name} {counts[name]}" for name in ("unreadable, said so",) if counts[name]]
        extra += (
            [f"invented numbers {counts['invented']}/{counts['negatives']}"] if counts["negatives"] else []
        )
        sys.stdout.write(f"{source} (n={counts['n']}): " + "; ".join(cells + extra) + "\n")


def _rate(counts: Counter[str], field: str) -> str:
    right, of, offered = counts[f"{field} right"], counts[f"{field} of"], counts[f"{field} offered"]
    return f"{right}/{of} = {100 * right / of:.1f} %" + (f" (+{offered} offered)" if offered else "")


if __name__ == "__main__":
    main()
