"""The other end of a relation: found by number or title, tied when it is registered later."""

from datetime import date, datetime

from sqlmodel import select

from registry.actions.documents.other_ends import link_relations, write_read_relations
from registry.actions.documents.relate_documents import relate_documents
from registry.domain.citations import NameKeys
from registry.domain.documents import Dates, RelationKind
from registry.readers.documents.facts import RelationFound
from registry.storage.documents.tables import Document, Relation, relations_of
from registry.storage.documents.timelines import events_of
from registry.storage.engine import Store, reading, transaction
from tests.building.documents import register
from tests.cast import Cast

_OLD = {"title": "旧办法", "doc_no": "示农〔2012〕1号", "steps": ()}
_LONG_AGO = Dates(published_on=date(2012, 5, 1))


def _found(title: str, doc_no: str = "", kind: str = "repeals") -> RelationFound:
    return RelationFound(kind, title, doc_no, f"《{title}》同时废止。")


def _write(store: Store, document_id: int, *relations: RelationFound) -> list[Relation]:
    with transaction(store) as session:
        write_read_relations(session, {document_id: relations})
    with reading(store) as session:
        return relations_of(session, document_id)[0]


def test_what_a_text_names_is_tied_and_waits_for_a_person(store: Store, cast: Cast, now: datetime) -> None:
    new = register(store, cast.clerk, now)
    old = register(store, cast.clerk, now, dates=_LONG_AGO, **_OLD)
    by_number, by_title, unknown = _write(
        store, new, _found("旧的办法", "示农(2012)1号"), _found("旧办法", kind="amends"), _found("无此办法")
    )
    assert [by_number.other_id, by_title.other_id, unknown.other_id] == [old, old, None]
    assert unknown.other_text == "《无此办法》"
    assert unknown.clause == "《无此办法》同时废止。"
    assert not any(relation.is_confirmed for relation in (by_number, by_title, unknown))
    with reading(store) as session:
        assert not events_of(session, old)  # nothing is repealed by reading


def test_reading_a_text_twice_writes_nothing_twice(store: Store, cast: Cast, now: datetime) -> None:
    new = register(store, cast.clerk, now)
    for _ in range(2):
        kept = _write(store, new, _found("旧办法"), _found("旧办法"), _found("甲", "示农〔2011〕1号"))
    kept = _write(store, new, _found("甲", "示农〔2011〕2号"))  # the same title of another year
    assert len(kept) == 3


def test_two_that_could_be_meant_are_none(store: Store, cast: Cast, now: datetime) -> None:
    new = register(store, cast.clerk, now)
    for number in ("示农〔2012〕1号", "示农〔2013〕1号"):
        register(store, cast.clerk, now, dates=_LONG_AGO, **(_OLD | {"doc_no": number}))
    assert [relation.other_id for relation in _write(store, new, _found("旧办法"))] == [None]


def test_the_same_title_under_another_number_is_another_document(
    store: Store, cast: Cast, now: datetime
) -> None:
    new = register(store, cast.clerk, now)
    register(store, cast.clerk, now, dates=_LONG_AGO, **_OLD)
    assert [relation.other_id for relation in _write(store, new, _found("旧办法", "示农〔2009〕1号"))] == [
        None
    ]


def test_a_new_version_repeals_the_old_of_its_name_and_never_itself(
    store: Store, cast: Cast, now: datetime
) -> None:
    new = register(store, cast.clerk, now)
    own_title = "示范区农机购置补贴办法"
    assert [relation.other_id for relation in _write(store, new, _found(own_title))] == [None]
    old = register(store, cast.clerk, now, dates=_LONG_AGO, title=own_title, doc_no="", steps=())
    with transaction(store) as session:
        link_relations(session, [NameKeys("示范区农机购置补贴办法", None)])
        assert session.exec(select(Relation.other_id)).all() == [old]


def test_a_document_registered_later_is_tied_to_what_named_it_in_words(
    store: Store, cast: Cast, now: datetime
) -> None:
    new = register(store, cast.clerk, now)
    for kind in (RelationKind.BASED_ON, RelationKind.REPEALS):
        relate_documents(store, cast.clerk, new, kind, other_text="《旧的办法》（示农〔2012〕1号）", now=now)
    old = register(store, cast.clerk, now, dates=_LONG_AGO, **_OLD)
    with reading(store) as session:
        basis, repeal = relations_of(session, new)[0]
        assert [basis.other_id, repeal.other_id] == [old, old]
        assert basis.is_confirmed
        assert not repeal.is_confirmed  # somebody has to look before it repeals
        assert not events_of(session, old)
        assert session.get_one(Document, old).doc_no_key == repeal.other_doc_no_key


def test_a_rule_is_found_by_its_title_in_the_notice_that_gives_it_out(
    store: Store, cast: Cast, now: datetime
) -> None:
    notice = {"title": "示范区农业农村局关于印发《示范区旧农机办法》的通知", "steps": ()}
    new = register(store, cast.clerk, now)
    assert _write(store, new, _found("示范区旧农机办法"))[0].other_id is None
    old = register(store, cast.clerk, now, dates=_LONG_AGO, doc_no="示农〔2012〕1号", **notice)
    with reading(store) as session:
        assert relations_of(session, new)[0][0].other_id == old
    two = register(store, cast.clerk, now, title="另一办法", doc_no="示农〔2026〕4号")
    by_title, other_number = _write(
        store, two, _found("示范区旧农机办法"), _found("示范区旧农机办法", "示农〔2009〕1号", "amends")
    )
    assert (by_title.other_id, other_number.other_id) == (old, None)
