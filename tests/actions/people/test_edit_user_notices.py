"""What waits for a person who leaves: owed anew to whoever is responsible, or kept until somebody is."""

from datetime import date

from registry.actions.filings.move_filing import move_filing
from registry.actions.people.add_user import add_user
from registry.actions.people.edit_user import edit_user
from registry.domain.filings import Move
from registry.domain.notices import NoticeState
from registry.domain.roles import OPERATOR, Role
from registry.storage.engine import Store, reading, transaction
from registry.storage.people import User
from tests.cast import PASSWORD, Cast
from tests.jobs.office_days import at, filing_of, notices, queue, register_published

DRAFTER = 1
PENDING, HELD, CANCELLED, SUPERSEDED = (
    NoticeState.PENDING, NoticeState.HELD, NoticeState.CANCELLED, NoticeState.SUPERSEDED,
)  # fmt: skip


def change(store: Store, user_id: int, day: str, *, is_active: bool = True, authority_id: int = 2) -> None:
    with reading(store) as session:
        user = session.get_one(User, user_id)
    edit_user(
        store, OPERATOR, user_id, name=user.name, role=user.role, authority_id=authority_id, email=user.email,
        is_active=is_active, now=at(day),
    )  # fmt: skip


def add_contact(store: Store, day: str, login: str = "newcomer") -> int:
    return add_user(
        store, OPERATOR, login=login, name="何新来", role=Role.CONTACT, password=PASSWORD, authority_id=2, now=at(day)
    )  # fmt: skip


def deferred(store: Store, cast: Cast) -> int:
    """A filing whose 补正 waits for the authority's contacts since 03-06."""
    filing_id = filing_of(store, register_published(store)).id or 0
    for move in (Move.SUBMIT, Move.DEFER):
        move_filing(store, cast.clerk, filing_id, move, on=date(2026, 3, 6), reason="缺说明", now=at("03-06"))
    return filing_id


def rows(store: Store, kind: str) -> list[tuple[int | None, str]]:
    return [(row.user_id, row.state) for row in notices(store) if row.kind == kind]


def test_what_only_the_leaver_was_told_waits_for_the_next_contact(store: Store, cast: Cast) -> None:
    deferred(store, cast)
    change(store, DRAFTER, "03-06", is_active=False)
    assert rows(store, "filing_deferred") == [(DRAFTER, CANCELLED), (None, HELD)]
    newcomer = add_contact(store, "03-09")
    queue(store, at("03-09"))
    assert rows(store, "filing_deferred")[1:] == [(None, CANCELLED), (newcomer, PENDING)]


def test_what_a_colleague_was_told_too_is_not_kept(store: Store, cast: Cast) -> None:
    colleague = add_contact(store, "03-05")
    deferred(store, cast)
    change(store, DRAFTER, "03-06", is_active=False)
    assert rows(store, "filing_deferred") == [(DRAFTER, CANCELLED), (colleague, PENDING)]


def test_a_contact_who_goes_to_another_authority_hears_no_more_of_the_old_one(store: Store) -> None:
    register_published(store)
    queue(store, at("03-15", "08:00"))
    change(store, DRAFTER, "03-15", authority_id=3)
    assert rows(store, "filing_due") == [(DRAFTER, CANCELLED)]
    queue(store, at("03-15", "10:00"))
    assert rows(store, "filing_due") == [(DRAFTER, CANCELLED), (None, HELD)]
    change(store, DRAFTER, "03-15", authority_id=2)
    queue(store, at("03-15", "11:00"))
    assert rows(store, "filing_due") == [(DRAFTER, PENDING), (None, CANCELLED)]


def test_what_a_deputy_got_goes_back_to_whose_it_is(store: Store, cast: Cast) -> None:
    deputy = add_contact(store, "03-05")
    with transaction(store) as session:
        drafter = session.get_one(User, DRAFTER)
        drafter.absent_from, drafter.absent_until, drafter.deputy_id = (
            date(2026, 3, 6),
            date(2026, 3, 6),
            deputy,
        )
        session.get_one(User, deputy).is_head = True
        session.add(drafter)
    deferred(store, cast)
    assert rows(store, "filing_deferred") == [(deputy, PENDING)]
    change(store, deputy, "03-09", is_active=False)
    assert rows(store, "filing_deferred") == [(DRAFTER, PENDING)]
    assert "stands_for" not in notices(store)[-1].facts


def absent(store: Store, deputy: int, last: int = 20) -> None:
    with transaction(store) as session:
        drafter = session.get_one(User, DRAFTER)
        drafter.absent_from, drafter.absent_until = date(2026, 3, 6), date(2026, 3, last)
        drafter.deputy_id = deputy
        session.add(drafter)


def test_the_share_of_an_absent_person_outlives_the_deputy_who_was_told_too(store: Store, cast: Cast) -> None:
    deputy, colleague = add_contact(store, "03-05"), add_contact(store, "03-05", "colleague")
    absent(store, deputy)
    deferred(store, cast)
    assert rows(store, "filing_deferred") == [(deputy, SUPERSEDED), (deputy, PENDING), (colleague, PENDING)]
    change(store, deputy, "03-09", is_active=False)
    assert rows(store, "filing_deferred") == [(DRAFTER, PENDING), (deputy, CANCELLED), (colleague, PENDING)]


def test_a_reminder_shared_with_a_deputy_who_leaves_is_owed_again(store: Store) -> None:
    deputy = add_contact(store, "03-05")
    register_published(store)
    absent(store, deputy)
    queue(store, at("03-15", "08:00"))
    change(store, deputy, "03-15", is_active=False)
    queue(store, at("03-15", "10:00"))
    assert rows(store, "filing_due") == [(DRAFTER, PENDING), (deputy, CANCELLED)]


def test_a_head_is_a_contact_and_stays_none_in_the_office(store: Store, cast: Cast) -> None:
    head = add_user(
        store, OPERATOR, login="head", name="王分管", role=Role.CONTACT, password=PASSWORD, authority_id=2,
        is_head=True, now=at("03-05"),
    )  # fmt: skip
    change(store, head, "03-05")
    with reading(store) as session:
        assert session.get_one(User, head).is_head
    edit_user(
        store, OPERATOR, head, name="王分管", role=Role.CLERK, authority_id=None, email="", is_active=True,
        now=at("03-05"),
    )  # fmt: skip
    with reading(store) as session:
        assert not session.get_one(User, head).is_head
