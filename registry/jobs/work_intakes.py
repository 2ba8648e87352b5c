"""Read the intakes that were uploaded and write those that were ordered, so that no page has to wait."""

from datetime import datetime

from registry.actions.intakes.apply_intake import apply_intake
from registry.actions.intakes.stage_intake import stage_intake
from registry.domain.errors import Busy, Refusal
from registry.domain.roles import CLOCK, Actor, Role
from registry.jobs.office import JobReport, Office
from registry.storage.engine import Store, reading, transaction
from registry.storage.intakes import Intake, waiting_intakes


def run(office: Office, now: datetime) -> JobReport:
    """Takes the next step of every waiting intake, the oldest first.

    What breaks at one of them is raised when those behind it have had their turn.
    """
    with reading(office.store) as session:
        waiting = waiting_intakes(session, now)
    counts = {"n_staged": 0, "n_applied": 0}
    broken: list[Exception] = []
    for intake in waiting:
        assert intake.id is not None
        try:
            if intake.state == "to_apply":
                apply_intake(office.store, _orderer(intake), intake.id, now)
                counts["n_applied"] += 1
            else:
                stage_intake(office.store, CLOCK, intake.id, now)
                counts["n_staged"] += 1
        except Busy as busy:
            broken.append(busy)  # it stays ordered, and is tried again
        except Refusal as refusal:
            _give_back(office.store, intake.id, refusal.sentence)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not hold up the others
            broken.append(error)
    if broken:
        raise broken[0]
    if not waiting:
        return JobReport(counts, "没有等待处理的导入。")
    return JobReport(counts, f"读取了{counts['n_staged']}次导入，写入了{counts['n_applied']}次。")


def _orderer(intake: Intake) -> Actor:
    """Who pressed the button: the audit line is theirs."""
    return Actor(str(intake.options.get("ordered_by") or intake.created_by), Role.CLERK)


def _give_back(store: Store, intake_id: int, sentence: str) -> None:
    """An intake that could not be written waits for a person again, who is told why; one that somebody else reads or
    has written meanwhile is theirs."""
    with transaction(store) as session:
        intake = session.get_one(Intake, intake_id)
        if intake.state == "to_apply":
            intake.state, intake.problem = "staged", sentence[:1000]
            session.add(intake)
