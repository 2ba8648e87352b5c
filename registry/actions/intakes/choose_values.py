"""Choose the register's value or the ledger's, for one row or a whole column of an intake."""

from datetime import datetime

from registry.actions.intakes._record import judge_again, lock_intake
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.intakes import WORDS, Choice, IntakeState
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
    """The number of rows the choice was made for; they are judged again.

    These are the row at `position`, or all rows whose `field` would change (KEEP) or differs unchanged (TAKE). Raises
    Refusal when there is no such row.
    """
    require(actor, Permission.IMPORT_LEDGER)
    if choice not in tuple(Choice) or field not in WORDS:
        raise Refusal("请选择保留原值，或改为本次的。")
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, IntakeState.STAGED)
        rows = rows_of_documents(session, intake_id)
        chosen = [
            row for row in rows if position in (None, row.position) and _is_open(row, field, Choice(choice))
        ]
        if not chosen:
            raise Refusal("该行已经变化，请刷新页面后再选。")
        for row in chosen:
            row.cells = {**row.cells, "choices": {**row.cells.get("choices", {}), field: choice}}
            session.add(row)
        documents = {row.document_id for row in chosen}
        related = [row for row in rows if row.document_id in documents]
        judge_again(session, intake, related, day_of(now))
    return len(chosen)


def _is_open(row: IntakeRow, field: str, choice: Choice) -> bool:
    """Whether the row has something to keep (a change of the field) or to take (a value that was not imported)."""
    if choice is Choice.KEEP:
        return field in row.changes and field != "text"
    return any(problem.get("field") == field for problem in row.problems)
