"""The job reads uploaded intakes and writes ordered ones."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from registry.actions.intakes.order_intake import order_intake
from registry.actions.intakes.stage_intake import stage_intake
from registry.actions.intakes.upload_intake import upload_intake
from registry.domain.intakes import IntakeState, Options
from registry.domain.roles import Actor
from registry.jobs import work_intakes as module
from registry.jobs.office import Office
from registry.jobs.work_intakes import run
from registry.storage.audit import AuditEntry
from registry.storage.engine import Store, reading, transaction
from registry.storage.intakes import Intake
from tests.building.ledgers import ledger, stored_documents
from tests.cast import NOW, Cast

ROW = ("示范区农业农村局关于春耕的通知", "示农〔2019〕3号", "示范区农业农村局", "2019-05-06")


def state(store: Store, intake_id: int) -> str:
    with reading(store) as session:
        return session.get_one(Intake, intake_id).state


def test_an_upload_is_read_then_written_when_somebody_orders_it(store: Store, cast: Cast) -> None:
    office = Office(store, "http://example.cn")
    intake_id = upload_intake(store, cast.clerk, "台账.csv", [("台账.csv", ledger(ROW))], Options(), NOW)
    assert run(office, NOW).counts == {"n_staged": 1, "n_applied": 0}
    assert not run(office, NOW).did_something
    order_intake(store, cast.lead, intake_id)
    assert run(office, NOW).counts == {"n_staged": 0, "n_applied": 1}
    assert state(store, intake_id) == IntakeState.APPLIED
    with reading(store) as session:
        assert len(stored_documents(session)) == 1
        entry = session.exec(select(AuditEntry).where(AuditEntry.act == "apply_intake")).one()
        assert entry.actor == cast.lead.name


def test_an_intake_whose_reader_was_killed_is_read_again_after_ten_minutes(store: Store, cast: Cast) -> None:
    office = Office(store, "http://example.cn")
    intake_id = upload_intake(store, cast.clerk, "台账.csv", [("台账.csv", ledger(ROW))], Options(), NOW)
    with transaction(store) as session:
        intake = session.get_one(Intake, intake_id)
        intake.state = IntakeState.STAGING
        intake.options = replace(intake.options, busy_until=NOW + timedelta(minutes=10))
        session.add(intake)
    assert not run(office, NOW).did_something
    assert run(office, NOW + timedelta(minutes=11)).counts["n_staged"] == 1
    assert state(store, intake_id) == IntakeState.STAGED


def test_an_intake_that_another_process_took_meanwhile_gets_no_problem(
    store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake_id = upload_intake(store, cast.clerk, "台账.csv", [("台账.csv", ledger(ROW))], Options(), NOW)

    def stage(store: Store, actor: Actor, intake_id: int, now: datetime) -> dict[str, int]:
        stage_intake(
            store, actor, intake_id, now, lambda *_: stage_intake(store, actor, intake_id, now) and None
        )
        return {}

    monkeypatch.setattr(module, "stage_intake", stage)
    run(Office(store, "http://example.cn"), NOW)
    with reading(store) as session:
        assert session.get_one(Intake, intake_id).problem == ""


def test_an_intake_that_raises_holds_up_none_behind_it(
    store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [
        upload_intake(store, cast.clerk, "台账.csv", [("台账.csv", ledger(ROW))], Options(), NOW)
        for _ in "甲乙"
    ]

    def stage(store: Store, actor: Actor, intake_id: int, now: datetime) -> dict[str, int]:
        if intake_id == ids[0]:
            raise ZeroDivisionError
        return stage_intake(store, actor, intake_id, now)

    monkeypatch.setattr(module, "stage_intake", stage)
    with pytest.raises(ZeroDivisionError):
        run(Office(store, "http://example.cn"), NOW)
    assert state(store, ids[1]) == IntakeState.STAGED
