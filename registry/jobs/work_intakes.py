"""Stage the uploaded intakes and apply the ordered ones, so that no page has to wait."""

from datetime import datetime

from registry.actions.intakes.apply_intake import apply_intake
from registry.actions.intakes.stage_intake import stage_intake
from registry.domain.errors import Busy, Refusal
from registry.domain.intakes import IntakeState
from registry.domain.roles import CLOCK, Actor, Role
from registry.jobs.office import JobReport, Office
from registry.storage.engine import Store, reading, transaction
from registry.storage.intakes import Intake, waiting_intakes


def run(office: Office, now: datetime) -> JobReport:
    """Stages or applies every waiting intake, the oldest first.

    An error at one intake is raised after the others have been handled.
    """
    with reading(office.store) as session:
        waiting = waiting_intakes(session, now)
    counts = {"n_staged": 0, "n_applied": 0}
    errors: list[Exception] = []
    for intake in waiting:
        assert intake.id is not None
        try:
            if intake.state is IntakeState.TO_APPLY:
                apply_intake(office.store, _ordering_actor(intake), intake.id, now)
                counts["n_applied"] += 1
            else:
                stage_intake(office.store, CLOCK, intake.id, now)
                counts["n_staged"] += 1
        except Busy as busy:
            errors.append(busy)  # it stays ordered, and is tried again
        except Refusal as refusal:
            _give_back(office.store, intake.id, refusal.sentence)
        except Exception as error:  # noqa: BLE001 - no error may hold up the others
            errors.append(error)
    if errors:
        raise errors[0]
    if not waiting:
        return JobReport(counts, "没有等待处理的导入。")
    return JobReport(counts, f"读取了{counts['n_staged']}次导入，写入了{counts['n_applied']}次。")


def _ordering_actor(intake: Intake) -> Actor:
    """The person who ordered the writing: the audit line is theirs."""
    return Actor(intake.options.ordered_by or intake.created_by, Role.CLERK)


def _give_back(store: Store, intake_id: int, sentence: str) -> None:
    """Returns an ordered intake that could not be written to a person, with the reason.

    An intake in another state was taken over by somebody meanwhile and is left alone.
    """
    with transaction(store) as session:
        intake = session.get_one(Intake, intake_id)
        if intake.state is IntakeState.TO_APPLY:
            intake.state, intake.problem = IntakeState.STAGED, sentence[:1000]
            session.add(intake)
