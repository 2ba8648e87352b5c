"""The accuracy of reading title, number, authority and date of signature: a table by source, strict and stated.

    python bench/reading.py CORPUS [--errors FIELD]

CORPUS is a folder with documents.jsonl and files/. *Strict* compares with every label of the corpus (a number and a
date only where they occur in the text at all). *Stated* leaves out labels that the text does not state, and
accepts the same authority under its short name. A label is not stated when:

- title: never left out. Also right is a label equal to the reading's annex_title (lists cite 关于印发《甲办法》的通知
  as 甲办法), or one with the order's number before the title;
- doc_no: never left out. Also right is a label that includes the end of the title or of another organ's name before
  the number: same year and serial, and the label ends with the number as read;
- issuing_authority: the label is a fragment of a title (《…, 关于转发…); or it is a category of a web site, that is,
  its name without 原 and brackets occurs neither in the title nor in the text; or the title begins with the name of
  another authority (followed by 关于, 印发 or 转发) that the label does not abbreviate. Also right are a short name,
  whose characters occur in the full name in the same order with the same end (市人社局,
  天津市人力资源和社会保障局), and a label that names only the lead;
- signed_on: the date occurs in the text only in clauses of effect (自…起施行), so the label is the 施行日期.

"Sure and wrong" counts single values that are false where the text states the label. "Offered" are choices that
contain the right value. "Invented" are numbers read from texts that are not documents
(interpretations, reports, news). With --errors each miss is printed, labels not stated with the mark "unstated".
The files go through the worker process, as uploads do.
"""

import argparse
import json
import re
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from registry.domain.doc_numbers import key, parse
from registry.domain.normal import title_key, visible
from registry.readers.documents.dates import dates_in
from registry.readers.documents.facts import Reading
from registry.readers.documents.reading import read_extract
from registry.readers.files.markup import Extract
from registry.readers.files.text import plain_paragraphs
from registry.readers.sandbox import read_files

FIELDS = ("title", "doc_no", "issuing_authority", "signed_on")
_TORN = re.compile(r"[《》]|^(?:关于|转发|印发)")
_ORDER_BEFORE = re.compile(r"^[^《》]{2,20}令(?:第\d+号|〔\d{4}〕\d+号)\s*")
_TITLE_HEAD = re.compile(
    r"^([^《》，。]{2,60}?[府厅局委部院室会署组处])(?:等\d+部门)?(?:联合)?(?:关于|印发|转发)"
)
_OF_EFFECT = re.compile(r"\s*(?:零时|0时)?\s*(?:起|开始)?\s*(?:正式)?(?:施行|实施|执行|生效)")


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser()
    options.add_argument("corpus", type=Path)
    options.add_argument("--errors", choices=FIELDS)
    chosen = options.parse_args()
    table: dict[str, Counter[str]] = defaultdict(Counter)
    records = [
        json.loads(line) for line in (chosen.corpus / "documents.jsonl").read_text("utf-8").splitlines()
    ]
    started = time.process_time()
    for record in records:
        _measure(record, table, chosen.errors)
    _say(f"texts without the worker: {_pace(len(records), time.process_time() - started)}")
    _measure_worker(records)
    _measure_files(chosen.corpus / "files", table, chosen.errors)
    _print(table)


def _measure(record: dict[str, Any], table: dict[str, Counter[str]], errors: str | None) -> None:
    source = record["source"].split(":")[0].split("/")[-1] + " · " + record["kind"].split(" (")[0][:26]
    text = _with_title(record)
    reading = read_extract(Extract("txt", plain_paragraphs(text)), record["id"])
    counts = table[source]
    counts["n"] += 1
    if "non-normative" in record["kind"]:
        counts["invented"] += "doc_no" in reading.facts
        counts["negatives"] += 1
        if "doc_no" in reading.facts and errors == "doc_no":
            _say(f"INVENTED {record['id']} {reading.facts['doc_no']}")
    wanted = _wanted(record)
    unstated = {field for field, label in wanted.items() if not _is_stated(field, label, record)}
    _compare(record["id"], reading, wanted, unstated, counts, errors)


def _title(record: dict[str, Any]) -> str:
    return "" if record["title"].startswith("[untitled]") else str(record["title"])


def _with_title(record: dict[str, Any]) -> str:
    """The text; sites that keep the title beside the text get it back above it, as the page shows it."""
    title, text = _title(record), str(record["text"])
    at = title_key(text[: len(title) + 150]).find(title_key(title))
    return text if not title or 0 <= at < 60 else f"{title}\n{text}"


def _wanted(record: dict[str, Any]) -> dict[str, str]:
    text = record["text"]
    wanted = {"title": _title(record)} if _title(record) else {}
    number = record.get("doc_number")
    if number and _squeezed(number) in _squeezed(text):
        wanted["doc_no"] = number
    if record.get("issuer"):
        wanted["issuing_authority"] = record["issuer"]
    issued = record.get("date")
    if issued and record.get("date_kind") == "issued" and re.fullmatch(r"\d{4}-\d\d-\d\d", issued):
        day = date.fromisoformat(issued)
        if any(written.on == day for written in dates_in(text)):
            wanted["signed_on"] = issued
    return wanted


def _is_stated(field: str, label: str, record: dict[str, Any]) -> bool:
    """Whether the document states the label; the module's docstring has the rules."""
    text = record["text"]
    if field == "signed_on":
        day = date.fromisoformat(label)
        return any(
            written.on == day and not _OF_EFFECT.match(text, written.end) for written in dates_in(text)
        )
    if field != "issuing_authority":
        return True
    if _TORN.search(label):
        return False
    title = _squeezed(record["title"])
    name = re.sub(r"^原|[(（].*", "", label)
    head = _TITLE_HEAD.match(title)
    if head:
        return _is_same_body(name, head[1]) or _squeezed(name) in head[1]
    return _squeezed(name).replace("、", "") in title + _squeezed(text).replace("、", "")


def _is_same_body(name: str, other_name: str) -> bool:
    short, long = sorted((_squeezed(name), _squeezed(other_name)), key=len)
    chars = iter(long)
    return short[-1:] == long[-1:] and all(char in chars for char in short)


def _measure_worker(records: list[dict[str, Any]]) -> None:
    """Read the same texts as files, through the worker process."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{record['id']}.txt" for record in records]
        for path, record in zip(files, records, strict=True):
            path.write_text(_with_title(record), "utf-8")
        started = _worker_seconds()
        n_read = sum(bool(reading.text) for reading in read_files((path, path.name) for path in files))
    _say(f"texts through the worker: {_pace(n_read, _worker_seconds() - started)}")


def _worker_seconds() -> float:
    """The processor time of ended child processes, their start included."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _pace(n: int, seconds: float) -> str:
    return f"{n} in {seconds:.1f} s of one core = {60 * n / seconds:.0f} a minute"


def _measure_files(folder: Path, table: dict[str, Counter[str]], errors: str | None) -> None:
    for group in sorted(path for path in folder.iterdir() if path.is_dir()):
        files = sorted(group.iterdir())
        started = _worker_seconds()
        for path, reading in zip(files, read_files((path, path.name) for path in files), strict=True):
            counts = table[f"files/{group.name}"]
            counts["n"] += 1
            counts["unreadable, said so"] += bool(reading.problems)
            wanted = {}
            if group.name == "docx":
                wanted["title"] = re.sub(r"_\d{8}$", "", path.stem)
            if group.name == "html_govcn":
                wanted = _page_table(path.read_text("utf-8"))
            _compare(path.name, reading, wanted, set(), counts, errors)
        _say(f"{group.name} through the worker: {_pace(len(files), _worker_seconds() - started)}")


def _page_table(page: str) -> dict[str, str]:
    """The values of the page's own table, extracted without the reader's code."""
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
    name: str,
    reading: Reading,
    wanted: dict[str, str],
    unstated: set[str],
    counts: Counter[str],
    errors: str | None,
) -> None:
    for field, label in wanted.items():
        fact = reading.facts.get(field)
        values = [fact.value] if fact and fact.value else list(fact.choices) if fact else []
        is_right = len(values) == 1 and _is_equal(field, values[0], label, reading)
        is_named = is_right or (len(values) == 1 and _is_accepted(field, values[0], label, reading))
        counts[f"{field} of"] += 1
        counts[f"{field} right"] += is_right
        counts[f"{field} offered"] += len(values) > 1 and label in values
        if field not in unstated:
            counts[f"{field} stated"] += 1
            counts[f"{field} named"] += is_named
            counts["sure and wrong"] += bool(fact and fact.value) and not is_named
        if errors == field and not is_right:
            mark = "accepted " if is_named else "unstated " if field in unstated else ""
            _say(f"{mark}{name} wanted {label!r} found {fact}")


def _is_equal(field: str, value: str, label: str, reading: Reading) -> bool:
    if field == "title":
        return title_key(value).endswith(title_key(label))
    if field == "doc_no":
        return key(value) == key(label)
    if field == "issuing_authority":
        others = reading.value("co_issuers") or ""
        return _squeezed(value + others).replace("、", "") == _squeezed(label).replace("、", "")
    return value == label


def _is_accepted(field: str, value: str, label: str, reading: Reading) -> bool:
    if field == "title":
        annex = reading.value("annex_title") or ""
        bare = _ORDER_BEFORE.sub("", label).strip("《》")
        return title_key(annex) == title_key(label) or title_key(value) == title_key(bare)
    if field == "doc_no":
        read, labelled = parse(value), parse(label)
        is_cut = (labelled.organ_code or "").endswith(read.organ_code or "?") or (
            read.organ_code or ""
        ).endswith(labelled.organ_code or "?")
        return (read.year, read.serial) == (labelled.year, labelled.serial) and is_cut
    return field == "issuing_authority" and _is_same_body(value, re.sub(r"^原|[(（].*", "", label))


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", visible(text))


def _print(table: dict[str, Counter[str]]) -> None:
    total: Counter[str] = Counter()
    for counts in table.values():
        total.update(counts)
    for source, counts in [*sorted(table.items()), ("all", total)]:
        cells = [f"{field} {_rates(counts, field)}" for field in FIELDS if counts[f"{field} of"]]
        extra = [f"{name} {counts[name]}" for name in ("unreadable, said so",) if counts[name]]
        if counts["negatives"]:
            extra += [f"invented numbers {counts['invented']}/{counts['negatives']}"]
        extra.append(f"sure and wrong {counts['sure and wrong']}")
        _say(f"{source} (n={counts['n']}): " + "; ".join(cells + extra))


def _rates(counts: Counter[str], field: str) -> str:
    strict = _rate(counts[f"{field} right"], counts[f"{field} of"])
    stated = _rate(counts[f"{field} named"], counts[f"{field} stated"])
    offered = f" (+{counts[f'{field} offered']} offered)" if counts[f"{field} offered"] else ""
    return f"{strict}{offered}" + (f", stated {stated}" if stated != strict else "")


def _rate(right: int, of: int) -> str:
    return f"{right}/{of} = {100 * right / of:.1f} %" if of else "none"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
