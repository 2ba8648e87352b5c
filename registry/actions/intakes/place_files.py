"""Register all document files that matched nothing as new documents, or leave all of them out."""

from datetime import datetime

from sqlmodel import select

from registry.actions.intakes._record import judge_again, lock_intake
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.intakes import IntakeState, Missing, Placement
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, transaction
from registry.storage.intakes import IntakeRow


def place_files(store: Store, actor: Actor, intake_id: int, belongs: str, *, now: datetime) -> int:
    """The number of files placed: all of them with LEFT_OUT, those whose title could be read with NEW_DOCUMENT.

    Raises Refusal when the intake is no longer staged.
    """
    require(actor, Permission.IMPORT_LEDGER)
    if belongs not in tuple(Placement):
        raise Refusal("请选择按文件内容新登记，或不导入。")
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, IntakeState.STAGED)
        query = select(IntakeRow).where(IntakeRow.intake_id == intake_id, IntakeRow.lacks == Missing.ROW)
        rows = [row for row in session.exec(query) if belongs == Placement.LEFT_OUT or _is_readable(row)]
        for row in rows:
            row.cells = {**row.cells, "belongs": belongs}
            session.add(row)
        judge_again(session, intake, rows, day_of(now))
    return len(rows)


def _is_readable(row: IntakeRow) -> bool:
    return not any(problem["is_refusal"] for problem in row.cells["problems"])
