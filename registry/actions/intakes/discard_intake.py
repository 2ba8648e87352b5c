"""Discard an intake that was not applied: its rows and bytes are deleted, its line in the list stays."""

import sqlalchemy as sa
from sqlmodel import col

from registry.actions.intakes._record import lock_intake, unused_files
from registry.domain.intakes import WAITING_STATES, IntakeState
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, transaction
from registry.storage.files import drop_bytes
from registry.storage.intakes import IntakeRow


def discard_intake(store: Store, actor: Actor, intake_id: int) -> None:
    """Deletes the rows and files of the intake. Raises Refusal when it was applied or discarded before."""
    require(actor, Permission.IMPORT_LEDGER)
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, *WAITING_STATES, IntakeState.STAGED)
        session.execute(sa.delete(IntakeRow).where(col(IntakeRow.intake_id) == intake_id))
        intake.state = IntakeState.DISCARDED
        session.add(intake)
        unused = unused_files(session, intake_id, {file.sha256 for file in intake.options.files})
    for sha256 in unused:
        drop_bytes(store, sha256)
