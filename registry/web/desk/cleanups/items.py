"""The documents of a round with their outcomes, which who runs it decides page by page."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.cleanups.decide_outcomes import Decided, decide_outcomes
from registry.clock import now, today
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.roles import Permission
from registry.domain.rounds import may_run
from registry.domain.suggestions import suggest
from registry.storage.cleanups.cosigns import cosigners_of
from registry.storage.cleanups.items import items_query, progress
from registry.storage.cleanups.signs import signs_of
from registry.storage.documents.timelines import spans_on
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.cleanups.finding import asked_authority, asked_filters, find_round, sees_whole
from registry.web.desk.cleanups.forms import Typed, decision, shown, typed_items
from registry.web.paging import kept_query, page_of, with_query


@needs(Permission.READ_OWN)
def items(round_id: int) -> ResponseReturnValue:
    """The documents of a round, page by page; POST decides those that were changed. A contact has its own page."""
    with reading(current_store()) as session:
        if not sees_whole(find_round(session, round_id)):
            return redirect(url_for(".answers", round_id=round_id))
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
        decided = decide_outcomes(current_store(), current_actor(), round_id, decisions, now=now())
    except (Denied, Hidden):
        raise
    except Refusal as refusal:
        decided = Decided(0, 0, {unsaved.item_id: refusal.sentence for unsaved in decisions})
    refused |= decided.refused
    if decided.n_decided:
        flash(f"已保存{decided.n_decided}件。", "success")
    if refused:
        return _page(round_id, typed, refused), 409
    if not typed:
        flash("没有改动，未保存。", "info")
    return redirect(request.full_path.rstrip("?"), 303)


def _page(round_id: int, typed: dict[int, Typed] | None = None, refused: dict[int, str] | None = None) -> str:
    """The list, or after a conflict only the items that were not saved, with what was typed."""
    actor = current_actor()
    filters = asked_filters()
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
        query = items_query(
            round_id,
            authority_id=asked_authority(cleanup),
            outcome="" if refused else filters["outcome"],
            words=filters["q"],
            ids=list(refused) if refused else None,
        )
        page = page_of(session, query)
        signs = signs_of(session, [document for _, document, _ in page.items], today())
        signers = cosigners_of(session, [item.id or 0 for item, _, _ in page.items])
        spans = spans_on(session, [document.id or 0 for _, document, _ in page.items], today())
        authorities = [(part.authority_id, part.authority) for part in progress(session, round_id)]
    now_shown = {item.id: shown(item.decision) for item, _, _ in page.items}
    worksheet = with_query(url_for(".workbook", round_id=round_id), kept_query("size"))
    return render_template(
        "desk/cleanups/items.html",
        cleanup=cleanup,
        page=page,
        asked=filters,
        authorities=authorities,
        shown=now_shown,
        typed=now_shown | (typed or {}),
        refused=refused or {},
        exports=[("所列各件（.xlsx，填好可交回）", worksheet)],
        suggestions={document_id: suggest(found, today()) for document_id, found in signs.items()},
        signers=signers,
        spans=spans,
        may_write=may_run(actor, cleanup) and cleanup.released_at is None,
    )
