"""The page of a filing says who is told of its deadline, when, and what came of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from flask.testing import FlaskClient

from registry.domain.roles import Role
from registry.jobs import run_job
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import Filing
from registry.storage.people import User
from registry.storage.rulebook import load_rulebook
from registry.web.desk.filings.climb import ClimbStep, climbs_of
from tests.building.filings import owed_filing, submitted_filing
from tests.cast import NOW, Cast
from tests.jobs.office_days import office

SignIn = Callable[[str], FlaskClient]


def steps(store: Store, filing_id: int, today: date) -> list[ClimbStep]:
    with reading(store) as session:
        (climb,) = climbs_of(session, load_rulebook(session), session.get_one(Filing, filing_id), today)
    return list(climb.steps)


def add_head(store: Store, authority_id: int) -> None:
    with transaction(store) as session:
        session.add(
            User(
                login="head", name="王分管", role=Role.CONTACT, authority_id=authority_id, is_head=True,
                password_hash="-", created_at=NOW,
            )
        )  # fmt: skip


def test_the_whole_climb_is_said_before_it_begins(store: Store, cast: Cast) -> None:
    filing_id = owed_filing(store)
    with transaction(store) as session:
        filing = session.get_one(Filing, filing_id)
        filing.due_on = date(2026, 3, 20)
        authority_id = filing.authority_id
    add_head(store, authority_id)
    told = [
        (step.when, str(step.on), step.whom, step.outcome) for step in steps(store, filing_id, NOW.date())
    ]
    assert told[1:] == [
        ("逾期7日", "2026-03-27", "分管负责人（王分管）", "将告知"),
        ("逾期7日", "2026-03-27", "法制机构经办人（陈经办）", "将告知"),
        ("逾期14日", "2026-04-03", "法制机构负责人（林负责）", "将告知"),
    ]
    assert told[0][0] == "期满前5日、前1日、当日，逾期后每7日"


def test_what_was_told_says_when_and_to_whom(store: Store, cast: Cast) -> None:
    filing_id = submitted_filing(store)  # the formal check is due on 2026-03-12
    for day in (19, 26):
        assert not run_job(office(store), "queue_notices", datetime(2026, 3, day, 2, tzinfo=UTC)).error
    own, leads = steps(store, filing_id, date(2026, 3, 26))
    assert (own.outcome, own.tone) == ("最近一次2026年3月26日提醒", "done")
    assert (leads.when, leads.outcome) == ("逾期14日", "已于2026年3月26日告知林负责")


def test_an_audience_without_people_is_said_to_be_empty(store: Store, cast: Cast) -> None:
    filing_id = owed_filing(store)
    heads = steps(store, filing_id, NOW.date())[1]
    assert (heads.whom, heads.outcome) == ("分管负责人", "没有在用的人员，不另告知")


def test_the_page_shows_it(sign_in: SignIn, store: Store, cast: Cast) -> None:
    text = sign_in("clerk").get(f"/desk/filings/{submitted_filing(store)}").text
    for words in ("提醒和逾期告知：形式审查", "法制机构经办人（陈经办）", "逾期14日"):
        assert words in text
