"""Discarding an import that was not written."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.intakes.discard_intake import discard_intake
from registry.domain.intakes import IntakeState
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.intakes import n_chosen
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.intakes.finding import intake_at


@needs(Permission.IMPORT_LEDGER)
def discard(intake_id: int) -> ResponseReturnValue:
    """GET says in numbers what will be lost; POST discards the import."""
    if request.method == "GET":
        with reading(current_store()) as session:
            intake = intake_at(session, intake_id)
            n_rows = n_chosen(session, intake_id)
        if intake.state in (IntakeState.APPLIED, IntakeState.DISCARDED):
            return redirect(url_for(".show", intake_id=intake_id))
        return render_template("desk/intakes/discard.html", intake=intake, n_chosen=n_rows)
    discard_intake(current_store(), current_actor(), intake_id)
    flash("已放弃这次导入，登记簿没有任何变动。", "success")
    return redirect(url_for(".index"), 303)
