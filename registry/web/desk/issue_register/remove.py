"""Removing the lines of a wrong import, or a whole issue list."""

from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.issue_register.remove_issue_entries import remove_import, remove_list
from registry.clock import now
from registry.domain.errors import Refusal
from registry.domain.issue_registers import EntryState
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.issue_register.entries import sources_of
from registry.storage.issue_register.matches import standings
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.issue_register.finding import visible_authority


@needs(Permission.IMPORT_LEDGER)
def remove(authority_id: int, year: int) -> ResponseReturnValue:
    """GET says in numbers what each import and the whole list hold; POST removes one of them."""
    with reading(current_store()) as session:
        authority = visible_authority(session, authority_id)
        sources = sources_of(session, authority_id, year)
        lines = list(standings(session, [authority_id], year))
    source = request.values.get("source", "")
    if request.method == "GET":
        return render_template(
            "desk/issue_register/remove.html",
            authority=authority,
            year=year,
            sources=sources,
            chosen=next((other for other in sources if other.source == source), None),
            is_whole=request.args.get("whole") == "1",
            n_lines=len(lines),
            counts=Counter(line.state for line in lines),
            states=EntryState,
        )
    try:
        if source:
            n = remove_import(current_store(), current_actor(), source, now=now())
        else:
            n = remove_list(current_store(), current_actor(), authority_id, year, now=now())
        flash(f"已撤下{n}行。", "success")
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    return redirect(url_for(".index", year=year), 303)
