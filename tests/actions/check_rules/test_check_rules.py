"""Rules of the book: added, edited, switched off and on, restored; what is refused, and two admins at once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from registry.actions.check_rules.add_check_rule import add_check_rule
from registry.actions.check_rules.edit_check_rule import edit_check_rule
from registry.actions.check_rules.restore_check_rule import restore_check_rule
from registry.actions.check_rules.switch_check_rule import switch_check_rule
from registry.actions.office.verify_register import verify_register
from registry.domain.errors import Denied, Refusal
from registry.domain.roles import Actor
from registry.storage.audit import entries_about
from registry.storage.check_book import book_rule, book_version, shipped_rules, versions_of
from registry.storage.engine import Store, reading, transaction
from tests.building.check_rules import DEPOSIT, STATION, added_rule
from tests.building.concurrent_acts import check_sound, only_refusal, perform_at_once
from tests.cast import NOW, Cast

FINE = "penalty.fine"
CHANGED = replace(shipped_rules()[FINE], here_words=("食堂",))


def edit(store: Store, actor: Actor, code: str = FINE, version: int = 0, **changes: Any) -> int:
    with reading(store) as session:
        rule = book_rule(session, code)
    assert rule is not None
    written = replace(rule.written, **(changes or {"here_words": ("食堂",)}))
    return edit_check_rule(store, actor, code, written, "内部伙食不算", version=version, now=NOW)


def test_an_edit_is_a_version_with_who_when_and_why(store: Store, cast: Cast) -> None:
    assert edit(store, cast.admin) == 1
    with reading(store) as session:
        (row,) = versions_of(session, FINE)
        (entry,) = entries_about(session, f"check_rule:{FINE}")
    assert (row.made_by, row.made_at, row.reason) == (cast.admin.name, NOW, "内部伙食不算")
    assert entry.fields["changes"] == {"here_words": ["", "食堂"]}


def test_versions_are_only_added_to(store: Store, cast: Cast) -> None:
    code = added_rule(store)
    edit(store, cast.admin, code, 1, name="押金")
    switch_check_rule(store, cast.admin, code, "暂停", is_off=True, version=2, now=NOW)
    edit(store, cast.admin, code, 3, name="各种押金")
    switch_check_rule(store, cast.admin, code, "再用", is_off=False, version=4, now=NOW)
    with reading(store) as session:
        rows = versions_of(session, code)
        rule = book_rule(session, code)
    assert [(row.version, row.is_off) for row in rows] == [
        (5, False),
        (4, True),
        (3, True),
        (2, False),
        (1, False),
    ]
    assert rule is not None
    assert rule.written == replace(DEPOSIT, name="各种押金")


ACTS: dict[str, Callable[[Store, Actor], object]] = {
    "add": lambda store, actor: add_check_rule(store, actor, DEPOSIT, "常见", now=NOW),
    "edit": edit,
    "switch": lambda store, actor: switch_check_rule(
        store, actor, FINE, "不用", is_off=True, version=0, now=NOW
    ),
    "restore": lambda store, actor: restore_check_rule(store, actor, FINE, "恢复", version=0, now=NOW),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["clerk", "lead", "auditor", "drafter"])
def test_only_who_manages_rules_may(store: Store, cast: Cast, act: str, who: str) -> None:
    with pytest.raises(Denied):
        ACTS[act](store, getattr(cast, who))


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda s, a: add_check_rule(s, a, DEPOSIT, " ", now=NOW), "写明理由"),
        (lambda s, a: add_check_rule(s, a, replace(DEPOSIT, pattern="("), "常见", now=NOW), "没有配对"),
        (lambda s, a: add_check_rule(s, a, replace(DEPOSIT, pattern="(.*)*x"), "常见", now=NOW), "没有查完"),
        (lambda s, a: edit(s, a, FINE, 0, pattern="罚款)"), "第3个字符处"),
        (lambda s, a: edit(s, a, FINE, 0, name="罚款"), "没有改动"),
        (lambda s, a: edit(s, a, FINE, 1), "刚被他人改过"),
        (lambda s, a: edit_check_rule(s, a, FINE, STATION, "换", version=0, now=NOW), "不能互换"),
        (lambda s, a: edit_check_rule(s, a, "office.9", DEPOSIT, "换", version=0, now=NOW), "没有这条规则"),
        (lambda s, a: switch_check_rule(s, a, FINE, "用", is_off=False, version=0, now=NOW), "已经在用"),
        (lambda s, a: restore_check_rule(s, a, FINE, "恢复", version=0, now=NOW), "不必恢复"),
        (lambda s, a: restore_check_rule(s, a, added_rule(s), "恢复", version=1, now=NOW), "没有提供过"),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_the_book(
    store: Store, cast: Cast, act: Callable[[Store, Actor], object], words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        act(store, cast.admin)
    with reading(store) as session:
        assert versions_of(session, FINE) == []


def test_of_two_admins_at_once_one_is_told(store: Store, cast: Cast) -> None:
    answers = perform_at_once([lambda: edit(store, cast.admin), lambda: edit(store, cast.admin, name="罚")])
    assert "刚被他人改过" in only_refusal(answers)
    with reading(store) as session:
        assert len(versions_of(session, FINE)) == 1
        assert book_version(session) == 1
    check_sound(store)


def test_rules_added_at_once_have_codes_of_their_own(store: Store) -> None:
    codes = perform_at_once([lambda: added_rule(store)] * 3)
    assert sorted(codes) == ["office.1", "office.2", "office.3"]


def test_a_lost_version_is_told_by_verify(store: Store, cast: Cast) -> None:
    edit(store, cast.admin)
    edit(store, cast.admin, version=1, name="罚")
    with transaction(store) as session:
        session.delete(versions_of(session, FINE)[1])
    (difference,) = verify_register(store)
    assert (difference.what, difference.subject) == ("check_rules", f"check_rule:{FINE}")
