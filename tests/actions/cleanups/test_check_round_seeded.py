"""The errors of official published lists (DOMAIN §9), each seeded into a sound round: none can be released."""

from collections.abc import Callable
from datetime import date

import pytest

from registry.actions.cleanups.check_round import check_round
from registry.actions.cleanups.extend_round import extend_round
from registry.actions.cleanups.release_round import release_round
from registry.actions.documents.relate_documents import relate_documents
from registry.domain.cleanups import Outcome
from registry.domain.documents import Dates, RelationKind
from registry.domain.errors import Refusal
from registry.domain.roles import OPERATOR
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading, transaction
from registry.storage.releases import releases
from tests.building.bases import base_on
from tests.building.documents import register_old
from tests.building.rounds import FACTS, NOW, decide, start_round

Seed = Callable[[Store, int], None]


def sound_round(store: Store) -> int:
    """A round of three documents, decided, that could be released."""
    ids = [
        register_old(store, f"关于{name}的通知", doc_no=f"示农〔2020〕{n}号")
        for n, name in enumerate("甲乙丙", 1)
    ]
    round_id = start_round(store)
    decide(store, round_id, dict(zip(ids, (Outcome.RETAIN, Outcome.TO_AMEND, Outcome.REPEAL), strict=True)))
    return round_id


def write(store: Store, **values: object) -> None:
    """Writes what the forms would refuse: what an old ledger brought, or somebody wrote past them."""
    with transaction(store) as session:
        document = session.get_one(Document, 1)
        for name, value in values.items():
            setattr(document, name, value)
        session.add(document)


def undecided(store: Store, round_id: int) -> None:
    register_old(store, "关于丁的通知", doc_no="示农〔2020〕4号")  # in scope, and in no list


def twice(store: Store, round_id: int) -> None:
    write(store, doc_no_key="示农|2020|2")


def misprinted(store: Store, round_id: int) -> None:
    write(store, doc_no="泉政20223号", doc_no_key=None)


def superseded(store: Store, round_id: int) -> None:
    base_on(store, 1, words="《示例市管理办法》（示市令第3号）")
    act = register_old(
        store, "关于废止文件的决定", dates=Dates(published_on=date(2024, 1, 1)), authority_id=1
    )
    repeals = "《示例市管理办法》（示市令第3号）"
    relate_documents(store, OPERATOR, act, RelationKind.REPEALS, other_text=repeals, now=NOW)
    decide_scope(store, round_id, act)


def decide_scope(store: Store, round_id: int, document_id: int) -> None:
    extend_round(store, OPERATOR, round_id, now=NOW)
    decide(store, round_id, {document_id: Outcome.RETAIN})


def blank_status(store: Store, round_id: int) -> None:
    undated = register_old(store, "关于戊的通知", doc_no="示农〔2020〕5号", dates=Dates())
    decide_scope(store, round_id, undated)


def in_title(store: Store, round_id: int) -> None:
    write(store, title="关于甲的通知【已失效】")


def no_reason(store: Store, round_id: int) -> None:
    decide(store, round_id, {3: Outcome.REPEAL}, " ")


def lapsed(store: Store, round_id: int) -> None:
    dates = Dates(published_on=date(2020, 1, 1), effective_on=date(2020, 1, 1), valid_until=date(2026, 1, 31))
    decide_scope(store, round_id, register_old(store, "关于己的通知", doc_no="示农〔2020〕6号", dates=dates))


@pytest.mark.parametrize(
    ("where", "seed", "code", "words"),
    [
        ("泉港2022", undecided, "totals", "清理范围内应有4件，清理意见合计3件"),
        ("岳阳2025", twice, "duplicate", "2件文件的发文字号重复"),
        ("泉港页面", misprinted, "doc_no_unreadable", "疑为泉政〔2022〕3号"),
        ("莆田、福建2024", superseded, "basis_superseded", "已由《关于废止文件的决定》废止或替代"),
        ("镇巴", blank_status, "unknown_dates", "效力无法计算"),
        ("惠州", in_title, "status_in_title", "【已失效】"),
        ("无理由废止", no_reason, "reason_missing", "没有写明理由"),
        ("过期继续有效", lapsed, "expired", "有效期已经届满"),
    ],
)
def test_what_was_wrong_in_a_published_list_is_stopped_in_plain_words(
    store: Store, where: str, seed: Seed, code: str, words: str
) -> None:
    round_id = sound_round(store)
    with reading(store) as session:
        assert [found.code for found in check_round(session, round_id, FACTS.published_on)] == [
            "deadline_missing"
        ], "the round is sound but for the deadline that the release gives"
    seed(store, round_id)
    with reading(store) as session:
        findings = {found.code: found for found in check_round(session, round_id, FACTS.published_on)}
    finding = findings[code]
    told = f"{finding.sentence}{''.join(row.label for row in finding.rows)}"
    assert words in told, where
    assert finding.mend
    with pytest.raises(Refusal, match=r"校核问题没有解决"):
        release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    with reading(store) as session:
        assert releases(session) == []
