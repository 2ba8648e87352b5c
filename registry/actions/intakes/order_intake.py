"""Order a staged intake to be written by the job, when a page cannot wait for it."""

from dataclasses import replace

from registry.actions.intakes._record import lock_intake
from registry.domain.intakes import IntakeState
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, transaction


def order_intake(store: Store, actor: Actor, intake_id: int) -> None:
    """Hands the intake over to the job. Raises Refusal when it is not staged."""
    require(actor, Permission.IMPORT_LEDGER)
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, IntakeState.STAGED, IntakeState.TO_APPLY)
        intake.state, intake.problem = IntakeState.TO_APPLY, ""
        intake.options = replace(intake.options, ordered_by=actor.name)
        session.add(intake)
