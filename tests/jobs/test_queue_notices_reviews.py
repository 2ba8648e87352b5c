"""Reminders of 合法性审核: to the clerks before its period ends, to the leads when it is late, held where nobody is."""

from datetime import date

from registry.actions.documents.publish_document import publish_document
from registry.domain.legality_reviews import ReviewMove
from registry.domain.notices import NoticeKind, NoticeState
from registry.domain.roles import OPERATOR
from registry.storage.duties import duties_of
from registry.storage.engine import Store, reading, transaction
from registry.storage.people import User
from tests.building.reviews import move, ready_draft
from tests.cast import Cast
from tests.jobs.office_days import at, notices, queue, send

CLERK, LEAD = 3, 4
M = ReviewMove
BEFORE = at("03-02")


def sent(store: Store, cast: Cast) -> int:
    """A draft received on Monday 2026-03-02, due on Monday 2026-03-23."""
    document_id = ready_draft(store, cast.drafter, BEFORE)
    move(store, cast.drafter, document_id, M.SUBMIT, date(2026, 3, 2), now=BEFORE)
    return document_id


def reminded(store: Store, state: NoticeState | None = None) -> list[tuple[str, str, int | None]]:
    kinds = (NoticeKind.STEP_DUE, NoticeKind.STEP_OVERDUE)
    found = [notice for notice in notices(store, state) if notice.kind in kinds]
    return sorted((notice.kind, notice.threshold, notice.user_id) for notice in found)


def test_the_clerk_is_reminded_before_the_end_and_the_lead_when_it_is_late(store: Store, cast: Cast) -> None:
    one = sent(store, cast)
    queue(store, at("03-17"))
    assert reminded(store) == []
    queue(store, at("03-18"))
    assert reminded(store) == [("step_due", "5", CLERK)]
    queue(store, at("03-18"))
    assert len(reminded(store)) == 1
    queue(store, at("04-06"))
    assert ("step_overdue", "late-14", LEAD) in reminded(store, NoticeState.PENDING)
    facts = next(notice.facts for notice in notices(store) if notice.kind == "step_overdue")
    assert (facts["task"], facts["path"]) == ("受理合法性审核", f"/desk/documents/{one}/legality")


def test_a_question_ends_the_reminder_and_the_answer_moves_it(store: Store, cast: Cast) -> None:
    one = sent(store, cast)
    move(store, cast.clerk, one, M.ACCEPT, date(2026, 3, 3), now=at("03-03"))
    queue(store, at("03-18", "07:00"))
    move(store, cast.clerk, one, M.ASK, date(2026, 3, 18), now=at("03-18", "08:00"))
    send(store, at("03-18", "10:00"))
    assert reminded(store, NoticeState.CANCELLED) == [("step_due", "5", CLERK)]
    move(store, cast.drafter, one, M.ANSWER, date(2026, 3, 20), now=at("03-20"))
    queue(store, at("03-20", "12:00"))
    assert reminded(store, NoticeState.PENDING) == [("step_due", "5", CLERK)]


def test_what_nobody_gets_is_held_until_somebody_does_or_it_is_answered(store: Store, cast: Cast) -> None:
    with transaction(store) as session:
        for user_id in (CLERK, LEAD):
            session.get_one(User, user_id).is_active = False
    one = sent(store, cast)
    assert [notice.state for notice in notices(store)] == [NoticeState.HELD]
    move(store, OPERATOR, one, M.ACCEPT, date(2026, 3, 3), now=at("03-03"))
    queue(store, at("03-03", "12:00"))
    assert [notice.state for notice in notices(store)] == [NoticeState.CANCELLED]


def test_it_is_a_duty_of_whoever_acts_next(store: Store, cast: Cast) -> None:
    one = sent(store, cast)

    def duties() -> dict[str, list[tuple[str, bool]]]:
        with reading(store) as session:
            people = {
                "drafter": cast.drafter,
                "clerk": cast.clerk,
                "lead": cast.lead,
                "stranger": cast.stranger,
            }
            return {
                name: [
                    (duty.task, duty.is_own)
                    for duty in duties_of(session, person, date(2026, 3, 5), lapse_days=30)
                ]
                for name, person in people.items()
            }

    assert duties() == {
        "drafter": [("等法制机构受理合法性审核", False)],
        "clerk": [("受理合法性审核", True)],
        "lead": [("等法制机构受理合法性审核", False)],
        "stranger": [],
    }
    move(store, cast.clerk, one, M.ACCEPT, date(2026, 3, 3), now=at("03-03"))
    move(store, cast.clerk, one, M.ASK, date(2026, 3, 3), now=at("03-03"))
    assert duties()["drafter"] == [("答复合法性审核的问题", True)]
    move(store, cast.drafter, one, M.ANSWER, date(2026, 3, 4), now=at("03-04"))
    move(store, cast.clerk, one, M.PROPOSE, date(2026, 3, 4), now=at("03-04"), conclusion=M.FIND_LAWFUL)
    assert duties()["lead"] == [("签发合法性审核意见", True)]


def test_a_review_that_was_open_at_publication_reminds_nobody(store: Store, cast: Cast) -> None:
    one = sent(store, cast)
    queue(store, at("03-18", "07:00"))
    assert len(reminded(store, NoticeState.PENDING)) == 1
    day = date(2010, 1, 5)
    publish_document(store, cast.clerk, one, published_on=day, effective_on=None, now=at("03-18", "08:00"))
    send(store, at("03-18", "10:00"))
    assert reminded(store, NoticeState.PENDING) == []
    queue(store, at("04-06"))
    assert reminded(store, NoticeState.PENDING) == []
