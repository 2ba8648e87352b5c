"""The clashes of a round: what a workbook says beside what stands, and which of the two is kept."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from registry.actions.cleanups.settle_clashes import Choice, settle_clashes
from registry.clock import now
from registry.domain.cleanups import Answer, answer_words
from registry.domain.returned_rows import Kept
from registry.domain.roles import Permission
from registry.storage.authorities import Authority
from registry.storage.cleanups.clashes import OPEN, SETTLED, clashes_query, standing_of
from registry.storage.cleanups.items import progress
from registry.storage.cleanups.tables import CleanupClash, CleanupItem
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import record_id
from registry.web.desk.cleanups.finding import find_round
from registry.web.paging import page_of


@dataclass(frozen=True)
class Sides:
    """A clash as the page shows it: what stands and what the row says, in words, with who and when."""

    clash: CleanupClash
    item: CleanupItem
    document: Document
    authority: Authority
    stands: str
    stands_by: str
    stands_at: datetime | None
    says: str


@needs(Permission.READ_OWN)
def clashes(round_id: int) -> ResponseReturnValue:
    """The clashes, page by page; POST settles those that were chosen, or all of the page."""
    if request.method == "POST":
        return _settle(round_id)
    return _page(round_id)


def _settle(round_id: int) -> ResponseReturnValue:
    chosen = _chosen()
    settled = settle_clashes(current_store(), current_actor(), round_id, chosen, now=now())
    if settled.n_settled:
        flash(f"已选定{settled.n_settled}处。", "success")
    elif not settled.refused:
        flash("没有选定任何一处，请先选择“采用表中的”或“保留现有的”。", "info")
    if settled.refused:
        return _page(round_id, settled.refused, {choice.clash_id: choice.kept for choice in chosen}), 409
    return redirect(request.full_path.rstrip("?"), 303)


def _chosen() -> list[Choice]:
    """What was chosen of each clash on the page; a button for the whole page chooses for all of them."""
    for_all = request.form.get("all", "")
    choices = []
    for name in request.form:
        kind, _, clash_id = name.partition("-")
        kept = for_all or request.form.get(f"kept-{clash_id}", "")
        if kind == "version" and kept in set(Kept):
            try:
                choices.append(Choice(record_id(clash_id), Kept(kept), record_id(request.form[name])))
            except ValueError:
                continue  # no field of this page
    return choices


def _page(round_id: int, refused: dict[int, str] | None = None, chosen: dict[int, Kept] | None = None) -> str:
    actor = current_actor()
    for_office = actor.may(Permission.READ_ALL)
    state = SETTLED if request.args.get("state") == SETTLED else OPEN
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
        query = clashes_query(
            round_id,
            authority_id=request.args.get("authority_id", type=record_id) if for_office else None,
            own_id=None if for_office else actor.authority_id or 0,
            state=state,
        )
        page = page_of(session, query)
        rows = [_sides(*row) for row in page.items]
        authorities = [(part.authority_id, part.authority) for part in progress(session, round_id)]
    return render_template(
        "desk/cleanups/clashes.html",
        cleanup=cleanup,
        page=page,
        rows=rows,
        state=state,
        authorities=authorities if for_office else [],
        refused=refused or {},
        chosen=chosen or {},
        may_settle=cleanup.released_at is None and state == OPEN and actor.may(Permission.PROPOSE_OUTCOME),
    )


def _sides(clash: CleanupClash, item: CleanupItem, document: Document, authority: Authority) -> Sides:
    stands = standing_of(item)
    is_decided = stands.decision.outcome is not None
    return Sides(
        clash,
        item,
        document,
        authority,
        answer_words(stands.answer),
        item.decided_by if is_decided else item.proposed_by,
        item.decided_at if is_decided else item.proposed_at,
        answer_words(Answer.from_kept(clash.answer)),
    )
