"""Co-signing (会签): the joint documents whose outcome another authority proposes, and what one's own says of it."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from registry.actions.cleanups.cosign_outcome import cosign_outcome
from registry.clock import now
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.roles import Permission
from registry.storage.cleanups.cosigns import cosign_query, cosigners_of
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import record_id
from registry.web.desk.cleanups.finding import find_round
from registry.web.paging import page_of


@needs(Permission.PROPOSE_OUTCOME)
def cosign(round_id: int) -> ResponseReturnValue:
    """The joint documents of a round to co-sign; POST says yes or no to one of them."""
    if request.method == "GET":
        return _page(round_id)
    item_id = request.form.get("item_id", type=record_id) or 0
    said = request.form.get("said", "")
    try:
        if said not in {"agree", "disagree"}:
            raise Refusal("请选择同意或者不同意。")
        cosign_outcome(
            current_store(),
            current_actor(),
            round_id,
            item_id,
            agrees=said == "agree",
            words=request.form.get("words", ""),
            version=request.form.get("version", type=record_id),
            now=now(),
        )
    except (Denied, Hidden):
        raise
    except Refusal as refusal:
        return _page(round_id, item_id, refusal.sentence), 422
    flash("会签意见已保存。", "success")
    return redirect(request.full_path.rstrip("?"), 303)


def _page(round_id: int, refused_id: int = 0, problem: str = "") -> str:
    """The list; after a refusal with what was typed at the document."""
    own_id = current_actor().authority_id or 0
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
        page = page_of(session, cosign_query(round_id, own_id))
        signers = cosigners_of(session, [item.id or 0 for item, _, _ in page.items])
    own = {
        item_id: signer
        for item_id, found in signers.items()
        for signer in found
        if signer.authority_id == own_id
    }
    return render_template(
        "desk/cleanups/cosign.html",
        cleanup=cleanup,
        page=page,
        own=own,
        refused_id=refused_id,
        problem=problem,
        typed=request.form,
        is_open=cleanup.released_at is None,
    )
