"""后续修改 on the desk: what released rounds want amended, by which day, and the confirmation that it was done."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.cleanups import settle_amendment as action
from registry.clock import now, today
from registry.domain.after_release import AmendState, amend_words
from registry.domain.errors import Refusal
from registry.domain.roles import Permission
from registry.storage.authorities import all_authorities
from registry.storage.cleanups.after import OwedAmendment, found_amendments, owed_amendment, owed_amendments
from registry.storage.documents.tables import documents_by_id
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.cleanups.finding import asked_authority, find_round
from registry.web.paging import page_of_list


@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    """What all released rounds want amended; a contact sees its own."""
    return _page(None)


@needs(Permission.READ_OWN)
def show(round_id: int) -> ResponseReturnValue:
    """The same of one round."""
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
    if cleanup.released_at is None:
        abort(404)
    return _page(round_id)


@needs(Permission.RUN_CLEANUP)
def settle(item_id: int) -> ResponseReturnValue:
    """Confirms the amendment; what was typed stays where it is refused."""
    with reading(current_store()) as session:
        owed = owed_amendment(session, item_id, today()) or abort(404)
    act_no = request.form.get("act_no", "")
    typed = {"item_id": item_id, "act_no": act_no}
    try:
        action.settle_amendment(current_store(), current_actor(), item_id, act_no, now=now())
    except Refusal as refusal:
        return _page(owed.cleanup.id, typed, refusal.sentence)
    flash("已确认完成修改。", "success")
    return redirect(url_for(".after", round_id=owed.cleanup.id), 303)


@needs(Permission.RUN_CLEANUP)
def reopen(item_id: int) -> ResponseReturnValue:
    """Takes a confirmation back, with a reason."""
    with reading(current_store()) as session:
        owed = owed_amendment(session, item_id, today()) or abort(404)
    action.reopen_amendment(
        current_store(), current_actor(), item_id, request.form.get("reason", ""), now=now()
    )
    flash("已撤回确认，期限继续计算。", "success")
    return redirect(url_for(".after", round_id=owed.cleanup.id), 303)


def _page(
    round_id: int | None, typed: dict[str, object] | None = None, problem: str = ""
) -> ResponseReturnValue:
    asked, day = request.args.get("state", ""), today()
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id) if round_id else None
        every = owed_amendments(session, day, round_id=round_id, authority_id=asked_authority())
        page = page_of_list(_of_state(every, asked))
        found = found_amendments(session, page.items, day)
        acts = documents_by_id(
            session, [row.item.amended_by_id for row in page.items if row.item.amended_by_id]
        )
        names = {authority.id: authority.name for authority in all_authorities(session)}
    content = render_template(
        "desk/cleanups/after.html",
        cleanup=cleanup,
        page=page,
        words=amend_words(row.state for row in every) if every else "",
        states={state: sum(row.state is state for row in every) for state in AmendState},
        state=asked,
        found=found,
        acts=acts,
        authorities={row.authority.id: names[row.authority.id] for row in every},
        authority_id=request.args.get("authority_id", ""),
        typed=typed or {"item_id": 0, "act_no": ""},
        problem=problem,
        today=day,
        may_settle=current_actor().may(Permission.RUN_CLEANUP),
    )
    return content, 422 if problem else 200


def _of_state(every: Sequence[OwedAmendment], asked: str) -> list[OwedAmendment]:
    return [row for row in every if not asked or row.state == asked]
