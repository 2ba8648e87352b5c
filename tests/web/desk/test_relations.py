"""Confirming a relation that was read, and taking one back."""

from collections.abc import Callable
from datetime import date, datetime

from flask.testing import FlaskClient

from registry.actions.documents.other_ends import write_read_relations
from registry.actions.documents.relate_documents import relate_documents
from registry.domain.documents import Dates, RelationKind
from registry.readers.documents.facts import RelationFound
from registry.storage.documents.tables import relations_of
from registry.storage.documents.timelines import events_of
from registry.storage.engine import Store, reading, transaction
from tests.building.amendments import register_act, register_dogs
from tests.building.documents import register
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]


def test_words_outside_the_register_are_taken_back_by_the_authority_itself(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    draft = register(store, cast.drafter, now, is_published=False)
    relation = relate_documents(
        store, cast.drafter, draft, RelationKind.BASED_ON, other_text="农业机械化促进法", now=now
    )
    drafter = sign_in("drafter")
    page = drafter.get(f"/desk/relations/{relation}/remove").text
    assert "农业机械化促进法" in page
    assert "时效性重新计算" not in page
    assert drafter.post(f"/desk/relations/{relation}/remove").status_code == 303
    with reading(store) as session:
        assert relations_of(session, draft) == ([], [])


def test_a_contact_takes_nothing_from_what_the_public_reads(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    published = register(store, cast.clerk, now)
    relation = relate_documents(
        store, cast.clerk, published, RelationKind.BASED_ON, other_text="农业机械化促进法", now=now
    )
    assert sign_in("drafter").post(f"/desk/relations/{relation}/remove").status_code == 403
    with reading(store) as session:
        assert len(relations_of(session, published)[0]) == 1


def test_what_was_read_is_confirmed_with_a_day_or_taken_away(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    new = register(store, cast.clerk, now)
    old = register(store, cast.clerk, now, title="旧办法", doc_no="示农〔2026〕1号")
    found = [RelationFound(kind, "旧办法", "", "《旧办法》同时废止。") for kind in ("repeals", "amends")]
    with transaction(store) as session:
        write_read_relations(session, {new: found})
        repeal, amends = (one.id for one in relations_of(session, new)[0])
    clerk = sign_in("clerk")
    page = clerk.get(f"/desk/documents/{new}").text
    assert page.count("自动识别，待确认") == 2
    assert "有2条关系由系统识别" in page
    assert "自动识别" not in clerk.get(f"/documents/{new}").text
    assert "《旧办法》同时废止。" in clerk.get(f"/desk/relations/{repeal}/confirm").text
    assert clerk.post(f"/desk/relations/{repeal}/confirm", data={"on": "2026-03-02"}).status_code == 303
    assert clerk.post(f"/desk/relations/{amends}/remove").status_code == 303
    with reading(store) as session:
        (kept,) = relations_of(session, new)[0]
        assert (kept.is_confirmed, kept.on) == (True, date(2026, 3, 2))
        assert [one.kind for one in events_of(session, old)] == ["repealed"]
    assert sign_in("stranger").get(f"/desk/relations/{repeal}/confirm").status_code == 404


def test_the_repeal_of_what_had_lapsed_is_said_to_change_nothing(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    new = register(store, cast.clerk, now)
    lapsed = Dates(published_on=date(2012, 5, 1), valid_until=date(2017, 4, 30))
    old = register(store, cast.clerk, now, title="旧办法", doc_no="", dates=lapsed, steps=())
    with transaction(store) as session:
        write_read_relations(session, {new: [RelationFound("repeals", "旧办法", "", "《旧办法》同时废止。")]})
        (relation,) = relations_of(session, new)[0]
    clerk = sign_in("clerk")
    assert "对方文件此前已不再有效" in clerk.get(f"/desk/relations/{relation.id}/confirm").text
    clerk.post(f"/desk/relations/{relation.id}/confirm", data={"on": ""})
    page = clerk.get(f"/desk/documents/{old}").text
    assert "废止（记录保留，不改变时效性）" in page
    assert "<strong>失效</strong>" in page.partition("status-banner")[2][:200]


def test_the_articles_of_an_amending_act_are_offered_when_its_relation_is_confirmed(
    store: Store, sign_in: SignIn
) -> None:
    dogs, act = register_dogs(store), register_act(store)
    with transaction(store) as session:
        write_read_relations(
            session, {act: [RelationFound("amends", "示范区养犬管理办法", "", "作如下修改")]}
        )
        (relation_id,) = (relation.id for relation in relations_of(session, act)[0])
    clerk = sign_in("clerk")
    address = f"/desk/relations/{relation_id}/confirm"
    assert 'value="第五条、第七条"' in clerk.get(address).text
    assert "只写条、款、项" in clerk.post(address, data={"on": "2024-05-01", "articles": "见原文"}).text
    assert clerk.post(address, data={"on": "2024-05-01", "articles": "第五条"}).status_code == 303
    with reading(store) as session:
        (event,) = events_of(session, dogs)
    assert (event.kind, event.articles) == ("amended", "第五条")
