"""The clock opens evaluations and reminds of them: before, on the day, and late up the ladder."""

from datetime import date

from registry.domain.notices import NoticeState
from registry.jobs import run_job
from registry.storage.engine import Store
from tests.actions.evaluations.test_answer_evaluation import answer
from tests.actions.evaluations.test_open_evaluations import lapsing
from tests.cast import Cast
from tests.jobs.office_days import at, notices, office, queue


def test_it_reminds_until_it_is_answered(store: Store, cast: Cast) -> None:
    lapsing(store, date(2026, 9, 5))
    report = run_job(office(store), "open_evaluations", at("03-05"))
    assert report is not None
    due = [at("06-04"), at("06-05"), at("06-13")]
    for now in due:
        queue(store, now)
    told = [(row.kind, row.threshold, row.user_id) for row in notices(store) if row.subject == "evaluation"]
    assert ("evaluation_opened", "", 1) in told
    assert ("evaluation_due", "1", 1) in told
    assert ("evaluation_due", "0", 1) in told
    assert ("evaluation_overdue", "late-7", 3) in told, "the clerks hear of what is late"
    answer(store, cast.drafter)
    queue(store, at("06-21"))
    late = [row for row in notices(store, NoticeState.PENDING) if row.threshold == "late-14"]
    assert not late
