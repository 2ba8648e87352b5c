"""The documents of a round with their outcomes: the office decides, an authority proposes, page by page."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.cleanups.decide_outcomes import Decided, Decision, decide_outcomes
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.clock import now, today
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.roles import Permission
from registry.storage.cleanups.items import items_query, progress
from registry.storage.conditions import terms_of
from registry.storage.documents.timelines import spans_on
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.cleanups.finding import asked_authority, asked_filters, find_round
from registry.web.desk.cleanups.forms import Typed, decision, shown, typed_items
from registry.web.paging import kept_query, page_of, with_query


@needs(Permission.READ_OWN)
def items(round_id: int) -> ResponseReturnValue:
    """The documents of a round, page by page; POST decides those that were changed, or proposes for a contact."""
    if request.method == "POST":
        return _save(round_id)
    return _page(round_id)


def _save(round_id: int) -> ResponseReturnValue:
    """Writes what was typed; 409 with the items that were refused, when there are any."""
    typed = typed_items(request.form)
    refused: dict[int, str] = {}
    decisions = []
    for item_id, fields in typed.items():
        try:
            decisions.append(decision(item_id, fields, request.form[f"version-{item_id}"]))
        except Refusal as refusal:
            refused[item_id] = refusal.sentence
    try:
        decided = _write(round_id, decisions)
    except (Denied, Hidden):
        raise
    except Refusal as refusal:
        decided = Decided(0, 0, {unsaved.item_id: refusal.sentence for unsaved in decisions})
    refused |= decided.refused
    if decided.n_decided:
        verb = "已保存" if current_actor().may(Permission.RUN_CLEANUP) else "已报送自查意见"
        flash(f"{verb}{decided.n_decided}件。", "success")
    if refused:
        return _page(round_id, typed, refused), 409
    if not typed:
        flash("没有改动，未保存。", "info")
    return redirect(request.full_path.rstrip("?"), 303)


def _write(round_id: int, decisions: list[Decision]) -> Decided:
    """What became of the decisions; those of a contact are written as proposals."""
    if current_actor().may(Permission.RUN_CLEANUP):
        return decide_outcomes(current_store(), current_actor(), round_id, decisions, now=now())
    return propose_outcome(current_store(), current_actor(), round_id, decisions, now=now())


def _page(round_id: int, typed: dict[int, Typed] | None = None, refused: dict[int, str] | None = None) -> str:
    """The list, or after a conflict only the items that were not saved, with what was typed."""
    actor = current_actor()
    as_proposal = not actor.may(Permission.READ_ALL)
    filters = asked_filters()
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
        query = items_query(
            round_id,
            authority_id=asked_authority(),
            outcome="" if refused else filters["outcome"],
            words=filters["q"],
            ids=list(refused) if refused else None,
        )
        page = page_of(session, query)
        terms = terms_of(session, [document for _, document, _ in page.items], today())
        spans = spans_on(session, [document.id or 0 for _, document, _ in page.items], today())
        authorities = [(part.authority_id, part.authority) for part in progress(session, round_id)]
    now_shown = {item.id: shown(item, as_proposal=as_proposal) for item, _, _ in page.items}
    worksheet = with_query(url_for(".table", round_id=round_id), kept_query("size"))
    return render_template(
        "desk/cleanups/items.html",
        cleanup=cleanup,
        page=page,
        asked=filters,
        authorities=[] if as_proposal else authorities,
        shown=now_shown,
        typed=now_shown | (typed or {}),
        refused=refused or {},
        exports=[("所列各件（.xlsx，填好可导入）", worksheet)],
        as_proposal=as_proposal,
        terms=terms,
        spans=spans,
        may_write=actor.may(Permission.PROPOSE_OUTCOME) and cleanup.released_at is None,
    )
