"""Export the refused rows of an intake as a workbook with the reasons: corrected, it can be imported again."""

from collections.abc import Sequence

from registry.actions.intakes._entries import Entry, Problem, entry_from_json
from registry.actions.intakes._judging import Judged
from registry.domain.intakes import Verdict
from registry.domain.roles import Actor, Permission, require
from registry.exports.tables import render_refused
from registry.storage.engine import Store, reading
from registry.storage.intakes import rows_of


def export_refused(store: Store, actor: Actor, intake_id: int) -> bytes:
    """The bytes of an .xlsx file with the ledger's own headings and a last column for the reasons."""
    require(actor, Permission.IMPORT_LEDGER)
    with reading(store) as session:
        rows = [row for row in rows_of(session, intake_id) if row.verdict is Verdict.REFUSED]
    return _render(
        [(entry_from_json(row.cells), [Problem(**problem) for problem in row.problems]) for row in rows]
    )


def refused_workbook(entries: Sequence[Judged]) -> bytes:
    """The same workbook for verdicts that were not kept."""
    refused = [judged for judged in entries if judged.verdict is Verdict.REFUSED]
    return _render([(judged.entry, judged.problems) for judged in refused])


def _render(refused: Sequence[tuple[Entry, list[Problem]]]) -> bytes:
    headings = list(dict.fromkeys(heading for entry, _ in refused for heading in entry.cells))
    rows = []
    for entry, problems in refused:
        reasons = "；".join(entry.report(Verdict.REFUSED, problems).reasons)
        rows.append(([entry.cells.get(heading, "") for heading in headings], reasons))
    return render_refused(headings, rows)
