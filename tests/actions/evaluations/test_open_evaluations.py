"""Evaluations open when their time comes, once, also after days off; the life of a document overtakes them."""

from datetime import date
from threading import Barrier, Thread

from sqlmodel import col, select

from registry.actions.documents.record_event import record_event
from registry.actions.evaluations.open_evaluations import open_evaluations
from registry.domain.documents import Dates
from registry.domain.notices import NoticeKind
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind
from registry.storage.engine import Store, reading
from registry.storage.evaluations import Evaluation
from registry.storage.notices import Notice
from tests.building.documents import register_old, register_secret
from tests.jobs.office_days import at

BEGUN = date(2020, 5, 1)


def lapsing(store: Store, valid_until: date, title: str = "关于甲的通知", **fields: object) -> int:
    dates = Dates(published_on=BEGUN, effective_on=BEGUN, valid_until=valid_until)
    return register_old(store, title, dates=dates, **fields)  # type: ignore[arg-type]


def evaluations(store: Store) -> list[Evaluation]:
    with reading(store) as session:
        return list(session.exec(select(Evaluation).order_by(col(Evaluation.id))))


def test_it_opens_on_its_day_once_and_tells_the_authority(store: Store) -> None:
    document_id = lapsing(store, date(2026, 9, 30))
    register_secret(store)
    lapsing(store, date(2026, 10, 31), "关于乙的通知")
    assert open_evaluations(store, now=at("03-29", "23:59")) == (0, 0)
    assert open_evaluations(store, now=at("03-30", "00:00")) == (1, 0)
    assert open_evaluations(store, now=at("03-30")) == (0, 0)
    (evaluation,) = evaluations(store)
    assert (evaluation.document_id, evaluation.authority_id) == (document_id, 2)
    assert (evaluation.valid_until, evaluation.due_on) == (date(2026, 9, 30), date(2026, 6, 30))
    with reading(store) as session:
        kinds = session.exec(select(Notice.kind).where(Notice.subject == "evaluation")).all()
    assert kinds == [NoticeKind.EVALUATION_OPENED]


def test_days_off_open_everything_that_began_meanwhile(store: Store) -> None:
    for n, day in enumerate((date(2026, 9, 5), date(2026, 9, 12), date(2026, 9, 30)), 1):
        lapsing(store, day, f"关于第{n}件的通知")
    assert open_evaluations(store, now=at("03-20")) == (2, 0)


def test_the_authority_that_carries_the_document_out_evaluates_it(store: Store) -> None:
    lapsing(store, date(2026, 9, 5), implementing_authority="示范区青石镇人民政府")
    lapsing(store, date(2026, 9, 5), "关于乙的通知", implementing_authority="某某工作组")
    open_evaluations(store, now=at("03-20"))
    assert [row.authority_id for row in evaluations(store)] == [3, 2]


def test_an_extension_and_an_end_overtake_it_and_a_new_last_day_opens_another(store: Store) -> None:
    extended, ended = lapsing(store, date(2026, 9, 5)), lapsing(store, date(2026, 9, 6), "关于乙的通知")
    open_evaluations(store, now=at("03-20"))
    act = {"effective_on": date(2026, 4, 1), "source": "示政〔2026〕8号"}
    record_event(
        store,
        OPERATOR,
        extended,
        EventKind.EXTENDED,
        **act,  # type: ignore[arg-type]
        new_valid_until=date(2026, 12, 31),
        now=at("04-01"),
    )
    record_event(store, OPERATOR, ended, EventKind.REPEALED, **act, now=at("04-01"))  # type: ignore[arg-type]
    assert open_evaluations(store, now=at("04-02")) == (0, 2)
    assert [row.settled_as for row in evaluations(store)] == [
        "有效期已经变动，本次评估不再需要",
        "文件已于2026年4月1日废止",
    ]
    assert open_evaluations(store, now=at("06-30")) == (1, 0)
    assert evaluations(store)[-1].valid_until == date(2026, 12, 31)


def test_what_lapsed_is_settled_as_lapsed(store: Store) -> None:
    lapsing(store, date(2026, 9, 5))
    open_evaluations(store, now=at("03-20"))
    assert open_evaluations(store, now=at("09-05", "23:59")) == (0, 0)
    assert open_evaluations(store, now=at("09-06", "00:00")) == (0, 1)
    assert evaluations(store)[0].settled_as == "文件已于2026年9月6日失效"


def test_two_runs_at_once_open_it_once(store: Store) -> None:
    lapsing(store, date(2026, 9, 5))
    barrier = Barrier(2)

    def run() -> None:
        barrier.wait()
        open_evaluations(store, now=at("03-20"))

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(evaluations(store)) == 1
