"""The precision and recall, by kind, of reading the relations of a document.

    python bench/relations.py CORPUS [--sample first|held_out|forwarding|blind] [--errors]

CORPUS is a folder with documents.jsonl. The labels stand in relations.jsonl beside this file, made by reading the
texts before the reader's output was seen (the items of two long annexed lists were cut out by a script for them alone).

- `first` 30 + 30, `held_out` 10 + 10: drawn with random.Random(20261122) out of the sorted ids; the first half contain
  废止, 停止执行 or 失效, the others are normative and contain 根据, 依据, 依照 or 按照. The rules were improved on
  `first`; `held_out` was measured when they were finished.
- `forwarding` 30: every title with 转发 or 批转, texts that only mention it, and texts that amend or issue a rule of
  their own. The rules were improved on it.
- `blind` 10 + 10: drawn as the first with random.Random(20261123) from what was left; measured once.

A basis is what a text says it was made 根据, 依据, 依照 or 按照; what it only 贯彻落实 is none, nor is 宪法 without
《》. What the document's own list declares 失效 counts as repealed. What a forwarded paper rests on is that paper's. A
relation is right when kind and title agree, or the numbers where one side has no title.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from registry.domain.doc_numbers import key
from registry.domain.normal import title_key
from registry.readers.documents.facts import RelationFound
from registry.readers.documents.reading import read_extract
from registry.readers.files.markup import Extract
from registry.readers.files.text import plain_paragraphs

KINDS = ("based_on", "repeals", "amends", "forwards")
LONG = 20  # a document with more relations than this is counted as a list


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("corpus", type=Path)
    options.add_argument("--sample", choices=("first", "held_out", "forwarding", "blind"), default="first")
    options.add_argument("--errors", action="store_true")
    chosen = options.parse_args()
    texts = {record["id"]: record for record in _lines(chosen.corpus / "documents.jsonl")}
    labels = [
        label for label in _lines(Path(__file__).with_suffix(".jsonl")) if label["sample"] == chosen.sample
    ]
    counts: Counter[str] = Counter()
    for label in labels:
        relations = _read(texts[label["id"]])
        groups = ["all"] if len(label["relations"]) > LONG else ["all", "short"]
        missed, false = _compare(label["relations"], relations, counts, groups)
        counts["documents right"] += not missed and not false
        if chosen.errors:
            sys.stdout.writelines(f"{label['id']} missed {relation}\n" for relation in missed)
            sys.stdout.writelines(
                f"{label['id']} false {relation.kind} {relation.title} {relation.doc_no}: {relation.quote[:120]}\n"
                for relation in false
            )
    _print(counts, len(labels))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").splitlines())


def _read(record: dict[str, Any]) -> list[RelationFound]:
    text, title = record["text"], record["title"]
    has_title = title.startswith("[untitled]") or title_key(title) in title_key(text[: 2 * len(title) + 150])
    paragraphs = plain_paragraphs(text if has_title else f"{title}\n{text}")
    return read_extract(Extract("txt", paragraphs), record["id"]).relations


def _compare(
    wanted: list[dict[str, str]], found: list[RelationFound], counts: Counter[str], groups: list[str]
) -> tuple[list[dict[str, str]], list[RelationFound]]:
    """(the labels missed, the relations that match no label); `counts` is increased by right, wanted and found."""
    unmatched, missed = list(found), []
    for label in sorted(wanted, key=lambda label: not label["doc_no"]):
        candidates = [relation for relation in unmatched if _is_same(label, relation)]
        candidates.sort(key=lambda relation: key(relation.doc_no) != key(label["doc_no"]))
        if not candidates:
            missed.append(label)
            continue
        unmatched.remove(candidates[0])
        for group in groups:
            counts[f"{group} {label['kind']} right"] += 1
        if label["doc_no"]:
            counts["numbers"] += 1
            counts["numbers right"] += key(candidates[0].doc_no) == key(label["doc_no"])
    for group in groups:
        counts.update(f"{group} {label['kind']} wanted" for label in wanted)
        counts.update(f"{group} {relation.kind} found" for relation in found)
    return missed, unmatched


def _is_same(label: dict[str, str], relation: RelationFound) -> bool:
    if label["kind"] != relation.kind:
        return False
    if label["title"] and relation.title:
        return _bare_key(label["title"]) == _bare_key(relation.title)
    return bool(label["doc_no"]) and key(label["doc_no"]) == key(relation.doc_no)


def _bare_key(title: str) -> str:
    """The key of a title without the authority that may precede it (教育部《关于…》)."""
    return title_key(re.sub("^[^关于《》]+(?=关于)", "", title))


def _print(counts: Counter[str], n_documents: int) -> None:
    for group, words in (("all", "all"), ("short", f"without documents of more than {LONG} relations")):
        sys.stdout.write(f"{words}:\n")
        for kind in KINDS:
            right, wanted, found = (counts[f"{group} {kind} {name}"] for name in ("right", "wanted", "found"))
            sys.stdout.write(f"  {kind:9} precision {_rate(right, found):18} recall {_rate(right, wanted)}\n")
    numbers = _rate(counts["numbers right"], counts["numbers"])
    sys.stdout.write(f"numbers of the relations found, right: {numbers}\n")
    sys.stdout.write(f"documents without a miss or a false find: {counts['documents right']}/{n_documents}\n")


def _rate(n: int, of: int) -> str:
    return f"{n}/{of} = {100 * n / of:.1f} %" if of else "—"


if __name__ == "__main__":
    main()
