"""What finding the documents beside one costs next to a plain search and to comparing every text: one run, one machine.

    python bench/beside.py [--corpus FOLDER] [--documents N]

The register is that of bench/search.py. "Beside" makes the whole answer: candidates by the index, titles, bases, the
texts compared, what this person may see. "Every text" compares the document with all others, without an index. The run
says how many of the ten nearest by every text the answer has.
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from bench.search import TODAY, dice, fill, pieces, read_paragraphs, row, say, searching, timed
from registry.domain.beside import Nearness, Phrases
from registry.search.beside import Beside, find_beside
from registry.search.index import rebuild
from registry.search.selection import OFFICE
from registry.storage.documents.tables import DocumentText
from registry.storage.engine import Store, open_store, reading

N_BESIDE, N_BRUTE = 40, 3


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--corpus", type=Path)
    options.add_argument("--documents", type=int, default=2000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/registry.sqlite", Path(folder))
        fill(store, read_paragraphs(chosen.corpus), chosen.documents)
        rebuild(store)
        measure(store, chosen.documents)
        store.engine.dispose()


def measure(store: Store, n_documents: int) -> None:
    ids = dice.sample(range(1, n_documents + 1), N_BESIDE)
    searches = timed([searching(store, f'"{term}"') for term in pieces(store, 4, N_BESIDE)])
    answers = timed([_beside(store, document_id) for document_id in ids])
    brute = timed([_every_text(store, document_id) for document_id in ids[:N_BRUTE]])
    say(f"{n_documents} documents; processor time, ratios to a plain search")
    row("4-character term", searches)
    row("beside", answers, _ratio(answers, searches))
    row("every text", brute, _ratio(brute, searches))
    for document_id in ids[:N_BRUTE]:
        nearest = _every_text(store, document_id)()[:10]
        answer = {neighbour.id for neighbour in _beside(store, document_id)().neighbours}
        say(f"document {document_id}: {len(answer.intersection(nearest))} of the {len(nearest)} nearest")


def _beside(store: Store, document_id: int) -> Callable[[], Beside]:
    day: date = TODAY
    return lambda: find_beside(store, document_id, audience=OFFICE, on=day)


def _every_text(store: Store, document_id: int) -> Callable[[], list[int]]:
    """The ids of the documents that share a passage with this one, the nearest first, by reading every text."""

    def read_all() -> list[int]:
        with reading(store) as session:
            phrases = Phrases(session.get_one(DocumentText, document_id).normal)
            texts = session.execute(sa.select(DocumentText.document_id, DocumentText.normal))
            shared = {one: phrases.overlap(text) for one, text in texts if one != document_id}
        near = [one for one, overlap in shared.items() if overlap.nearness is not Nearness.NONE]
        return sorted(near, key=lambda one: -shared[one].n_characters)

    return read_all


def _ratio(taken: list[float], searches: list[float]) -> str:
    return f"{statistics.median(taken) / statistics.median(searches):.1f}"


if __name__ == "__main__":
    main()
