"""The refused rows of an intake as a workbook with the reasons: mended and sent again, they go in."""

from collections.abc import Sequence

from registry.actions.intakes._judging import Judged
from registry.actions.intakes.entries import Entry, Problem, entry_from_json
from registry.domain.intakes import REFUSED
from registry.domain.roles import Actor, Permission, require
from registry.exports.tables import render_refused
from registry.storage.engine import Store, reading
from registry.storage.intakes import rows_of


def export_refused(store: Store, actor: Actor, intake_id: int) -> bytes:
    """The bytes of an .xlsx with the ledger's own headings; the last column says why."""
    require(actor, Permission.IMPORT_LEDGER)
    with reading(store) as session:
        rows = [row for row in rows_of(session, intake_id) if row.verdict == REFUSED]
    return _render([(entry_from_json(row.cells), [Problem(**each) for each in row.problems]) for row in rows])


def refused_workbook(judged: Sequence[Judged]) -> bytes:
    """The same for verdicts that were not kept."""
    return _render([(each.entry, each.problems) for each in judged if each.verdict == REFUSED])


def _render(refused: Sequence[tuple[Entry, list[Problem]]]) -> bytes:
    headings = list(dict.fromkeys(heading for entry, _ in refused for heading in entry.cells))
    rows = []
    for entry, problems in refused:
        reasons = "；".join(entry.said(problem) for problem in problems if problem.is_refusal)
        rows.append(([entry.cells.get(heading, "") for heading in headings], reasons))
    return render_refused(headings, rows)
