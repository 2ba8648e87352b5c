"""The preview of a move says what the move then does."""

from datetime import date, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from registry.actions.filings.preview_move import preview_move
from registry.domain.errors import Refusal
from registry.domain.filings import FilingState, Move
from registry.domain.notices import NoticeKind, NoticeState
from registry.domain.roles import Role
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import Filing
from registry.storage.notices import Notice, queue_notices
from registry.storage.people import User
from tests.building.filings import TODAY, filing_in, make_move, owed_filing
from tests.cast import HASH, NOW, Cast


@pytest.mark.parametrize(
    "story",
    [
        "submit register start_review opine answer correct",
        "submit defer",
        "submit refuse",
        "submit register start_review pass",
    ],
)
def test_it_says_what_the_move_then_does(store: Store, cast: Cast, now: datetime, story: str) -> None:
    filing_id = owed_filing(store)
    for name in story.split():
        seen = preview_move(store, filing_id, Move(name), on=TODAY)
        filing = make_move(store, cast.lead, filing_id, name, now)
        assert (seen.after, seen.step_due_on) == (filing.state, filing.step_due_on)


def test_the_sentences_name_who_is_told_and_how_late_it_is(store: Store) -> None:
    sentences = preview_move(store, owed_filing(store), Move.SUBMIT, on=TODAY).effects()
    assert "时限认定：逾期9日报送。" in sentences
    assert "立即通知2人：陈经办、林负责。" in sentences
    assert any("2026年3月12日" in sentence for sentence in sentences)


def test_it_refuses_a_move_that_the_table_does_not_have(store: Store) -> None:
    with pytest.raises(Refusal):
        preview_move(store, owed_filing(store), Move.PASS, on=date(2026, 3, 5))


def told_by(store: Store, cast: Cast, now: datetime, filing_id: int, name: str) -> tuple[set[str], set[str]]:
    """(who the preview says is told, who then has a new notice)."""
    with reading(store) as session:
        before = session.exec(select(sa.func.max(Notice.id))).one() or 0
    seen = preview_move(store, filing_id, Move(name), on=TODAY)
    make_move(store, cast.lead, filing_id, name, now)
    with reading(store) as session:
        query = select(User.name).join(Notice, col(Notice.user_id) == col(User.id)).where(Notice.id > before)
        waiting = query.where(Notice.state == NoticeState.PENDING)
        return set(seen.told), set(session.exec(waiting))


def test_it_names_the_deputy_of_who_is_absent(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = filing_in(store, FilingState.SUBMITTED)
    with transaction(store) as session:
        deputy = User(
            login="deputy",
            name="李代收",
            role=Role.CONTACT,
            authority_id=cast.authority_id,
            is_head=True,
            password_hash=HASH,
            created_at=NOW,
        )
        session.add(deputy)
        session.flush()
        absent = session.get_one(User, cast.drafter.user_id)
        absent.absent_from = absent.absent_until = TODAY
        absent.deputy_id = deputy.id
        session.add(absent)
    assert told_by(store, cast, now, filing_id, "register") == ({"李代收（代周起草）"}, {"李代收"})


def remind_clerk(store: Store, cast: Cast, now: datetime, filing_id: int) -> None:
    with transaction(store) as session:
        queue_notices(
            session,
            NoticeKind.STEP_DUE,
            "filing",
            filing_id,
            [session.get_one(User, cast.clerk.user_id)],
            threshold="5",
            due_on=session.get_one(Filing, filing_id).step_due_on,
            facts={},
            now=now,
        )


def test_of_an_extension_it_names_who_was_told_the_old_day_besides(
    store: Store, cast: Cast, now: datetime
) -> None:
    filing_id = filing_in(store, FilingState.UNDER_REVIEW)
    remind_clerk(store, cast, now, filing_id)
    assert told_by(store, cast, now, filing_id, "extend") == ({"周起草", "陈经办"},) * 2


def test_an_authority_without_a_contact_is_named_beside_who_is_told(
    store: Store, cast: Cast, now: datetime
) -> None:
    filing_id = filing_in(store, FilingState.UNDER_REVIEW)
    with transaction(store) as session:
        contact = session.get_one(User, cast.drafter.user_id)
        contact.is_active = False
        session.add(contact)
    remind_clerk(store, cast, now, filing_id)
    sentences = preview_move(store, filing_id, Move.EXTEND, on=TODAY).effects()
    assert "立即通知1人：陈经办。" in sentences
    assert "制定机关现在没有人能收到通知：通知留存，有人负责后自动转给。" in sentences
