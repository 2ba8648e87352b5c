"""今日: each of the cast sees what waits for them."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from registry.actions.cleanups.discard_draft import discard_draft
from registry.actions.cleanups.prepare_round import prepare_due_rounds, prepare_own_round
from registry.actions.filings.move_filing import move_filing
from registry.actions.office.edit_settings import edit_settings
from registry.actions.papers.make_paper import make_paper
from registry.domain.documents import Dates
from registry.domain.filings import FilingState, Move
from registry.domain.instants import SHANGHAI
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import CLOCK, OPERATOR
from registry.jobs import JOBS, run_job
from registry.jobs.office import Office
from registry.storage import office
from registry.storage.engine import Store, transaction
from registry.storage.people import User
from tests.building.documents import register
from tests.building.filings import (
    REASON,
    TODAY,
    answered_filing,
    filing_in,
    filing_of,
    make_move,
    owed_filing,
    submitted_filing,
)
from tests.cast import NOW, Cast

SignIn = Callable[[str], FlaskClient]


def agenda(sign_in: SignIn, name: str) -> str:
    answer = sign_in(name).get("/desk/")
    assert answer.status_code == 200
    return answer.text


def test_with_nothing_to_do_it_says_so_and_what_comes_next(sign_in: SignIn, store: Store, cast: Cast) -> None:
    edit_settings(store, OPERATOR, {"first_cleanup_due_on": "2027-12-31"}, now=NOW)
    text = agenda(sign_in, "drafter")
    assert "今天没有需要办理的事项" in text
    assert "下一次集中清理：2027年12月31日前" in text


def test_on_the_first_day_it_leads_the_office_to_the_import(sign_in: SignIn, store: Store) -> None:
    assert 'href="/desk/intakes/upload"' in agenda(sign_in, "clerk")
    assert 'href="/desk/intakes/upload"' not in agenda(sign_in, "drafter")


def test_a_late_filing_stands_first_with_its_one_step_and_the_rule_once(
    sign_in: SignIn, store: Store
) -> None:
    filing_id = owed_filing(store)
    owed_filing(store, 4)
    drafter, clerk = agenda(sign_in, "drafter"), agenda(sign_in, "clerk")
    for text in (drafter, clerk):
        assert "已逾期9日" in text
        assert "顺延至2026年2月24日" not in text  # that is the filing's page to say
        assert text.count("政府备案：自公布之日起15日，期满遇休息日顺延；依据：") == 1
        assert f"/desk/filings/{filing_id}/submit" in text
    assert "逾期（2件）" in drafter
    assert ">报送备案<" in drafter
    assert "制定机关逾期（2件）" in clerk
    assert '制定机关报送备案 <small class="muted">自2026年2月2日起' in clerk
    assert ">代录报送<" in clerk


def test_who_may_only_read_is_offered_nothing_but_to_look(sign_in: SignIn, store: Store) -> None:
    filing_id = owed_filing(store)
    for name in ("admin", "auditor"):
        text = agenda(sign_in, name)
        assert ">查看<" in text
        assert f"/desk/filings/{filing_id}/submit" not in text


def test_a_stranger_sees_nothing_of_another_authority(sign_in: SignIn, store: Store) -> None:
    owed_filing(store)
    text = agenda(sign_in, "stranger")
    assert "农机购置" not in text
    assert "今天没有需要办理的事项" in text


def test_what_is_due_within_a_fortnight_is_told_the_nearest_first(sign_in: SignIn, store: Store) -> None:
    near = Dates(published_on=date(2026, 2, 22), effective_on=date(2026, 2, 22))  # due on 03-09
    far = Dates(published_on=date(2026, 3, 4), effective_on=date(2026, 3, 4))  # due on 03-19
    register(store, OPERATOR, NOW, title="快到期的办法", doc_no="示农〔2026〕8号", dates=near)
    register(store, OPERATOR, NOW, title="还早的办法", doc_no="示农〔2026〕9号", dates=far)
    text = agenda(sign_in, "clerk")
    assert "15日内到期（2件）" in text
    assert "还有4日（含2个工作日）" in text
    assert text.index("快到期的办法") < text.index("还早的办法")


def test_the_office_has_its_steps(sign_in: SignIn, store: Store) -> None:
    submitted, reviewed = submitted_filing(store, 1), submitted_filing(store, 2)
    move_filing(store, OPERATOR, reviewed, Move.REGISTER, on=TODAY, now=NOW)
    move_filing(store, OPERATOR, reviewed, Move.START_REVIEW, on=TODAY, now=NOW)
    lead, clerk = agenda(sign_in, "lead"), agenda(sign_in, "clerk")
    assert f'href="/desk/filings/{submitted}">形式审查' in clerk
    assert "等您办理（1件）" in clerk
    assert f'href="/desk/filings/{reviewed}">审查<' in clerk
    assert f'href="/desk/filings/{reviewed}">提出审查结论' in lead
    assert "法制机构负责人提出审查结论" not in lead


def test_what_waits_for_others_says_for_whom_and_since_when(sign_in: SignIn, store: Store) -> None:
    opined, answered = answered_filing(store, 1, upto="opine"), answered_filing(store, 2)
    drafter, clerk, lead = (agenda(sign_in, name) for name in ("drafter", "clerk", "lead"))
    assert "等本机关办理（1件）" in drafter
    assert f"/desk/filings/{opined}/answer" in drafter
    assert "等法制机构办理（1件）" in drafter
    assert "等他人办理（2件）" in clerk
    assert '制定机关反馈处理情况 <small class="muted">自2026年3月5日起' in clerk
    assert '法制机构负责人确认处理结果 <small class="muted">自2026年3月5日起' in clerk
    assert "等您办理（1件）" in lead
    assert f'href="/desk/filings/{answered}">确认处理结果' in lead


def test_a_stopped_review_clock_says_what_is_left_of_it(sign_in: SignIn, store: Store) -> None:
    filing_in(store, FilingState.OPINION)
    assert "审查计时停止，还剩30日" in agenda(sign_in, "clerk")
    assert "审查计时停止，还剩30日" in agenda(sign_in, "drafter")


def test_a_correction_that_is_due_has_its_own_section_until_it_is_confirmed(
    sign_in: SignIn, store: Store
) -> None:
    filing_id = filing_in(store, FilingState.UNDER_REVIEW)
    due_on = date(2026, 3, 20)
    move_filing(store, OPERATOR, filing_id, Move.OPINE, on=TODAY, reason=REASON, correct_by=due_on, now=NOW)
    text = agenda(sign_in, "drafter")
    assert "改正期限（1件）" in text
    assert "还有15日（含11个工作日）" in text
    make_move(store, OPERATOR, filing_id, "answer", NOW)
    assert "改正期限（1件）" in agenda(sign_in, "lead")
    browser = sign_in("clerk")
    assert "共1件" in browser.get("/desk/filings/?timing=correction").text
    make_move(store, OPERATOR, filing_id, "accept", NOW)
    assert "改正期限（" not in agenda(sign_in, "lead")


def test_what_went_upward_waits_for_the_upper_reviewer(sign_in: SignIn, store: Store, cast: Cast) -> None:
    filing_id = filing_of(store, register(store, OPERATOR, NOW, authority_id=cast.government_id))
    assert "法制机构逾期（2件）" in agenda(sign_in, "clerk")
    make_move(store, OPERATOR, filing_id, "submit", NOW)
    text = agenda(sign_in, "clerk")
    assert "等上级备案机关（1件）" in text
    assert "上级备案机关形式审查" in text


@pytest.mark.parametrize("name", ["drafter", "clerk", "lead", "admin"])
def test_a_section_that_is_cut_leads_to_the_whole_of_it(sign_in: SignIn, store: Store, name: str) -> None:
    for n in range(1, 13):
        owed_filing(store, n)
    for n in range(13, 25):
        answered_filing(store, n, upto="opine")
    browser = sign_in(name)
    links = re.findall(r'<a href="(/desk/filings/\?[^"]+)">全部(\d+)件', browser.get("/desk/").text)
    assert len(links) == 2
    for address, number in links:
        assert f"共{number}件" in browser.get(address.replace("&amp;", "&")).text


def test_missing_dates_are_counted(sign_in: SignIn, store: Store) -> None:
    dates = Dates(signed_on=date(2026, 2, 1))
    register(store, OPERATOR, NOW, is_published=True, dates=dates)
    text = agenda(sign_in, "clerk")
    assert "件备案缺公布日期" in text
    assert "<b>2</b>处疑点待核，其中2处要紧" in text
    assert "<b>2</b>处疑点待核" in agenda(sign_in, "drafter")
    assert "疑点" not in agenda(sign_in, "stranger")


def test_what_lapses_within_half_a_year_is_listed_by_its_last_day(sign_in: SignIn, store: Store) -> None:
    dates = Dates(published_on=date(2025, 2, 2), effective_on=date(2025, 2, 2), valid_until=date(2026, 9, 1))
    register(store, OPERATOR, NOW, title="将届满的办法", dates=dates)
    text = agenda(sign_in, "drafter")
    assert "有效期半年内届满（1件）" in text
    assert "还有180日" in text


@pytest.mark.parametrize(
    ("due_on", "sentence"), [("2026-05-01", "日后须完成集中清理"), ("2026-03-01", "集中清理已逾期4日")]
)
def test_the_next_cleanup_is_announced(sign_in: SignIn, store: Store, due_on: str, sentence: str) -> None:
    edit_settings(store, OPERATOR, {"first_cleanup_due_on": due_on}, now=NOW)
    assert sentence in agenda(sign_in, "clerk")
    assert "开展清理" in agenda(sign_in, "clerk")
    assert "开展清理" not in agenda(sign_in, "auditor")
    assert sentence not in agenda(sign_in, "drafter")  # not theirs to run


def test_a_prepared_round_stands_first_until_it_is_opened(sign_in: SignIn, store: Store, cast: Cast) -> None:
    edit_settings(store, OPERATOR, {"first_cleanup_due_on": "2026-05-01"}, now=NOW)
    prepare_due_rounds(store, CLOCK, NOW)
    own_id = prepare_own_round(store, cast.clerk, 2, date(2026, 12, 31), now=NOW)
    text = agenda(sign_in, "clerk")
    level = text.index("核对并开展“2026年度规范性文件定期清理”")
    assert level < text.index("草稿由系统准备，还没有通知任何机关") < text.index('id="cleanup"')
    assert f'href="/desk/cleanups/{own_id}/draft"' in text
    assert 'href="/desk/cleanups/open"' not in text, "the draft is opened, not another round"
    drafter = agenda(sign_in, "drafter")
    assert f'href="/desk/cleanups/{own_id}/draft"' in drafter
    assert "核对并开展“2026年度规范性文件定期清理”" not in drafter, "the office's draft is the office's"
    assert "/draft" not in agenda(sign_in, "stranger") + agenda(sign_in, "auditor")
    discard_draft(store, cast.clerk, own_id, version=None, now=NOW)
    assert f"/desk/cleanups/{own_id}/draft" not in agenda(sign_in, "clerk")


def test_the_list_of_last_year_is_owed_in_january_until_it_is_made(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    day = datetime(2027, 1, 20, 9, tzinfo=SHANGHAI)
    with time_machine.travel(day, tick=False):
        assert "年度规范性文件目录" not in agenda(sign_in, "clerk"), "nothing was published in 2026"
        register(store, cast.clerk, NOW)
        text = agenda(sign_in, "clerk")
        assert "2026年公布的规范性文件目录应于2027年1月31日前（含当日）" in text
        assert "还有11日" in text
        for name in ("drafter", "auditor"):
            assert "年度规范性文件目录" not in agenda(sign_in, name)
        assert sign_in("clerk").get("/desk/papers/make?kind=annual_list&subject=2026").status_code == 200
    later = day + timedelta(14)
    with time_machine.travel(later, tick=False):
        assert "已逾期3日" in agenda(sign_in, "clerk")
        make_paper(store, cast.clerk, PaperKind.ANNUAL_LIST, "2026", now=later)
        assert "年度规范性文件目录" not in agenda(sign_in, "clerk")


def test_silent_jobs_and_a_pause_are_said_to_the_office_only(sign_in: SignIn, store: Store) -> None:
    with transaction(store) as session:
        office.set_setting(session, "sending_paused_because", "从备份恢复后暂停")
    text = agenda(sign_in, "clerk")
    assert f"{len(JOBS)}项后台任务不正常" in text
    assert "从备份恢复后暂停" in text
    contact = agenda(sign_in, "drafter")
    assert "后台任务" not in contact
    assert "从备份恢复" not in contact


def test_jobs_that_ran_are_not_mentioned(sign_in: SignIn, store: Store) -> None:
    for job in JOBS:
        run_job(Office(store, "http://127.0.0.1:8000"), job.name, NOW)
    assert "后台任务" not in agenda(sign_in, "clerk")


def test_the_page_asks_as_many_questions_of_eleven_filings_as_of_thirty(
    sign_in: SignIn, store: Store
) -> None:
    asked: list[str] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    browser = sign_in("clerk")
    counts = []
    for n_filings in (range(11), range(11, 30)):
        for n in n_filings:
            owed_filing(store, n + 1)
        asked.clear()
        assert f"制定机关逾期（{n_filings[-1] + 1}件）" in browser.get("/desk/").text
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_lead_of_an_office_without_clerks_is_told_that_its_work_is_its_own(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    filing_id = filing_in(store, FilingState.REGISTERED)
    assert "等他人办理（1件）" in agenda(sign_in, "lead")
    with transaction(store) as session:
        clerk = session.get_one(User, cast.clerk.user_id)
        clerk.is_active = False
        session.add(clerk)
    text = agenda(sign_in, "lead")
    assert "等他人办理" not in text
    assert "等您办理（1件）" in text
    lists = [sign_in("lead").get(f"/desk/filings/?whose={whose}").text for whose in ("own", "others")]
    assert [f'href="/desk/filings/{filing_id}"' in text for text in lists] == [True, False]
