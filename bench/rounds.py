"""A cleanup round of 10,000 documents over 60 authorities: what its pages cost, and 60 contacts beside a clerk.

    python bench/rounds.py FOLDER [--documents N]

FOLDER must be empty. Pages are requested through Flask's test client: milliseconds of processor time, the median of
five, and SQL statements. Then 60 contacts answer everything in batches of 20 while a clerk agrees, sends back and
changes what has come, all at once on one SQLite file. Nobody's answer may be lost.
"""

import argparse
import statistics
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import sqlalchemy as sa
from flask.testing import FlaskClient
from invented_register import N_AUTHORITIES, NOW, PASSWORD, TODAY, make

from registry.actions.cleanups.decide_outcomes import Decision
from registry.actions.cleanups.examine_items import Examination, Verdict, examine_items
from registry.actions.cleanups.open_round import open_round
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.actions.office.verify_register import verify_register
from registry.config import Settings
from registry.domain.cleanups import Answer, Outcome, RoundKind
from registry.domain.errors import Busy, Refusal
from registry.domain.roles import OPERATOR, Actor, Role
from registry.storage.batches import batches
from registry.storage.cleanups.items import items_among, items_of, progress
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.engine import Store, open_store, reading
from registry.web.app import THREADS, create_app

N_RUNS, BATCH = 5, 20
SERVED = threading.Semaphore(THREADS)  # as many requests as the server takes at once
PAGES = (
    "", "/examine", "/examine?state=to_examine", "/examine?state=sent_back", "/examine?state=changed",
    "/examine?state=otherwise", "/examine?state=cosign", "/examine?state=differing", "/examine?authority_id=7",
    "/examine?q=停车", "/examine?sort=-title&page=300", "/meeting",
)  # fmt: skip
REPEAL = Answer(Outcome.REPEAL, "任务已完成", successor="有关新规定")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=13_000)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    store = open_store(f"sqlite:///{asked.folder / 'registry.sqlite'}", asked.folder)
    make(store, asked.documents)
    round_id, n = open_round(
        store, OPERATOR, name="集中清理", kind=RoundKind.PERIODIC, cut_off_on=TODAY, now=NOW
    )
    _say(f"{n} documents, {N_AUTHORITIES} authorities")
    measure(store, round_id, "nothing answered")
    contend(store, round_id)
    measure(store, round_id, "answered")


def measure(store: Store, round_id: int, when: str) -> None:
    app = create_app(Settings(instance=store.folder), store)
    app.config.update(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    browser = app.test_client()
    browser.post("/account/sign-in", data={"login": "clerk", "password": PASSWORD})
    statements: list[str] = []
    sa.event.listen(
        store.engine,
        "before_cursor_execute",
        lambda *args: statements.append(args[2]),
    )
    _say(f"{when:<40}{'ms':>8}{'statements':>12}")
    for page in PAGES:
        spent = []
        for _ in range(N_RUNS):
            statements.clear()
            spent.append(_spent(browser, f"/desk/cleanups/{round_id}{page}"))
        _say(f"{page or 'show':<40}{statistics.median(spent):>8.1f}{len(statements):>12}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _spent(browser: FlaskClient, address: str) -> float:
    start = time.process_time()
    answer = browser.get(address)
    spent = (time.process_time() - start) * 1000
    assert answer.status_code == 200, (address, answer.status_code)
    return spent


def contend(store: Store, round_id: int) -> None:
    """Everybody at once; prints what became of it."""
    with reading(store) as session:
        items = items_of(session, round_id)
    own: dict[int, list[int]] = {}
    for item in items:
        own.setdefault(item.answering_id, []).append(item.id or 0)
    counts: Counter[str] = Counter()
    errors: list[str] = []
    sent_back: set[int] = set()
    is_over = threading.Event()
    lock = threading.Lock()

    def answer(authority_id: int) -> None:
        actor = Actor(f"联络员{authority_id}", Role.CONTACT, None, authority_id)
        for ids in batches(own[authority_id], BATCH):
            said = [Decision(item_id, REPEAL if item_id % 3 else Answer(Outcome.RETAIN)) for item_id in ids]
            _persist(lambda said=said: propose_outcome(store, actor, round_id, said, now=NOW), counts, errors)

    def examine() -> None:
        clerk = Actor("经办人", Role.CLERK)
        while not is_over.is_set():
            for examinations in batches(_to_examine(store, round_id), BATCH):
                done = _persist(
                    lambda batch=examinations: examine_items(store, clerk, round_id, batch, now=NOW),
                    counts,
                    errors,
                )
                if done is not None:
                    refused = done.refused.keys()  # type: ignore[attr-defined]
                    with lock:
                        counts["refused: changed meanwhile"] += len(refused)
                        sent_back.update(
                            one.item_id
                            for one in examinations
                            if one.verdict is Verdict.SEND_BACK and one.item_id not in refused
                        )
            time.sleep(0.05)

    contacts = [threading.Thread(target=answer, args=(authority_id,)) for authority_id in sorted(own)]
    clerk = threading.Thread(target=examine)
    began = time.perf_counter()
    for thread in (*contacts, clerk):
        thread.start()
    for thread in contacts:
        thread.join()
    is_over.set()
    clerk.join()
    wall = time.perf_counter() - began
    with reading(store) as session:
        parts = progress(session, round_id)
        after = items_of(session, round_id)
    lost = [item.id for item in after if item.proposed_outcome is None]
    unexplained = [item.id for item in after if not item.is_answered and item.id not in sent_back]
    _say(f"{len(own)} contacts and a clerk, {wall:.1f} s: {dict(counts)}")
    _say(f"answers lost: {len(lost)}; unanswered and not sent back: {len(unexplained)}; errors: {errors[:3]}")
    _say(
        f"answered {sum(part.n_answered for part in parts)}, examined {sum(part.n_decided for part in parts)}, "
    )
    _say(f"sent back {sum(part.n_sent_back for part in parts)}; differences: {len(_differences(store))}")


def _to_examine(store: Store, round_id: int) -> list[Examination]:
    """What has come and is not decided yet, with a verdict that depends on the number of the item."""
    with reading(store) as session:
        waiting = sa.select(CleanupItem.id).where(
            CleanupItem.round_id == round_id, CleanupItem.is_answered, CleanupItem.outcome.is_(None)
        )
        ids = list(session.execute(waiting.limit(10 * BATCH)).scalars())
        items = items_among(session, round_id, ids)
    return [_examination(item) for item in items.values()]


def _examination(item: CleanupItem) -> Examination:
    item_id = item.id or 0
    if item_id % 10 == 0:
        return Examination(item_id, Verdict.SEND_BACK, "请写明依据", version=item.version)
    if item_id % 10 == 1:
        return Examination(item_id, Verdict.CHANGE, "不宜废止", Answer(Outcome.RETAIN), item.version)
    return Examination(item_id, Verdict.AGREE, version=item.version)


def _persist(act, counts: Counter[str], errors: list[str]) -> object:  # type: ignore[no-untyped-def]
    """Acts until the register is not held by somebody else, as a person does."""
    while True:
        try:
            with SERVED:
                done = act()
        except Busy:
            counts["busy, tried again"] += 1
            time.sleep(0.1)
        except Refusal as refusal:
            counts[f"refused: {refusal.sentence[:30]}"] += 1
            return None
        except Exception as error:  # noqa: BLE001  it is reported
            errors.append(repr(error)[:200])
            return None
        else:
            counts["written"] += 1
            return done


def _differences(store: Store) -> list[object]:
    return [
        difference for difference in verify_register(store) if difference.what in {"cleanup_item", "audit"}
    ]


if __name__ == "__main__":
    main()
