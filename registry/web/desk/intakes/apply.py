"""Writing an import into the register, after a confirmation in numbers."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.intakes.apply_intake import apply_intake
from registry.actions.intakes.order_intake import order_intake
from registry.clock import now
from registry.domain.errors import Refusal
from registry.domain.intakes import FileOutcome, IntakeState
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.intakes import n_files, n_opened, n_public
from registry.storage.office import setting
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.intakes.finding import intake_at

SMALL_ROWS = 2_000  # a page may wait until so many are written


@needs(Permission.IMPORT_LEDGER)
def apply(intake_id: int) -> ResponseReturnValue:
    """GET says in numbers what will be written; POST writes it at once, or lets the job write a large import."""
    with reading(current_store()) as session:
        intake = intake_at(session, intake_id)
        n_open, n_to_open = n_public(session, intake), n_opened(session, intake_id)
        tracked_from = setting(session, "tracked_from")
        files = n_files(session, intake_id)
    here = url_for(".show", intake_id=intake_id)
    if request.method == "GET":
        if intake.state is not IntakeState.STAGED:
            return redirect(here)
        return render_template(
            "desk/intakes/apply.html",
            intake=intake,
            n_anew=files.get(FileOutcome.CHOSEN_NEW, 0),
            n_waiting=files.get(FileOutcome.WAITING, 0),
            n_open=n_open,
            n_to_open=n_to_open,
            tracked_from=tracked_from,
        )
    try:
        if intake.n_total > SMALL_ROWS:
            order_intake(current_store(), current_actor(), intake_id)
        else:
            apply_intake(current_store(), current_actor(), intake_id, now())
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    return redirect(here, 303)
