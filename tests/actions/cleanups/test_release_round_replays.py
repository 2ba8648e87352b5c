"""Real rounds that add up (DOMAIN §7), replayed with generated documents from opening to the paper read back."""

import io
from collections import Counter
from datetime import timedelta

import docx
import pytest

from registry.actions.cleanups.release_round import release_round
from registry.domain.cleanups import Outcome
from registry.domain.roles import OPERATOR
from registry.domain.validity import Status
from registry.storage.engine import Store, reading
from registry.storage.releases import Release, rows_of
from tests.building.documents import register_old
from tests.building.rounds import FACTS, NOW, accept_all, decide, items, start_round, status_on

LATER = FACTS.published_on + timedelta(1)
STATUSES = {
    Outcome.RETAIN: Status.IN_FORCE,
    Outcome.TO_AMEND: Status.IN_FORCE,
    Outcome.LAPSE: Status.DECLARED_LAPSED,
    Outcome.REPEAL: Status.REPEALED,
    Outcome.RECLASSIFY: Status.RECLASSIFIED,
}
slow = pytest.mark.slow


@pytest.mark.parametrize(
    ("total", "counts"),
    [
        pytest.param(64, (45, 0, 3, 16, 0), id="luojiang"),
        pytest.param(212, (25, 14, 1, 172, 0), id="nanping", marks=slow),
        pytest.param(152, (52, 0, 0, 100, 0), id="huiji", marks=slow),
        pytest.param(148, (89, 8, 5, 44, 2), id="fujian-transport", marks=slow),
        pytest.param(411, (206, 7, 22, 126, 50), id="yueqing", marks=slow),
    ],
)
def test_every_document_of_a_real_round_is_in_exactly_one_list_and_stands_as_it_says(
    store: Store, total: int, counts: tuple[int, ...]
) -> None:
    assert sum(counts) == total
    outcomes = [outcome for outcome, n in zip(Outcome, counts, strict=True) for _ in range(n)]
    titles = [f"关于第{n}号事项的通知" for n in range(1, total + 1)]
    ids = [register_old(store, title, doc_no=f"示农〔2020〕{n}号") for n, title in enumerate(titles, 1)]
    untouched = register_old(store, "别的机关的通知", authority_id=3)
    round_id = start_round(store, authority_ids=[2])
    wanted = dict(zip(ids, outcomes, strict=True))
    assert {item.document_id for item in items(store, round_id)} == set(ids)
    decide(store, round_id, wanted)
    accept_all(store, round_id)
    release_id = release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    with reading(store) as session:
        release = session.get_one(Release, release_id)
        listed = {row.document_id: row.outcome for row in rows_of(session, release_id)}
        n_rows = len(rows_of(session, release_id))
    assert (listed, n_rows) == (wanted, total)
    assert release.counts == {outcome.value: n for outcome, n in Counter(outcomes).items()}
    assert {document_id: status_on(store, document_id, LATER) for document_id in ids} == {
        document_id: STATUSES[outcome] for document_id, outcome in wanted.items()
    }
    assert status_on(store, untouched, LATER) is Status.IN_FORCE
    assert _titles_printed(release.docx, titles) == Counter(titles)


def _titles_printed(paper: bytes, titles: list[str]) -> Counter[str]:
    """How often the tables of the paper print each title."""
    wanted = set(titles)
    cells = (
        "".join(node.text or "" for node in cell.iter() if node.tag.endswith("}t"))
        for table in docx.Document(io.BytesIO(paper)).tables
        for cell in table._tbl.iter()
        if cell.tag.endswith("}tc")
    )
    return Counter(words for words in cells if words in wanted)
