"""Give up an intake that was not applied: its rows and bytes go, its line in the history stays."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.actions._intakes import lock_intake
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, transaction
from registry.storage.files import Attachment, drop_bytes
from registry.storage.intakes import Intake, IntakeRow


def discard_intake(store: Store, actor: Actor, intake_id: int) -> None:
    """Raises Refusal when it was applied."""
    require(actor, Permission.IMPORT_LEDGER)
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, "uploaded", "staging", "staged", "to_apply")
        session.execute(sa.delete(IntakeRow).where(col(IntakeRow.intake_id) == intake_id))
        intake.state = "discarded"
        session.add(intake)
        unused = _unused(session, intake)
    for sha256 in unused:
        drop_bytes(store, sha256)


def _unused(session: Session, intake: Intake) -> set[str]:
    """The hashes that no attachment and no other living intake has."""
    own: set[str] = {sha256 for _, sha256, _ in intake.options["files"]}
    others = select(Intake).where(Intake.id != intake.id, Intake.state != "discarded")
    for other in session.exec(others):
        own -= {sha256 for _, sha256, _ in other.options.get("files", [])}
    attached = session.exec(select(Attachment.sha256).where(col(Attachment.sha256).in_(own)))
    return own.difference(attached)
