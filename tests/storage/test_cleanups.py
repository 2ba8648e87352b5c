"""Queries of rounds: when the next round is due, and which items a page shows."""

from datetime import UTC, date, datetime

from registry.domain.cleanups import Outcome, RoundKind
from registry.storage import office
from registry.storage.cleanups.items import count_outcomes, items_query, progress
from registry.storage.cleanups.rounds import next_cleanup_due, round_named
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import Store, reading, transaction
from tests.building.documents import register_old
from tests.building.rounds import decide, start_round

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)


def add_round(
    store: Store, name: str, published_on: date, next_due_on: date | None, authority_ids: tuple[int, ...] = ()
) -> None:
    with transaction(store) as session:
        session.add(
            CleanupRound(
                name=name,
                kind=RoundKind.PERIODIC,
                cut_off_on=published_on,
                opened_at=NOW,
                published_on=published_on,
                next_due_on=next_due_on,
                authority_ids=list(authority_ids),
            )
        )


def due(store: Store) -> date | None:
    with reading(store) as session:
        return next_cleanup_due(session)


def test_the_next_cleanup_follows_the_newest_periodic_release_else_the_setting(store: Store) -> None:
    assert due(store) is None
    with transaction(store) as session:
        office.set_setting(session, "first_cleanup_due_on", "2026-12-31")
    assert due(store) == date(2026, 12, 31)
    add_round(store, "新一轮", date(2026, 1, 5), date(2028, 1, 5))
    add_round(store, "补录的旧一轮", date(2024, 1, 5), date(2026, 1, 5))
    add_round(store, "专项", date(2026, 2, 5), None)
    assert due(store) == date(2028, 1, 5)


def test_a_round_over_some_authorities_does_not_answer_for_the_others(store: Store) -> None:
    add_round(store, "全区", date(2024, 1, 5), date(2026, 1, 5))
    add_round(store, "一个机关", date(2026, 2, 5), date(2028, 2, 5), authority_ids=(2,))
    assert due(store) == date(2026, 1, 5)


def test_a_round_is_found_by_its_name_or_its_number(store: Store) -> None:
    register_old(store, "关于甲的通知")
    round_id = start_round(store, "集中清理")
    with reading(store) as session:
        assert [
            getattr(round_named(session, words), "id", None) for words in ("集中清理", "1", "9", "无")
        ] == [
            round_id,
            round_id,
            None,
            None,
        ]


def test_items_are_filtered_by_authority_outcome_and_words_and_counted(store: Store) -> None:
    first = register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号")
    second, third = register_old(store, "关于乙的通知"), register_old(store, "关于100%的通知", authority_id=3)
    round_id = start_round(store)
    decide(store, round_id, {first: Outcome.REPEAL})

    def shown(**wanted: object) -> set[int]:
        with reading(store) as session:
            return {document.id for _, document, _ in session.execute(items_query(round_id, **wanted))}  # type: ignore[arg-type]

    assert shown(outcome="repeal") == {first}
    assert shown(outcome="undecided") == {second, third}
    assert shown(outcome="proposed") == set()
    assert shown(authority_id=3) == {third}
    assert shown(words="2021 甲") == set()
    assert shown(words="示农 1号") == {first}
    assert shown(words="%") == {third}
    with reading(store) as session:
        assert count_outcomes(session, round_id) == {Outcome.REPEAL: 1, None: 2}
        assert [(part.n_documents, part.n_decided) for part in progress(session, round_id)] == [
            (2, 1),
            (1, 0),
        ]
