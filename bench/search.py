"""How fast searching is beside scanning every text, on an invented register: ratios from one run on one machine.

    python bench/search.py [--corpus FOLDER] [--documents N]

FOLDER holds documents.jsonl (title, text per line), whose paragraphs are recombined; without it they are invented.
"Scan" finds the ids with the database alone; "search" makes a whole page: hits, total, facets, highlights. The run
fails unless both find the same documents.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from registry.domain.authorities import AuthorityKind
from registry.domain.documents import Disclosure, DocumentKind
from registry.domain.normal import search_text, searchable, title_key
from registry.domain.validity import EVER, FOREVER, Status
from registry.search.find import Results, find
from registry.search.index import follow, rebuild
from registry.search.selection import OFFICE, PUBLIC
from registry.storage.authorities import Authority
from registry.storage.changes import touch
from registry.storage.documents.tables import Document, DocumentAuthority, DocumentSpan, DocumentText
from registry.storage.engine import Store, open_store, reading, transaction
from registry.storage.office import OfficeSetting
from registry.storage.tables import METADATA

NOW = datetime(2026, 3, 5, tzinfo=UTC)
TODAY = date(2026, 3, 5)
N_AUTHORITIES = 40
N_QUERIES = 40
WORDS = (
    "行政 处罚 许可 管理 停车 公园 绿地 收费 标准 监督 检查 企业 补贴 安全 生产 防汛 环境 保护 住房 教育 卫生"
)

dice = random.Random(20260305)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--corpus", type=Path)
    options.add_argument("--documents", type=int, default=2000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/registry.sqlite", Path(folder))
        measure(store, read_paragraphs(chosen.corpus), chosen.documents)
        store.engine.dispose()


def measure(store: Store, paragraphs: list[str], n_documents: int) -> None:
    fill(store, paragraphs, n_documents)
    (built,) = timed([lambda: rebuild(store)])
    sizes = sum(file.stat().st_size for file in store.index.rglob("*") if file.is_file())
    say(
        f"{n_documents} documents; built in {built / 1000:.1f} s ({n_documents / built * 1000:.0f}/s), {sizes >> 20} MB"
    )
    for length in (1, 2, 4, 8):
        terms = pieces(store, length, N_QUERIES)
        for term in terms:
            assert set(scan(store, term)) == every_id(
                find(store, f'"{term}"', audience=OFFICE, on=TODAY), store, term
            )
        searches = timed([searching(store, f'"{term}"') for term in terms])
        scans = timed([scanning(store, term) for term in terms])
        row(
            f"{length}-character term",
            searches,
            f"{statistics.median(scans) / statistics.median(searches):.1f}",
        )
    pairs = [
        f"{first} {second}"
        for first, second in zip(pieces(store, 2, N_QUERIES), pieces(store, 2, N_QUERIES), strict=True)
    ]
    row("two 2-character terms", timed([searching(store, pair) for pair in pairs]))
    row(
        "number",
        timed([searching(store, f"垚垚[{dice.randint(2016, 2025)}]{n}") for n in range(1, N_QUERIES)]),
    )
    row("browse, public", timed([searching(store, "", audience=PUBLIC)] * N_QUERIES))
    row("browse, office", timed([searching(store, "")] * N_QUERIES))
    row(
        "browse, in force, one year",
        timed([searching(store, "", status=Status.IN_FORCE, year=2020)] * N_QUERIES),
    )
    row("browse, one authority", timed([searching(store, "", authority_id=7)] * N_QUERIES))
    row("update one document", timed([updating(store, n) for n in range(1, 11)]))


def fill(store: Store, paragraphs: list[str], n_documents: int) -> None:
    METADATA.create_all(store.engine)
    with transaction(store) as session:
        session.add(OfficeSetting(name="tracked_from", value="2026-01-01"))
        for n in range(N_AUTHORITIES):
            session.add(Authority(code=f"{n}", name=f"示范区第{n}局", kind=AuthorityKind.DEPARTMENT))
        session.flush()
        for tables in (Document, DocumentText, DocumentAuthority, DocumentSpan):
            dice.seed(20260305)
            for start in range(1, n_documents + 1, 1000):
                ids = range(start, min(start + 1000, n_documents + 1))
                rows = [row for n in ids for row in document_rows(n, paragraphs) if isinstance(row, tables)]
                session.execute(sa.insert(tables), [row.model_dump() for row in rows])
        touch(session, range(1, n_documents + 1), NOW)


def document_rows(n: int, paragraphs: list[str]) -> Iterator[Any]:
    own = random.Random(n)
    text = "\n".join(own.choices(paragraphs, k=own.randint(4, 16)))
    title = f"关于{own.choice(paragraphs)[:12]}的通知"
    year, lead = own.randint(2016, 2025), own.randint(1, N_AUTHORITIES)
    key = f"垚垚|{year}|{n}"
    published = date(year, 1, 1) + timedelta(own.randint(0, 364))
    kind = own.choice(list(DocumentKind))
    yield Document(
        id=n, title=title, title_key=title_key(title), doc_no=f"垚垚〔{year}〕{n}号", doc_no_key=key, kind=kind,
        lead_authority_id=lead, published_on=published, effective_on=published, is_published=True,
        disclosure=Disclosure.PUBLIC if own.random() < 0.9 else Disclosure.WITHHELD, created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    yield DocumentText(document_id=n, text=text, normal=search_text(title, f"垚垚〔{year}〕{n}号", text))
    yield DocumentAuthority(document_id=n, authority_id=lead)
    end = published + timedelta(own.randint(365, 3650))
    yield DocumentSpan(document_id=n, from_on=EVER, until_on=published, status=Status.NOT_YET_EFFECTIVE)
    yield DocumentSpan(document_id=n, from_on=published, until_on=end, status=Status.IN_FORCE)
    yield DocumentSpan(document_id=n, from_on=end, until_on=FOREVER, status=Status.LAPSED)


def read_paragraphs(corpus: Path | None) -> list[str]:
    """Pieces of about 400 characters of the corpus, or sentences of invented ones."""
    if corpus is None:
        words = WORDS.split()
        return ["，".join("".join(dice.choices(words, k=5)) for _ in range(40)) + "。" for _ in range(5000)]
    with (corpus / "documents.jsonl").open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    return [text[at : at + 400] for text in texts for at in range(0, len(text), 400)]


def pieces(store: Store, length: int, n: int) -> list[str]:
    """Strings of Han characters from texts of the register, so that every search finds something."""
    strings: list[str] = []
    with reading(store) as session:
        n_documents = session.execute(sa.select(sa.func.count(Document.id))).scalar_one()
        while len(strings) < n:
            normal = session.get_one(DocumentText, dice.randint(1, n_documents)).normal
            start = dice.randint(0, len(normal) - length)
            piece = normal[start : start + length]
            strings += [piece] if piece.isalpha() and not piece.isascii() else []
    return strings


def scan(store: Store, term: str) -> list[int]:
    contains = sa.func.instr(DocumentText.normal, searchable(term)) > 0
    with reading(store) as session:
        return list(session.execute(sa.select(DocumentText.document_id).where(contains)).scalars())


def every_id(first: Results, store: Store, term: str) -> set[int]:
    ids: set[int] = set()
    for offset in range(0, first.total, 200):
        page = find(store, f'"{term}"', audience=OFFICE, on=TODAY, limit=200, offset=offset)
        ids |= {hit.id for hit in page.hits}
    return ids


def searching(store: Store, text: str, **filters: Any) -> Callable[[], object]:
    return lambda: find(store, text, **({"audience": OFFICE, "on": TODAY} | filters))


def scanning(store: Store, term: str) -> Callable[[], object]:
    return lambda: scan(store, term)


def updating(store: Store, n: int) -> Callable[[], object]:
    with transaction(store) as session:
        touch(session, [n], NOW)
    return lambda: follow(store, limit=1)


def timed(tasks: Iterable[Callable[[], object]]) -> list[float]:
    """Milliseconds of processor time that each task took."""
    taken = []
    for task in tasks:
        start = time.process_time()
        task()
        taken.append((time.process_time() - start) * 1000)
    return taken


def row(name: str, taken: list[float], scans: str = "") -> None:
    p95 = sorted(taken)[int(len(taken) * 0.95)]
    say(
        f"{name:<28} p50 {statistics.median(taken):8.1f} ms  p95 {p95:8.1f} ms  {scans and 'scan/search ' + scans}"
    )


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
