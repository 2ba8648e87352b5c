"""Bases: identified by row, title or number, counted, and searched."""

from datetime import date

from registry.actions.documents.record_event import record_event
from registry.domain.authorities import AuthorityKind
from registry.domain.documents import Dates
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind, Status
from registry.storage.authorities import Authority
from registry.storage.bases import (
    BasisKey,
    KnownBy,
    basis_key,
    count_by_status,
    count_in_force,
    find_bases,
    names_of_bases,
    quotes_of,
    resting,
    resting_query,
)
from registry.storage.documents.tables import Relation
from registry.storage.engine import Store, reading, transaction
from tests.building.bases import LAW, LAW_KEY, base_on, register_based
from tests.building.documents import register_old
from tests.building.rounds import NOW

TODAY = date(2026, 3, 5)
THE_LAW = BasisKey(KnownBy.TITLE, "示例省促进条例")


def test_bases_are_identified_by_row_title_and_number(store: Store) -> None:
    base = register_old(store, "示范区甲办法", doc_no="示农〔2019〕1号")
    for title in ("关于乙的通知", "关于丙的通知"):
        base_on(store, register_based(store, title), base)
    base_on(store, register_old(store, "关于丁的通知"), words="示例省 促进条例")
    with reading(store) as session:
        bases = find_bases(session)
        assert [(str(basis.key), basis.n_documents) for basis in bases] == [
            (LAW_KEY, 3),
            (f"document:{base}", 2),
        ]
        names = names_of_bases(session, [basis.key for basis in bases])
        assert {str(key): name for key, name in names.items()} == {
            LAW_KEY: "《示例省促进条例》",
            f"document:{base}": "《示范区甲办法》（示农〔2019〕1号）",
        }
        assert [str(basis.key) for basis in find_bases(session, "促进")] == [LAW_KEY]
        assert [str(basis.key) for basis in find_bases(session, "甲办法")] == [f"document:{base}"]


def test_a_basis_may_be_known_by_its_number_only(store: Store) -> None:
    document_id = register_old(store, "关于乙的通知")
    with transaction(store) as session:
        relation = Relation(
            document_id=document_id,
            kind="based_on",
            other_text="示例府发〔2010〕33号",
            other_doc_no_key="示例府发2010-33",
        )
        session.add(relation)
    with reading(store) as session:
        (basis,) = find_bases(session)
        assert str(basis.key) == "number:示例府发2010-33"
        assert names_of_bases(session, [basis.key]) == {basis.key: "示例府发〔2010〕33号"}


def test_documents_that_rest_on_a_basis_are_counted_by_their_status_on_a_day(store: Store) -> None:
    register_based(store, "关于甲的通知")
    gone = register_based(store, "关于乙的通知")
    record_event(
        store, OPERATOR, gone, EventKind.REPEALED, effective_on=date(2026, 1, 1), source="某决定", now=NOW
    )
    with reading(store) as session:
        assert count_in_force(session, [THE_LAW], TODAY) == {THE_LAW: 1}
        assert count_in_force(session, [THE_LAW], date(2025, 12, 31)) == {THE_LAW: 2}
        assert count_by_status(session, THE_LAW, TODAY) == {Status.IN_FORCE: 1, Status.REPEALED: 1}
        assert quotes_of(session, THE_LAW, [gone])[gone] == (f"根据{LAW}，制定本办法。", True)


def test_a_document_left_out_of_a_round_says_why(store: Store) -> None:
    with transaction(store) as session:
        outside = Authority(code="up", name="某市人民政府", kind=AuthorityKind.OUTSIDE, position=99)
        session.add(outside)
    register_based(store, "关于甲的通知")
    register_based(store, "关于乙的通知", is_published=False)
    register_based(
        store, "关于丙的通知", dates=Dates(published_on=date(2018, 1, 1), valid_until=date(2023, 1, 1))
    )
    register_based(store, "关于丁的通知", authority_id=outside.id)
    with reading(store) as session:
        documents = [resting(row) for row in session.execute(resting_query(THE_LAW, TODAY))]
    assert {document.title: document.left_out_because for document in documents} == {
        "关于甲的通知": "",
        "关于乙的通知": "尚未公布",
        "关于丙的通知": "已经失效",
        "关于丁的通知": "不是本级机关制定",
    }


def test_a_malformed_address_names_no_basis() -> None:
    assert basis_key(LAW_KEY) == THE_LAW
    for words in ("", "title:", "document:x", "document:12345678901", "other:1"):
        assert basis_key(words) is None
