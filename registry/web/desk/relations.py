"""Taking a relation between documents back."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.remove_relation import remove_relation
from registry.clock import now
from registry.domain.roles import Permission
from registry.domain.validity import EVENTS
from registry.storage.documents import Document, Relation
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.finding import visible_document

pages = Blueprint("relations", __name__, url_prefix="/relations")


@pages.route("/<int(max=2147483647):relation_id>/remove", methods=["GET", "POST"])
@needs(Permission.WRITE_DOCUMENT)
def remove(relation_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        relation = session.get(Relation, relation_id)
        if relation is None:
            abort(404)
        document = visible_document(session, relation.document_id)
        other = session.get(Document, relation.other_id) if relation.other_id else None
    if request.method == "POST":
        remove_relation(current_store(), current_actor(), relation_id, now=now())
        flash("已撤下文件关系。", "success")
        return redirect(url_for("desk.documents.show", document_id=document.id) + "#relations", 303)
    return render_template(
        "desk/relations/remove.html",
        relation=relation,
        document=document,
        other=other,
        changes_other=other is not None and relation.kind in EVENTS,
    )
