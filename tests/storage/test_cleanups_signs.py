"""What the register says of the documents of a page: every sign is read, in a number of queries that does not grow."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
import sqlalchemy as sa

from registry.actions.cleanups.decide_outcomes import Decision, decide_outcomes
from registry.actions.cleanups.release_round import release_round
from registry.actions.documents.record_event import record_event
from registry.actions.documents.relate_documents import relate_documents
from registry.actions.evaluations.answer_evaluation import answer_evaluation
from registry.actions.evaluations.open_evaluations import open_evaluations
from registry.actions.evaluations.settle_evaluation import settle_evaluation
from registry.actions.laws.keep_law import add_law
from registry.domain.cleanups import Answer, Outcome
from registry.domain.documents import Dates, RelationKind
from registry.domain.evaluations import QUESTIONS, Conclusion
from registry.domain.filings import FilingState
from registry.domain.laws import Law, LawStatus
from registry.domain.roles import OPERATOR
from registry.domain.suggestions import Evaluated, LostBasis, Signs
from registry.domain.validity import EventKind
from registry.storage.cleanups.signs import signs_of
from registry.storage.documents.tables import documents_by_id
from registry.storage.engine import Store, reading
from tests.building.bases import register_based
from tests.building.documents import register_old
from tests.building.filings import filing_in, stored_filing
from tests.building.rounds import FACTS, NOW, accept_all, items, start_round

TODAY = date(2026, 3, 6)
OLD = date(2020, 5, 1)


def read(store: Store, *ids: int, today: date = TODAY) -> dict[int, Signs]:
    with reading(store) as session:
        return signs_of(session, list(documents_by_id(session, ids).values()), today)


def signs(store: Store, document_id: int, today: date = TODAY) -> Signs:
    return read(store, document_id, today=today)[document_id]


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    sa.event.listen(store.engine, "before_cursor_execute", note)
    yield said
    sa.event.remove(store.engine, "before_cursor_execute", note)


def test_the_last_day_is_that_after_every_extension(store: Store) -> None:
    document_id = register_old(
        store, "关于甲的通知", dates=Dates(published_on=OLD, effective_on=OLD, valid_until=date(2026, 3, 1))
    )
    assert signs(store, document_id).last_day == date(2026, 3, 1)
    record_event(
        store,
        OPERATOR,
        document_id,
        EventKind.EXTENDED,
        effective_on=date(2026, 2, 1),
        source="示政〔2026〕1号",
        new_valid_until=date(2028, 3, 1),
        now=NOW,
    )
    assert signs(store, document_id).last_day == date(2028, 3, 1)


@pytest.mark.parametrize(
    ("law", "lost"),
    [
        (
            Law("示例省促进条例", LawStatus.REPEALED, date(2025, 1, 1)),
            LostBasis("依据《示例省促进条例》已于2025年1月1日废止", False),
        ),
        (
            Law("示例省促进条例", LawStatus.REPEALED, date(2025, 1, 1), "示例省发展条例"),
            LostBasis("依据《示例省促进条例》已于2025年1月1日废止，由《示例省发展条例》替代", True),
        ),
        (
            Law("示例省促进条例", LawStatus.AMENDED, date(2025, 1, 1)),
            LostBasis("依据《示例省促进条例》在本文件公布后已修改", True),
        ),
        (Law("示例省促进条例", LawStatus.AMENDED, date(2019, 1, 1)), None),
        (Law("示例省促进条例", LawStatus.REPEALED, date(2026, 4, 1)), None),
    ],
    ids=["gone", "replaced", "amended since", "amended before", "gone only later"],
)
def test_a_law_that_is_gone_or_changed_since_is_told(store: Store, law: Law, lost: LostBasis | None) -> None:
    document_id = register_based(store, "关于甲的通知")
    add_law(store, OPERATOR, law, now=NOW)
    assert signs(store, document_id).lost_bases == ([lost] if lost else [])


def test_a_registered_basis_that_ended_is_told(store: Store) -> None:
    basis = register_old(store, "关于乙的办法", doc_no="示政〔2018〕1号", authority_id=1)
    document_id = register_based(store, "关于甲的通知", basis)
    assert signs(store, document_id).lost_bases == []
    record_event(
        store, OPERATOR, basis, EventKind.REPEALED, effective_on=date(2026, 1, 1), source="决定", now=NOW
    )
    (lost,) = signs(store, document_id).lost_bases
    assert (lost.words, lost.is_replaced) == ("依据《关于乙的办法》（示政〔2018〕1号）已废止", False)


def test_an_act_that_repeals_it_and_a_later_one_of_its_title_are_told(store: Store) -> None:
    document_id = register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号")
    other = register_old(
        store,
        "关于甲的通知",
        doc_no="示镇〔2024〕1号",
        authority_id=3,
        dates=Dates(published_on=date(2024, 5, 1)),
    )
    assert signs(store, document_id).reissued_by == ""
    later = register_old(
        store, "关于甲的通知", doc_no="示农〔2024〕9号", dates=Dates(published_on=date(2024, 5, 1))
    )
    relate_documents(store, OPERATOR, later, RelationKind.REPLACES, other_id=document_id, now=NOW)
    found = signs(store, document_id)
    assert (found.reissued_by, found.repealed_by) == ("《关于甲的通知》（示农〔2024〕9号）",) * 2
    assert signs(store, later).reissued_by == ""
    assert signs(store, other).repealed_by == ""


def test_an_open_opinion_is_an_objection(store: Store) -> None:
    filing = stored_filing(store, filing_in(store, FilingState.OPINION))
    assert signs(store, filing.document_id).objections == ["备案已提审查意见"]


def test_an_amendment_that_the_last_round_asked_for_in_vain_is_told_once_its_time_is_over(
    store: Store,
) -> None:
    document_id = register_old(store, "关于甲的通知")
    round_id = start_round(store, "2025年清理")
    amend = Answer(Outcome.TO_AMEND, "依据已修改", "农业农村局", date(2026, 9, 30), "第三条")
    decide_outcomes(store, OPERATOR, round_id, [Decision(items(store, round_id)[0].id or 0, amend)], now=NOW)
    accept_all(store, round_id)
    release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    after = date(2026, 10, 1)
    assert signs(store, document_id, date(2026, 9, 30)).unamended_since == ""
    assert signs(store, document_id, after).unamended_since == "2025年清理"
    record_event(
        store, OPERATOR, document_id, EventKind.AMENDED, effective_on=date(2026, 3, 5), source="决定", now=NOW
    )
    found = signs(store, document_id, after)
    assert (found.unamended_since, found.unchanged_since) == ("", date(2026, 3, 5))


def test_forty_documents_take_no_more_queries_than_one(store: Store) -> None:
    ids = [register_based(store, f"关于第{n}件的通知") for n in range(40)]
    with counted(store) as for_one:
        read(store, ids[0])
    with counted(store) as for_all:
        assert len(read(store, *ids)) == 40
    assert len(for_all) == len(for_one) <= 10


def test_an_answered_evaluation_is_read_until_it_is_settled(store: Store) -> None:
    document_id = register_old(
        store, "关于甲的通知", dates=Dates(published_on=OLD, effective_on=OLD, valid_until=date(2026, 6, 1))
    )
    open_evaluations(store, now=NOW)
    assert signs(store, document_id).evaluated is None
    said = dict.fromkeys(QUESTIONS, "是")
    answer_evaluation(
        store, OPERATOR, 1, answers=said, conclusion=Conclusion.LAPSE, reason="完成", version=1, now=NOW
    )
    assert signs(store, document_id).evaluated == Evaluated(Conclusion.LAPSE, "完成")
    settle_evaluation(store, OPERATOR, 1, words="到期失效", version=2, now=NOW)
    assert signs(store, document_id).evaluated is None


def test_later_acts_of_one_title_are_asked_for_by_the_title_alone(store: Store) -> None:
    """Offered the authority or the day too, SQLite read a register of 10,000 for each document: 4.5 s for a page."""
    with counted(store) as said:
        read(store, register_old(store, "关于甲的通知"))
    (asked,) = [words for words in said if re.search(r"FROM document\s+WHERE document.title_key IN", words)]
    assert " AND " not in asked.partition("WHERE")[2]
