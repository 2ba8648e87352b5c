"""Order a staged intake to be written by the job, when it is too large to wait for."""

from registry.actions.intakes._record import lock_intake
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, transaction


def order_intake(store: Store, actor: Actor, intake_id: int) -> None:
    """Raises Refusal when the intake is not staged."""
    require(actor, Permission.IMPORT_LEDGER)
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, "staged", "to_apply")
        intake.state, intake.problem = "to_apply", ""
        intake.options = {**intake.options, "ordered_by": actor.name}
        session.add(intake)
