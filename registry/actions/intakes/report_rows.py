"""Report what became of each row of an intake, in words."""

from registry.actions.intakes._entries import Problem, entry_from_json
from registry.domain.intakes import RowReport
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, reading
from registry.storage.intakes import rows_of


def report_rows(store: Store, actor: Actor, intake_id: int) -> list[RowReport]:
    """The rows of the intake with their verdicts and problems, in the order of the file."""
    require(actor, Permission.IMPORT_LEDGER)
    with reading(store) as session:
        return [
            entry_from_json(row.cells).report(row.verdict, [Problem(**problem) for problem in row.problems])
            for row in rows_of(session, intake_id)
        ]
