"""The gate of a round on the desk: every reason why its list may not be released, accepted or mended."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions.cleanups import accept_finding as accept_action
from registry.actions.cleanups import extend_round as extend_action
from registry.actions.cleanups.check_round import check_round
from registry.clock import now, today
from registry.domain.findings import Finding
from registry.domain.gate import open_findings
from registry.domain.roles import Permission
from registry.domain.rounds import may_run
from registry.storage.cleanups.rounds import accepted_findings
from registry.storage.cleanups.scope import left_out_of_round
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.cleanups.finding import find_unreleased, find_whole

N_ROWS_SHOWN = 50


@needs(Permission.READ_OWN)
def check(round_id: int) -> ResponseReturnValue:
    """Every reason why the list may not be released, each with its rows."""
    with reading(current_store()) as session:
        whole = find_whole(session, round_id)
        cleanup = find_unreleased(session, round_id)
        if cleanup is None or whole.is_draft:
            return redirect(url_for(".show", round_id=round_id))
        findings, accepted = findings_today(session, round_id)
        left_out = left_out_of_round(session, cleanup)
    barring = {finding.id for finding in open_findings(findings, accepted)}
    return render_template(
        "desk/cleanups/check.html",
        cleanup=cleanup,
        findings=findings,
        accepted=accepted,
        barring=barring,
        left_out=left_out,
        may_settle_at_release=not open_findings(findings, accepted, date.max),
        n_rows_shown=N_ROWS_SHOWN,
        may_run=may_run(current_actor(), cleanup),
        may_accept=current_actor().may(Permission.ACCEPT_FINDING),
    )


@needs(Permission.ACCEPT_FINDING)
def accept_finding(round_id: int) -> ResponseReturnValue:
    accept_action.accept_finding(
        current_store(),
        current_actor(),
        round_id,
        request.form.get("finding", ""),
        request.form.get("reason", ""),
        now=now(),
    )
    flash("已接受该问题，理由将记入发布记录。", "success")
    return redirect(url_for(".check", round_id=round_id), 303)


@needs(Permission.PROPOSE_OUTCOME)
def extend_round(round_id: int) -> ResponseReturnValue:
    n_added, n_removed = extend_action.extend_round(current_store(), current_actor(), round_id, now=now())
    flash(f"清理范围已按登记的现状更新：补入{n_added}件，移出{n_removed}件。", "success")
    return redirect(url_for(".check", round_id=round_id), 303)


def findings_today(session: Session, round_id: int) -> tuple[list[Finding], dict[str, str]]:
    """The findings as of today, and the reason of each accepted finding by its id."""
    accepted = {row.finding: row.reason for row in accepted_findings(session, round_id)}
    return check_round(session, round_id, today()), accepted
