"""Reforms, doubts, relations and issue registers while others are at work: nobody waits for ever, nothing is half done."""

from collections.abc import Callable
from itertools import combinations, count, pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from registry.actions.authorities.merge_authority import merge_authority
from registry.actions.authorities.reorganise_authority import Heirs
from registry.actions.documents.confirm_relation import confirm_relation
from registry.actions.documents.edit_document import edit_document
from registry.actions.documents.other_ends import write_read_relations
from registry.actions.documents.publish_document import publish_document
from registry.actions.documents.record_event import record_event
from registry.actions.documents.register_document import register_document
from registry.actions.documents.reopen_doubt import reopen_doubt
from registry.actions.documents.settle_doubt import settle_doubt
from registry.actions.filings.move_filing import move_filing
from registry.actions.intakes.apply_intake import apply_intake
from registry.actions.intakes.stage_intake import stage_intake
from registry.actions.intakes.upload_intake import upload_intake
from registry.actions.issue_register.add_issue_entries import add_issue_entries
from registry.actions.issue_register.match_issue_entry import match_issue_entry
from registry.actions.issue_register.remove_issue_entries import remove_list
from registry.actions.people.add_user import add_user
from registry.actions.people.edit_user import edit_user
from registry.domain.documents import Dates
from registry.domain.doubts import Doubt
from registry.domain.filings import Move
from registry.domain.intakes import Options
from registry.domain.roles import OPERATOR, Role
from registry.domain.validity import EventKind
from registry.readers.documents.facts import RelationFound
from registry.storage.authorities import SuccessionKind
from registry.storage.documents.tables import Document, Relation
from registry.storage.engine import Store, reading, transaction
from registry.storage.people import User
from tests.building.concurrent_acts import (
    N_TIMES,
    check_sound,
    n_performed,
    only_refusal,
    pause_briefly,
    perform_at_once,
)
from tests.building.documents import facts, register
from tests.building.filings import TODAY, Act, owed_filing
from tests.building.issue_registers import import_list
from tests.building.ledgers import ledger, stage_ledger
from tests.building.reforms import found_authority, perform_reform
from tests.cast import NOW

STORIES: dict[str, Callable[[Store], Act]] = {}


def story(prepare: Callable[[Store], Act]) -> Callable[[Store], Act]:
    STORIES[prepare.__name__] = prepare
    return prepare


@story
def reorganise(store: Store) -> Act:
    """The drafter's authority passes to and fro."""
    ids = [2, *(found_authority(store, f"示范区第{n}局") for n in range(N_TIMES))]
    pairs = pairwise(ids)

    def pass_on() -> None:
        authority_id, heir = next(pairs)
        perform_reform(store, authority_id, SuccessionKind.MERGED, Heirs(heir))

    return pass_on


@story
def publish(store: Store) -> Act:
    drafts = iter(
        [
            register(
                store, OPERATOR, NOW, is_published=False, title=f"草稿{n}", doc_no=f"示农〔2026〕{n + 60}号",
                dates=Dates(signed_on=TODAY),
            )
            for n in range(N_TIMES)
        ]
    )  # fmt: skip
    return lambda: publish_document(
        store, OPERATOR, next(drafts), published_on=TODAY, effective_on=TODAY, now=NOW
    )


@story
def import_ledgers(store: Store) -> Act:
    """Each gives every document registered a publication day, and names what it repeals."""
    ids = []
    for n in range(N_TIMES):
        rows = [(f"关于事项{n}的通知", f"示农〔2026〕{n + 80}号", "示范区农业农村局", "2026-02-02")]
        text = f"示范区农业农村局关于文件{n}的通知\n示农〔2026〕{n + 70}号\n《旧办法{n}》同时废止。\n2026年2月1日"
        files = [("台账.csv", ledger(*rows)), ("文件.txt", text.encode())]
        ids.append(upload_intake(store, OPERATOR, f"台账{n}", files, Options(), NOW))
        stage_intake(store, OPERATOR, ids[-1], NOW)
    staged = iter(ids)
    return lambda: apply_intake(store, OPERATOR, next(staged), NOW)


@story
def confirm(store: Store) -> Act:
    old = register(store, OPERATOR, NOW, title="旧规定", doc_no="示农〔2020〕9号")
    new = [
        register(store, OPERATOR, NOW, title=f"新规定{n}", doc_no=f"示农〔2026〕{n + 20}号")
        for n in range(N_TIMES)
    ]
    with transaction(store) as session:
        words = RelationFound("repeals", "旧规定", "示农〔2020〕9号", "同时废止")
        write_read_relations(session, {document_id: [words] for document_id in new})
        relations = session.exec(select(Relation.id).where(col(Relation.other_id) == old)).all()
    waiting = iter(relations)
    return lambda: confirm_relation(store, OPERATOR, next(waiting) or 0, now=NOW)


@story
def register_what_repeals(store: Store) -> Act:
    for n in range(N_TIMES):
        register(store, OPERATOR, NOW, title=f"旧规章{n}", doc_no=f"示农〔2019〕{n + 1}号")
    serial, words = (
        count(),
        iter([RelationFound("repeals", f"旧规章{n}", "", "同时废止") for n in range(N_TIMES)]),
    )

    def replace_one() -> None:
        n = next(serial)
        new = facts(title=f"新规章{n}", doc_no=f"示农〔2026〕{n + 40}号")
        register_document(store, OPERATOR, new, is_published=True, relations=[next(words)], now=NOW)

    return replace_one


@story
def settle(store: Store) -> Act:
    document_id = register(
        store, OPERATOR, NOW, title="无有效期的办法", doc_no="示农一号", dates=Dates(published_on=TODAY)
    )

    def settle_and_reopen() -> None:
        settle_doubt(store, OPERATOR, [document_id], Doubt.ODD_NUMBER, "核对过", now=NOW)
        reopen_doubt(store, OPERATOR, document_id, Doubt.ODD_NUMBER, now=NOW)

    return settle_and_reopen


@story
def edit(store: Store) -> Act:
    document_id = register(store, OPERATOR, NOW, title="待改的办法", doc_no="示农二号")
    serial = count(1)

    def rename() -> None:
        with reading(store) as session:
            document = session.get_one(Document, document_id)
        changed = facts(document.lead_authority_id, title=f"改名的办法{next(serial) % 2}", doc_no="示农二号")
        edit_document(store, OPERATOR, document_id, changed, version=document.version, now=NOW)

    return rename


@story
def move_a_contact(store: Store) -> Act:
    serial = count(1)

    def move() -> None:
        fields: dict[str, Any] = {"role": Role.CONTACT, "email": "", "is_active": True, "now": NOW}
        authority_id = 2 + next(serial) % 2
        edit_user(store, OPERATOR, 1, name="周起草", authority_id=authority_id, **fields)

    return move


@story
def submit(store: Store) -> Act:
    waiting = iter([owed_filing(store, n) for n in range(100, 100 + N_TIMES)])
    return lambda: move_filing(store, OPERATOR, next(waiting), Move.SUBMIT, on=TODAY, now=NOW)


@story
def list_what_was_issued(store: Store) -> Act:
    serial = count(1)
    return lambda: import_list(store, OPERATOR, f"关于甲{next(serial)}的通知\t\t2026-02-01")


@pytest.mark.slow
@pytest.mark.parametrize("names", [*combinations(STORIES, 2), tuple(STORIES)], ids=" and ".join)
def test_reforms_and_doubts_at_once_do_not_block_each_other(store: Store, names: tuple[str, ...]) -> None:
    acts = [STORIES[name](store) for name in names]
    sa.event.listen(store.engine, "after_cursor_execute", pause_briefly)
    assert any(perform_at_once([lambda act=act: n_performed(act) for act in acts]))
    check_sound(store)


def test_repealing_and_suspending_at_once_do_not_block_each_other(store: Store) -> None:
    old = register(store, OPERATOR, NOW, title="旧规章", doc_no="示农〔2019〕1号")
    words = RelationFound("repeals", "旧规章", "", "同时废止")

    def repeal(n: int) -> None:
        new = facts(title=f"新规章{n}", doc_no=f"示农〔2026〕{n + 40}号")
        register_document(store, OPERATOR, new, is_published=True, relations=[words], now=NOW)

    def suspend() -> None:
        record_event(store, OPERATOR, old, EventKind.SUSPENDED, effective_on=TODAY, source="决定", now=NOW)

    sa.event.listen(store.engine, "after_cursor_execute", pause_briefly)
    perform_at_once([*(lambda n=n: repeal(n) for n in range(4)), *[suspend] * 4])
    check_sound(store)


@pytest.mark.parametrize("is_new", [False, True])
def test_no_user_is_assigned_to_an_authority_that_is_merged_meanwhile(store: Store, is_new: bool) -> None:
    gone = found_authority(store, "示范区种子局")
    told: dict[str, Any] = {"role": Role.CONTACT, "email": "", "now": NOW, "authority_id": gone}

    def give(n: int) -> None:
        if is_new:
            add_user(
                store, OPERATOR, login=f"zz{n}", name="新来的", password=f"nobody-knows-{n}-this", **told
            )
        else:
            edit_user(store, OPERATOR, n + 1, name="周起草", is_active=True, **told)

    sa.event.listen(store.engine, "after_cursor_execute", pause_briefly)
    acts = [lambda n=n: give(n) for n in range(2)]
    answers = perform_at_once([lambda: merge_authority(store, OPERATOR, gone, 2, now=NOW), *acts])
    assert isinstance(answers[0], dict)
    assert {answer for answer in answers[1:] if isinstance(answer, str)} <= {"没有这个制定机关，请重新选择。"}
    with reading(store) as session:
        assert session.exec(select(User.id).where(User.authority_id == gone)).all() == []


def test_a_document_listed_by_eight_people_at_once_has_one_line(store: Store) -> None:
    document_id = register(store, OPERATOR, NOW)
    answers = perform_at_once(
        [lambda: add_issue_entries(store, OPERATOR, 2, 2026, [document_id], now=NOW)] * 8
    )
    assert sorted(answers) == [0] * 7 + [1]
    check_sound(store)


def test_two_lines_do_not_get_one_document(store: Store) -> None:
    import_list(store, OPERATOR)
    document_id = register(store, OPERATOR, NOW)
    answers = perform_at_once(
        [lambda n=n: match_issue_entry(store, OPERATOR, n, document_id, now=NOW) for n in (2, 3)]
    )
    assert "一件文件只对应一行" in only_refusal(answers)
    check_sound(store)


def test_a_list_removed_by_two_people_at_once_is_removed_once(store: Store) -> None:
    import_list(store, OPERATOR)
    answers = perform_at_once([lambda: remove_list(store, OPERATOR, 2, 2026, now=NOW)] * 2)
    assert "已经撤下" in only_refusal(answers)
    assert 3 in answers


def test_a_doubt_settled_by_two_people_at_once_is_settled_once(store: Store) -> None:
    document_id = register(store, OPERATOR, NOW, doc_no="示农一号")
    answers = perform_at_once(
        [lambda: settle_doubt(store, OPERATOR, [document_id], Doubt.ODD_NUMBER, "核对过", now=NOW)] * 2
    )
    assert "已经处理" in only_refusal(answers)
    check_sound(store)


def test_an_intake_is_applied_once_however_many_press_the_button(store: Store) -> None:
    intake_id = stage_ledger(
        store, ("台账.csv", ledger(("关于甲的通知", "示农〔2026〕8号", "示范区农业农村局", "2026-02-02")))
    ).id
    answers = perform_at_once([lambda: apply_intake(store, OPERATOR, intake_id, NOW)] * 3)
    assert sum("已经写入" in str(answer) for answer in answers) == 2
    check_sound(store)
