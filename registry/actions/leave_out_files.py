"""Leave out every document file of an intake that matched nothing."""

from datetime import datetime

from sqlmodel import select

from registry.actions._intakes import lock_intake, rejudge
from registry.domain.instants import day_of
from registry.domain.intakes import NOWHERE, ROW
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, transaction
from registry.storage.intakes import IntakeRow


def leave_out_files(store: Store, actor: Actor, intake_id: int, *, now: datetime) -> int:
    """How many files were left out. Raises Refusal when the intake is no longer staged."""
    require(actor, Permission.IMPORT_LEDGER)
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, "staged")
        query = select(IntakeRow).where(IntakeRow.intake_id == intake_id, IntakeRow.lacks == ROW)
        rows = list(session.exec(query))
        for row in rows:
            row.cells = {**row.cells, "belongs": NOWHERE}
            session.add(row)
        rejudge(session, intake, rows, day_of(now))
    return len(rows)
