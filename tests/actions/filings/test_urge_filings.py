"""Urging authorities about overdue filings: one notice an authority, once a day a filing, nobody passed over."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from registry.actions.authorities.add_authority import insert_authority
from registry.actions.filings.urge_filings import plan_urges, urge_filings
from registry.domain.authorities import AuthorityKind
from registry.domain.errors import Denied
from registry.domain.notices import NoticeKind, NoticeState
from registry.domain.roles import Role
from registry.jobs._held import settle_held
from registry.storage.audit import entries_about
from registry.storage.engine import Store, reading, transaction
from registry.storage.filing_urges import FilingUrge, urges_of
from registry.storage.notices import Notice
from registry.storage.people import User
from tests.building.concurrent_acts import check_sound, perform_at_once
from tests.building.documents import register
from tests.building.filings import filing_of, make_move, owed_filing, submitted_filing
from tests.cast import HASH, NOW, Cast


def notices(store: Store) -> list[Notice]:
    with reading(store) as session:
        query = select(Notice).where(Notice.kind == NoticeKind.FILING_URGED).order_by(col(Notice.id))
        return list(session.exec(query).all())


def owed_by(store: Store, cast: Cast, authority_id: int, n: int = 9) -> int:
    doc_no = f"示镇〔2026〕{n}号"
    title = f"示范区青石镇办法之{n}"
    return filing_of(
        store, register(store, cast.clerk, NOW, authority_id=authority_id, doc_no=doc_no, title=title)
    )


def test_each_authority_gets_one_notice_that_lists_its_filings(
    store: Store, cast: Cast, now: datetime
) -> None:
    own = [owed_filing(store, n) for n in (1, 2)]
    other = owed_by(store, cast, cast.other_authority_id)
    plan = urge_filings(store, cast.clerk, [*own, other], now=now)
    assert plan.n_filings == 3
    assert [(urge.authority, len(urge.filings)) for urge in plan.told] == [
        ("示范区农业农村局", 2),
        ("示范区青石镇人民政府", 1),
    ]
    to_drafter, to_stranger = notices(store)
    assert (to_drafter.user_id, to_stranger.user_id) == (cast.drafter.user_id, cast.stranger.user_id)
    assert to_drafter.facts["filings"].count("已逾期9日") == 2
    assert to_drafter.is_urgent
    with reading(store) as session:
        (urge,) = urges_of(session, other)
        (line,) = entries_about(session, "filings")
    assert (urge.on.isoformat(), urge.by) == ("2026-03-05", "陈经办（clerk）")
    assert sorted(line.fields["filing_ids"]) == sorted([*own, other])
    check_sound(store)


def test_a_second_urge_on_the_same_day_has_no_effect_and_says_so(
    store: Store, cast: Cast, now: datetime
) -> None:
    one, two = owed_filing(store, 1), owed_filing(store, 2)
    urge_filings(store, cast.clerk, [one], now=now)
    again = urge_filings(store, cast.lead, [one, two], now=now + timedelta(hours=3))
    assert [filing.id for filing in again.already] == [one]
    assert again.n_filings == 1
    assert len(notices(store)) == 2
    urge_filings(store, cast.clerk, [one], now=now + timedelta(days=1))
    with reading(store) as session:
        assert [urge.on.day for urge in urges_of(session, one)] == [5, 6]


def test_two_clerks_at_once_urge_once(store: Store, cast: Cast, now: datetime) -> None:
    ids = [owed_filing(store, n) for n in (1, 2, 3)]
    plans = perform_at_once([lambda: urge_filings(store, cast.clerk, ids, now=now)] * 4)
    assert sorted(plan.n_filings for plan in plans) == [0, 0, 0, 3]
    assert len(notices(store)) == 1
    check_sound(store)


def lonely_filing(store: Store, cast: Cast) -> tuple[int, int]:
    """(an authority without a contact, an overdue filing of it)."""
    with transaction(store) as session:
        lonely = insert_authority(
            session,
            name="示范区白石镇人民政府",
            kind=AuthorityKind.TOWNSHIP,
            code="baishi",
            needs_review=False,
        )
        lonely_id = lonely.id or 0
    return lonely_id, owed_by(store, cast, lonely_id)


def add_contact(store: Store, authority_id: int) -> None:
    with transaction(store) as session:
        session.add(
            User(
                login="white",
                name="白联络",
                role=Role.CONTACT,
                authority_id=authority_id,
                password_hash=HASH,
                created_at=NOW,
            )
        )


def test_an_authority_without_a_contact_is_named_and_its_notice_held(
    store: Store, cast: Cast, now: datetime
) -> None:
    lonely_id, filing_id = lonely_filing(store, cast)
    for _ in range(2):
        plan = urge_filings(store, cast.clerk, [filing_id], now=now)
        assert [urge.authority for urge in plan.held] == ["示范区白石镇人民政府"]
        assert plan.told == []
    (held,) = notices(store)
    assert (held.state, held.user_id) == (NoticeState.HELD, None)
    with reading(store) as session:
        assert (
            urges_of(session, filing_id) == []
        )  # nobody was urged: as soon as there is a contact, it may be
    add_contact(store, lonely_id)
    with transaction(store) as session:
        settle_held(session, now)
    given = [notice for notice in notices(store) if notice.state == NoticeState.PENDING]
    assert [notice.facts["n_filings"] for notice in given] == ["1"]


def test_a_held_urge_is_not_given_once_its_filing_was_submitted(
    store: Store, cast: Cast, now: datetime
) -> None:
    lonely_id, filing_id = lonely_filing(store, cast)
    urge_filings(store, cast.clerk, [filing_id], now=now)
    make_move(store, cast.clerk, filing_id, "submit", now)
    add_contact(store, lonely_id)
    with transaction(store) as session:
        settle_held(session, now)
    (held,) = notices(store)
    assert held.state == NoticeState.CANCELLED
    assert "已有变化" in held.outcome


def held_ids(store: Store) -> list[str]:
    return [notice.facts["filing_ids"] for notice in notices(store) if notice.state == NoticeState.HELD]


def test_a_newer_held_urge_takes_over_the_older_with_all_that_is_still_overdue(
    store: Store, cast: Cast, now: datetime
) -> None:
    lonely_id, first = lonely_filing(store, cast)
    second, third = owed_by(store, cast, lonely_id, 10), owed_by(store, cast, lonely_id, 11)
    urge_filings(store, cast.clerk, [first], now=now)
    plan = urge_filings(store, cast.clerk, [first, second], now=now)
    assert [len(urge.filings) for urge in plan.held] == [2]
    assert held_ids(store) == [f"{first},{second}"]
    urge_filings(store, cast.clerk, [third], now=now)
    assert held_ids(store) == [f"{first},{second},{third}"]
    make_move(store, cast.clerk, second, "submit", now)
    urge_filings(store, cast.clerk, [first], now=now)
    assert held_ids(store) == [f"{first},{third}"]
    urge_filings(store, cast.clerk, [third], now=now + timedelta(days=1))
    assert held_ids(store) == [f"{first},{third}"]
    older = [notice.state for notice in notices(store) if notice.state != NoticeState.HELD]
    assert older == [NoticeState.SUPERSEDED] * 4
    add_contact(store, lonely_id)
    with transaction(store) as session:
        settle_held(session, now + timedelta(days=2))
    (given,) = [notice for notice in notices(store) if notice.state == NoticeState.PENDING]
    assert "已逾期10日" in given.facts["filings"]


def test_a_held_urge_that_was_given_counts_as_the_urge_of_that_day(
    store: Store, cast: Cast, now: datetime
) -> None:
    lonely_id, first = lonely_filing(store, cast)
    second = owed_by(store, cast, lonely_id, 10)
    urge_filings(store, cast.clerk, [first], now=now)
    add_contact(store, lonely_id)
    with transaction(store) as session:
        settle_held(session, now)
    plan = urge_filings(store, cast.clerk, [first, second], now=now)
    assert ([filing.id for filing in plan.already], plan.n_filings) == ([first], 1)
    given = [notice.facts["filing_ids"] for notice in notices(store) if notice.user_id]
    assert given == [str(first), str(second)]


def test_an_urge_that_reaches_a_new_contact_takes_over_the_held_one(
    store: Store, cast: Cast, now: datetime
) -> None:
    lonely_id, first = lonely_filing(store, cast)
    second = owed_by(store, cast, lonely_id, 10)
    urge_filings(store, cast.clerk, [first], now=now)
    add_contact(store, lonely_id)
    plan = urge_filings(store, cast.clerk, [second], now=now)
    assert plan.n_filings == 2
    with transaction(store) as session:
        settle_held(session, now)
    assert [notice.facts["n_filings"] for notice in notices(store) if notice.user_id] == ["2"]


def test_only_what_is_overdue_and_the_authoritys_is_urged(store: Store, cast: Cast, now: datetime) -> None:
    submitted = submitted_filing(store, 1)
    upward = filing_of(store, register(store, cast.clerk, now, authority_id=cast.government_id))
    early = owed_filing(store, 2)
    plan = plan_urges(store, cast.clerk, [submitted, upward, early, 999], now=now - timedelta(days=20))
    assert plan.n_filings == 0
    reasons = {filing.id: filing.why_not for filing in plan.refused}
    assert "等待法制机构形式审查" in reasons[submitted]
    assert "不用催制定机关" in reasons[upward]
    assert "还没有逾期" in reasons[early]


def test_who_does_not_examine_filings_urges_nobody(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = owed_filing(store)
    for actor in (cast.drafter, cast.admin, cast.auditor, cast.visitor):
        with pytest.raises(Denied):
            urge_filings(store, actor, [filing_id], now=now)
    assert notices(store) == []


def test_many_filings_are_urged_with_statements_that_grow_with_the_authorities_only(
    store: Store, cast: Cast, now: datetime
) -> None:
    first = owed_filing(store, 1)
    with transaction(store) as session:
        session.add(
            User(
                login="second",
                name="郑二",
                role="contact",
                authority_id=2,
                password_hash=HASH,
                created_at=now,
            )
        )
    counts = []
    for ids in ([first], [owed_filing(store, n) for n in range(2, 30)]):
        asked: list[str] = []
        listener = lambda *args, asked=asked: asked.append(args[2])  # noqa: E731
        sa.event.listen(store.engine, "before_cursor_execute", listener)
        urge_filings(store, cast.clerk, ids, now=now)
        sa.event.remove(store.engine, "before_cursor_execute", listener)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 2
    with reading(store) as session:
        assert session.exec(select(sa.func.count()).select_from(FilingUrge)).one() == 29
