"""Give up an intake that was not applied: its rows and bytes go, its line in the history stays."""

import sqlalchemy as sa
from sqlmodel import col

from registry.actions.intakes._record import lock_intake, unused_files
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, transaction
from registry.storage.files import drop_bytes
from registry.storage.intakes import IntakeRow


def discard_intake(store: Store, actor: Actor, intake_id: int) -> None:
    """Raises Refusal when it was applied."""
    require(actor, Permission.IMPORT_LEDGER)
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, "uploaded", "staging", "staged", "to_apply")
        session.execute(sa.delete(IntakeRow).where(col(IntakeRow.intake_id) == intake_id))
        intake.state = "discarded"
        session.add(intake)
        unused = unused_files(session, intake_id, {sha256 for _, sha256, _ in intake.options["files"]})
    for sha256 in unused:
        drop_bytes(store, sha256)
