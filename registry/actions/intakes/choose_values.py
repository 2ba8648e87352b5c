"""Keep the register's value or take the ledger's, for one row or for a whole column of an intake."""

from datetime import datetime

from registry.actions.intakes._record import lock_intake, rejudge
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.intakes import KEEP, TAKE, WORDS
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, transaction
from registry.storage.intakes import IntakeRow, rows_of_documents


def choose_values(
    store: Store,
    actor: Actor,
    intake_id: int,
    field: str,
    choice: str,
    position: int | None = None,
    *,
    now: datetime,
) -> int:
    """How many rows were chosen for: the one at `position`, or all whose `field` would change (KEEP) or was left
    (TAKE). They are judged anew. Raises Refusal when there is nothing of the kind to choose."""
    require(actor, Permission.IMPORT_LEDGER)
    if choice not in (KEEP, TAKE) or field not in WORDS:
        raise Refusal("请选择保留原值，或改为本次的。")
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, "staged")
        rows = rows_of_documents(session, intake_id)
        asked = [row for row in rows if position in (None, row.position) and _is_open(row, field, choice)]
        if not asked:
            raise Refusal("该行已经变化，请刷新页面后再选。")
        for row in asked:
            row.cells = {**row.cells, "choices": {**row.cells.get("choices", {}), field: choice}}
            session.add(row)
        documents = {row.document_id for row in asked}
        related = [row for row in rows if row.document_id in documents]
        rejudge(session, intake, related, day_of(now))
    return len(asked)


def _is_open(row: IntakeRow, field: str, choice: str) -> bool:
    if choice == KEEP:
        return field in row.changes and field != "text"
    return any(problem.get("field") == field for problem in row.problems)
