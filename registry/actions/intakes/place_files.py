"""Say of every document file that matched nothing that it is registered of its own, or left out."""

from datetime import datetime

from sqlmodel import select

from registry.actions.intakes._record import lock_intake, rejudge
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.intakes import ANEW, NOWHERE, ROW
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, transaction
from registry.storage.intakes import IntakeRow


def place_files(store: Store, actor: Actor, intake_id: int, belongs: str, *, now: datetime) -> int:
    """How many files were placed: with NOWHERE all of them, with ANEW those whose title could be read.

    Raises Refusal when the intake is no longer staged.
    """
    require(actor, Permission.IMPORT_LEDGER)
    if belongs not in (ANEW, NOWHERE):
        raise Refusal("请选择按文件内容新登记，或不导入。")
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, "staged")
        query = select(IntakeRow).where(IntakeRow.intake_id == intake_id, IntakeRow.lacks == ROW)
        rows = [row for row in session.exec(query) if belongs == NOWHERE or _is_readable(row)]
        for row in rows:
            row.cells = {**row.cells, "belongs": belongs}
            session.add(row)
        rejudge(session, intake, rows, day_of(now))
    return len(rows)


def _is_readable(row: IntakeRow) -> bool:
    return not any(problem["is_refusal"] for problem in row.cells["problems"])
