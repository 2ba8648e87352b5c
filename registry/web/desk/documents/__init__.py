"""The documents of the register: their list, the page of each, and the forms of what is done to them."""

from flask import Blueprint

from registry.web.desk.documents import (
    attach,
    beside,
    check_values,
    checks,
    doubts,
    edit,
    fill_doubts,
    hand_over,
    index,
    new,
    proof,
    publish,
    record_event,
    relate,
    settle_doubts,
    show,
    stub,
)

_ONE = "/<id:document_id>"
_FORM = ["GET", "POST"]

pages = Blueprint("documents", __name__, url_prefix="/documents")
pages.add_url_rule("", view_func=index.index)
pages.add_url_rule("/export.<any(xlsx, csv, docx):suffix>", view_func=index.export)
pages.add_url_rule("/doubts", view_func=doubts.doubts)
pages.add_url_rule("/doubts/export.<any(xlsx, csv, docx):suffix>", view_func=doubts.export_doubts)
pages.add_url_rule("/doubts/settle", view_func=settle_doubts.settle_doubts, methods=_FORM)
pages.add_url_rule("/doubts/fill", view_func=fill_doubts.fill_doubts, methods=_FORM)
pages.add_url_rule("/new", view_func=new.new, methods=_FORM)
pages.add_url_rule("/read-file", view_func=new.read_file, methods=["POST"])
pages.add_url_rule("/new-stub", view_func=stub.new_stub, methods=_FORM)
pages.add_url_rule(_ONE, view_func=show.show)
pages.add_url_rule(f"{_ONE}/reopen-doubt", view_func=settle_doubts.reopen_doubt, methods=["POST"])
pages.add_url_rule(f"{_ONE}/check-values", view_func=check_values.check_values, methods=["POST"])
pages.add_url_rule(f"{_ONE}/checks", view_func=checks.checks)
pages.add_url_rule(f"{_ONE}/checks/export.<any(xlsx, csv, docx):suffix>", view_func=checks.export_checks)
pages.add_url_rule(f"{_ONE}/check", view_func=checks.check, methods=["POST"])
pages.add_url_rule(f"{_ONE}/judge-hits", view_func=checks.judge_hits, methods=_FORM)
pages.add_url_rule(f"{_ONE}/edit", view_func=edit.edit, methods=_FORM)
pages.add_url_rule(f"{_ONE}/publish", view_func=publish.publish, methods=_FORM)
pages.add_url_rule(f"{_ONE}/hand-over", view_func=hand_over.hand_over, methods=_FORM)
pages.add_url_rule(f"{_ONE}/give-back", view_func=hand_over.give_back, methods=_FORM)
pages.add_url_rule(f"{_ONE}/record-event", view_func=record_event.record_event, methods=_FORM)
pages.add_url_rule(f"{_ONE}/relate", view_func=relate.relate, methods=_FORM)
pages.add_url_rule(f"{_ONE}/attach", view_func=attach.attach, methods=_FORM)
pages.add_url_rule(f"{_ONE}/beside", view_func=beside.beside)
pages.add_url_rule(f"{_ONE}/beside/export.<any(xlsx, csv):kind>", view_func=beside.export_beside)
pages.add_url_rule(f"{_ONE}/beside/<id:other_id>", view_func=beside.compare_with)
pages.add_url_rule(f"{_ONE}/proof.docx", view_func=proof.proof)
pages.add_url_rule(f"{_ONE}/proof", view_func=proof.keep_proof, methods=["POST"])
