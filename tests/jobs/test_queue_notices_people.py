"""Who gets a notice: deputies while somebody is absent, nobody while nobody is responsible, and then somebody."""

from datetime import date
from threading import Barrier, Thread

from sqlmodel import select

from registry.actions.filings.move_filing import move_filing
from registry.domain.filings import Move
from registry.domain.notices import NoticeState
from registry.domain.roles import Role
from registry.storage.engine import Store, reading, transaction
from registry.storage.notice_lists import held_notices
from registry.storage.notices import Notice
from registry.storage.people import User
from tests.cast import NOW, Cast
from tests.jobs.office_days import at, filing_of, notices, queue, register_published, send, told

DRAFTER, STRANGER, CLERK, LEAD = 1, 2, 3, 4
PENDING, HELD, CANCELLED, SUPERSEDED = (
    NoticeState.PENDING, NoticeState.HELD, NoticeState.CANCELLED, NoticeState.SUPERSEDED,
)  # fmt: skip


def add_contact(store: Store, name: str, authority_id: int = 2) -> int:
    with transaction(store) as session:
        person = User(
            login=name,
            name=name,
            role=Role.CONTACT,
            authority_id=authority_id,
            password_hash="-",
            created_at=NOW,
        )
        session.add(person)
        session.flush()
        return person.id or 0


def change(store: Store, user_id: int, **values: object) -> None:
    with transaction(store) as session:
        person = session.get_one(User, user_id)
        for name, value in values.items():
            setattr(person, name, value)
        session.add(person)


def absent(store: Store, user_id: int, deputy_id: int | None, first: int = 14, last: int = 16) -> None:
    days = {"absent_from": date(2026, 3, first), "absent_until": date(2026, 3, last)}
    change(store, user_id, deputy_id=deputy_id, **days)


def test_a_deputy_gets_what_falls_due_meanwhile_and_it_is_told_once(store: Store) -> None:
    register_published(store)
    deputy = add_contact(store, "李代收", authority_id=2)
    change(store, deputy, is_head=True)  # a head is not told from the start, so only the absence brings it
    absent(store, DRAFTER, deputy)
    queue(store, at("03-15"))
    (notice,) = notices(store)
    assert (notice.user_id, notice.facts["stands_for"], notice.state) == (deputy, "周起草", PENDING)
    queue(store, at("03-17"))
    assert len(notices(store)) == 1, "back again, and not told the same twice"
    queue(store, at("03-19"))
    assert [(row.threshold, row.user_id) for row in notices(store, PENDING)] == [("1", DRAFTER)]


def test_a_deputy_who_is_told_anyway_gets_one_notice_that_names_both(store: Store) -> None:
    deputy = add_contact(store, "李代收")
    absent(store, DRAFTER, deputy)
    register_published(store)
    queue(store, at("03-15"))
    (waiting,) = notices(store, PENDING)
    assert (waiting.user_id, waiting.facts["stands_for"]) == (deputy, "周起草")
    assert [row.user_id for row in notices(store, SUPERSEDED)] == [deputy]
    assert queue(store, at("03-15", "10:00")).counts["n_queued"] == 0


def test_what_a_deputy_is_told_for_two_is_told_once_when_it_is_owed_again(store: Store, cast: Cast) -> None:
    deputy = add_contact(store, "李代收")
    filing_id = filing_of(store, register_published(store)).id or 0
    queue(store, at("03-15", "08:00"))
    move_filing(store, cast.drafter, filing_id, Move.SUBMIT, on=date(2026, 3, 15), now=at("03-15", "08:10"))
    send(store, at("03-15", "08:20"))
    absent(store, DRAFTER, deputy)
    back = at("03-15", "08:40")
    move_filing(
        store, cast.drafter, filing_id, Move.TAKE_BACK, on=date(2026, 3, 15), reason="报送文本有误", now=back
    )
    queue(store, at("03-15", "09:00"))
    queue(store, at("03-15", "09:05"))
    due = [
        (row.user_id, row.facts["stands_for"]) for row in notices(store, PENDING) if row.kind == "filing_due"
    ]
    assert due == [(deputy, "周起草")]


def test_the_office_has_deputies_too(store: Store, cast: Cast) -> None:
    absent(store, CLERK, LEAD, first=6, last=9)
    filing_id = filing_of(store, register_published(store)).id or 0
    move_filing(store, cast.drafter, filing_id, Move.SUBMIT, on=date(2026, 3, 6), now=at("03-06"))
    rows = [(row.user_id, row.facts.get("stands_for"), row.state) for row in notices(store)]
    assert rows == [(LEAD, "陈经办", PENDING), (LEAD, "陈经办", SUPERSEDED)] or rows == [
        (LEAD, "陈经办", SUPERSEDED),
        (LEAD, "陈经办", PENDING),
    ]
    queue(store, at("03-08"))
    assert [row.user_id for row in notices(store, PENDING) if row.kind == "step_due"] == [LEAD]


def test_without_an_active_contact_a_reminder_is_held_and_then_told_to_the_first_there_is(
    store: Store,
) -> None:
    change(store, DRAFTER, is_active=False)
    register_published(store)
    queue(store, at("03-15"))
    assert [(row.threshold, row.user_id, row.state) for row in notices(store)] == [("5", None, HELD)]
    queue(store, at("03-19"))
    assert [(row.threshold, row.state) for row in notices(store)] == [("5", SUPERSEDED), ("1", HELD)]
    with reading(store) as session:
        assert held_notices(session) == [("示范区农业农村局没有在用的联络员", 1)]
    send(store, at("03-19", "10:00"))
    assert len(notices(store, HELD)) == 1
    newcomer = add_contact(store, "何新来")
    queue(store, at("03-19", "11:00"))
    assert not notices(store, HELD)
    assert [(row.threshold, row.user_id) for row in notices(store, PENDING)] == [("1", newcomer)]
    (held,) = notices(store, CANCELLED)
    assert held.outcome == "原先无人接收，已转给何新来。"


def test_a_held_reminder_whose_matter_is_settled_is_cancelled_with_the_reason(
    store: Store, cast: Cast
) -> None:
    change(store, DRAFTER, is_active=False)
    filing_id = filing_of(store, register_published(store)).id or 0
    queue(store, at("03-15"))
    move_filing(store, cast.clerk, filing_id, Move.SUBMIT, on=date(2026, 3, 15), now=at("03-15", "10:00"))
    queue(store, at("03-15", "11:00"))
    (held,) = notices(store, CANCELLED)
    assert held.outcome == "备案已报送或不再需要报送，无需提醒。"


def test_a_held_event_goes_to_whoever_is_there_later_if_it_is_still_true(store: Store, cast: Cast) -> None:
    change(store, DRAFTER, is_active=False)
    for day in ("03-06", "03-09"):
        filing_id = filing_of(store, register_published(store, f"示范区{day}办法")).id or 0
        for actor, move in ((cast.clerk, Move.SUBMIT), (cast.clerk, Move.DEFER)):
            move_filing(store, actor, filing_id, move, on=at(day).date(), reason="缺说明", now=at(day))
    move_filing(store, cast.clerk, filing_id, Move.SUBMIT, on=at("03-10").date(), now=at("03-10"))
    assert [row.kind for row in notices(store, HELD)] == ["filing_deferred", "filing_deferred"]
    change(store, DRAFTER, is_active=True)
    queue(store, at("03-10", "10:00"))
    assert not notices(store, HELD)
    deferred = [row for row in notices(store) if row.kind == "filing_deferred"]
    assert [(row.user_id, row.state, row.outcome) for row in deferred] == [
        (None, CANCELLED, "原先无人接收，已转给周起草。"),
        (None, CANCELLED, "该事项已经办理，无需再通知。"),
        (DRAFTER, PENDING, ""),
    ]


def test_a_reminder_is_held_again_when_everybody_has_left_again(store: Store) -> None:
    change(store, DRAFTER, is_active=False)
    register_published(store)
    queue(store, at("03-15"))
    change(store, DRAFTER, is_active=True)
    queue(store, at("03-15", "10:00"))
    change(store, DRAFTER, is_active=False)
    queue(store, at("03-15", "11:00"))
    assert [row.threshold for row in notices(store, HELD)] == ["5"]


def test_an_office_without_clerks_tells_its_leads_and_one_without_anybody_holds(
    store: Store, cast: Cast
) -> None:
    filing_id = filing_of(store, register_published(store)).id or 0
    move_filing(store, cast.drafter, filing_id, Move.SUBMIT, on=date(2026, 3, 6), now=at("03-06"))
    change(store, CLERK, is_active=False)
    queue(store, at("03-08"))
    assert [row for row in told(store, PENDING) if row[0] == "step_due"] == [("step_due", "5", LEAD)]
    change(store, LEAD, is_active=False)
    queue(store, at("03-12"))
    assert [(row.kind, row.threshold) for row in notices(store, HELD)] == [("step_due", "1")]
    with reading(store) as session:
        assert held_notices(session) == [("法制机构没有在用的经办人和负责人", 1)]


def test_two_clocks_at_once_give_a_held_notice_once(store: Store, cast: Cast) -> None:
    change(store, DRAFTER, is_active=False)
    for n in range(5):
        filing_id = filing_of(store, register_published(store, f"示范区第{n}号办法")).id or 0
        for move in (Move.SUBMIT, Move.DEFER):
            move_filing(store, cast.clerk, filing_id, move, on=date(2026, 3, 6), reason="缺", now=at("03-06"))
    change(store, DRAFTER, is_active=True)
    barrier = Barrier(3)

    def tick() -> None:
        barrier.wait()
        queue(store, at("03-06", "11:00"))

    threads = [Thread(target=tick) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(store) as session:
        to_drafter = session.exec(select(Notice).where(Notice.user_id == DRAFTER)).all()
    assert len(to_drafter) == 5
    assert not notices(store, HELD)
