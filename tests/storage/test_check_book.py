"""The book of the office: what ships, what the office changed, and bodies of the register."""

from dataclasses import replace
from datetime import date

import pytest

from registry.actions.authorities.edit_authority import edit_authority
from registry.actions.authorities.merge_authority import merge_authority
from registry.actions.authorities.reorganise_authority import Heirs
from registry.actions.check_rules.edit_check_rule import edit_check_rule
from registry.actions.check_rules.restore_check_rule import restore_check_rule
from registry.actions.check_rules.switch_check_rule import switch_check_rule
from registry.domain.authorities import AuthorityKind
from registry.domain.checks.bodies import EndedBody
from registry.domain.checks.book import SHIPPED_BOOK
from registry.domain.checks.reading import check_text
from registry.domain.checks.whole import TextFacts
from registry.domain.roles import OPERATOR
from registry.storage import check_book
from registry.storage.authorities import SuccessionKind
from registry.storage.check_book import (
    book_rule,
    book_version,
    load_check_book,
    note_shipped_rules,
    shipped_rules,
)
from registry.storage.engine import Store, reading, transaction
from tests.building.check_rules import STATION, added_rule
from tests.building.reforms import DAY, SOURCE, found_authority, perform_reform
from tests.cast import NOW

FINE = "penalty.fine"


def rules(store: Store) -> dict[str, str]:
    """code → what is looked for."""
    with reading(store) as session:
        book = load_check_book(session)
    return {rule.code: rule.pattern for rule in (*book.rules, *book.bodies)}


def register_bodies(store: Store) -> list[EndedBody]:
    with reading(store) as session:
        return [body for body in load_check_book(session).bodies if body.ended_on]


def version(store: Store) -> int:
    with reading(store) as session:
        return book_version(session)


def test_a_register_without_versions_has_the_shipped_book(store: Store) -> None:
    with reading(store) as session:
        book = load_check_book(session)
    assert (book.rules, book.bodies, book.version) == (SHIPPED_BOOK.rules, SHIPPED_BOOK.bodies, 0)


def test_the_newest_version_holds_and_raises_the_book(store: Store) -> None:
    shipped = shipped_rules()[FINE]
    changed = replace(shipped, here_words=("食堂",))
    edit_check_rule(store, OPERATOR, FINE, changed, "内部伙食", version=0, now=NOW)
    with reading(store) as session:
        rule = next(rule for rule in load_check_book(session).rules if rule.code == FINE)
    assert rule.here == f"{shipped.here}|食堂"
    assert version(store) == 1
    switch_check_rule(store, OPERATOR, FINE, "不用", is_off=True, version=1, now=NOW)
    assert FINE not in rules(store)
    restore_check_rule(store, OPERATOR, FINE, "仍用原来的", version=2, now=NOW)
    assert rules(store)[FINE] == shipped.pattern
    assert version(store) == 3


def test_a_rule_of_the_office_and_a_body_are_in_the_book(store: Store) -> None:
    code, body = added_rule(store), added_rule(store, STATION)
    assert (code, body) == ("office.1", "office.2")
    with reading(store) as session:
        book = load_check_book(session)
    text = "收取履约的押金，交农机推广站。"
    found = check_text(text, TextFacts("关于押金的通知", published_on=date(2024, 1, 1)), None, book)
    assert {code, body} <= {finding.rule for finding in found}


def test_a_change_of_the_program_leaves_the_words_of_the_office_and_says_so(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = replace(shipped_rules()[FINE], here_words=("食堂",))
    edit_check_rule(store, OPERATOR, FINE, changed, "内部伙食", version=0, now=NOW)
    newer = {**shipped_rules(), FINE: replace(shipped_rules()[FINE], says="程序的新写法。")}
    with transaction(store) as session:
        note_shipped_rules(session)
        note_shipped_rules(session)
    before = version(store)
    monkeypatch.setattr(check_book, "shipped_rules", lambda: newer)
    monkeypatch.setattr(check_book, "digest_of_shipped", check_book.digest_of_shipped.__wrapped__)
    with transaction(store) as session:
        rule = book_rule(session, FINE)
        note_shipped_rules(session)
    assert rule is not None
    assert (rule.is_changed, rule.is_outrun, rule.written) == (True, True, changed)
    assert version(store) == before + 1


def test_a_rule_that_ships_no_more_stays_as_the_office_has_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_check_rule(
        store, OPERATOR, FINE, replace(shipped_rules()[FINE], name="罚"), "改名", version=0, now=NOW
    )
    fewer = {code: rule for code, rule in shipped_rules().items() if code != FINE}
    monkeypatch.setattr(check_book, "shipped_rules", lambda: fewer)
    assert FINE in rules(store)


def test_an_authority_that_was_merged_is_a_body_that_ended(store: Store) -> None:
    heir = found_authority(store, "示范区农业和水务局")
    before = version(store)
    perform_reform(store, 2, SuccessionKind.MERGED, Heirs(heir))
    (body,) = register_bodies(store)
    assert (body.name, body.successor, body.since, body.source) == (
        "示范区农业农村局",
        "示范区农业和水务局",
        DAY,
        SOURCE,
    )
    assert version(store) > before
    perform_reform(store, heir, SuccessionKind.MERGED, Heirs(1))
    assert {body.successor for body in register_bodies(store)} == {"示范区人民政府"}


def test_an_authority_abolished_without_an_heir_is_a_body_without_a_successor(store: Store) -> None:
    perform_reform(store, 2, SuccessionKind.ABOLISHED, None)
    (body,) = register_bodies(store)
    assert (body.since, body.successor) == (DAY, "")


def test_a_renamed_authority_is_known_by_its_new_name(store: Store) -> None:
    edit_authority(
        store,
        OPERATOR,
        2,
        name="示范区农业局",
        kind=AuthorityKind.DEPARTMENT,
        renamed_on=DAY,
        version=1,
        now=NOW,
    )
    (body,) = register_bodies(store)
    assert (body.name, body.successor, body.since) == ("示范区农业农村局", "示范区农业局", DAY)
    with reading(store) as session:
        book = load_check_book(session)
    text = "由区农业局和示范区农业局负责，区农业农村局配合。"
    found = check_text(text, TextFacts("通知", published_on=date(2026, 5, 1)), None, book)
    assert [finding.quote for finding in found if finding.quote] == ["区农业农村局"]


def test_a_name_that_was_corrected_or_entered_twice_did_not_end(store: Store) -> None:
    edit_authority(store, OPERATOR, 2, name="示范区农业局", kind=AuthorityKind.DEPARTMENT, version=1, now=NOW)
    merge_authority(store, OPERATOR, found_authority(store, "示范区农局"), 2, now=NOW)
    assert register_bodies(store) == []
