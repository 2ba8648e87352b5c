"""A week in which nothing ran: afterwards everybody is told once, and only what is newest."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from time_machine import Traveller

from registry.storage.engine import Store
from tests.cast import NOW
from tests.jobs.office_days import register_published
from tests.journeys.paperwork import at, inbox, move, run, text_of

Enter = Callable[[str], FlaskClient]


def _tick(store: Store, day: str, clock: str) -> tuple[int, int]:
    """One round of the clock's jobs: how many notices were queued, how many told."""
    queued = run(store, "queue_notices", at(day, clock))["n_queued"]
    return queued, sum(run(store, "send_notices", at(day, clock)).values())


def test_after_seven_silent_days_each_person_is_told_once(
    store: Store, enter: Enter, clock: Traveller
) -> None:
    register_published(store, "示范区秸秆综合利用管理办法", now=NOW)  # to be filed by 2026-03-20
    filed = register_published(store, "示范区渔船停泊管理办法", now=NOW)
    for day in ("2026-03-14", "2026-03-15"):
        _tick(store, day, "09:00")
    clock.move_to(at("2026-03-15", "09:05"))
    assert len(inbox(enter("drafter"))) == 2  # five days left, one for each

    clock.move_to(at("2026-03-16"))
    drafter = enter("drafter")
    move(drafter, filed, "submit")
    move(enter("clerk"), filed, "register")  # or its formal check would be due on 2026-03-23

    clock.move_to(at("2026-03-22", "23:00"))
    assert _tick(store, "2026-03-22", "23:00")[0] == 1
    for hours in range(3):
        assert run(store, "queue_notices", at("2026-03-22", "23:10") + timedelta(hours=hours)) == {
            "n_queued": 0,
            "n_superseded": 0,
        }
    clock.move_to(at("2026-03-23", "09:00"))
    drafter = enter("drafter")
    subjects = inbox(drafter)
    assert sum("秸秆" in subject for subject in subjects) == 2
    assert "已逾期2日" in subjects[0]
    assert not any("渔船" in subject and "逾期" in subject for subject in subjects)
    log = text_of(enter("clerk").get("/desk/notices/sending?state=superseded"))
    assert "已由新提醒代替" in log
    today = text_of(enter("clerk").get("/desk/"))
    assert "制定机关逾期（1件）" in today
