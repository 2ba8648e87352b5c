"""Comments typed in from paper, answered one by one, and summed up."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from registry.actions.consultations import answer_comments
from registry.actions.consultations.take_comment import Comment, add_comment
from registry.clock import now
from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.consultations import Adoption, draft_summary
from registry.domain.roles import Permission
from registry.storage.cleanups.consultations import adoptions
from registry.storage.cleanups.tables import ConsultationComment
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.consultations.finding import find_consultation
from registry.web.desk.consultations.forms import PaperCommentForm, ReplyForm, SummaryForm
from registry.web.desk.consultations.show import UNANSWERED
from registry.web.forms import choices, form_page, refusals_on, typed_version


@needs(Permission.RUN_CLEANUP)
def reply(round_id: int, comment_id: int) -> ResponseReturnValue:
    """What the office does with a comment; POST keeps it."""
    with reading(current_store()) as session:
        cleanup, announced = find_consultation(session, round_id)
        comment = session.get(ConsultationComment, comment_id)
        if comment is None or comment.consultation_id != announced.id:
            abort(404)
        row = next((row for row in announced.rows if row["document_id"] == comment.document_id), None)
    form = ReplyForm(adoption=comment.adoption or None, reply=comment.reply, version=str(comment.version))
    if form.validate_on_submit():
        with refusals_on(form):
            chosen = form.adoption.data
            answer_comments.reply_comment(
                current_store(),
                current_actor(),
                comment_id,
                Adoption(chosen) if chosen in set(Adoption) else None,
                form.reply.data or "",
                version=typed_version(form.version.data),
                now=now(),
            )
            flash("答复已保存。", "success")
            return redirect(url_for(".show", round_id=round_id, adoption=UNANSWERED), 303)
    return form_page(
        "desk/consultations/reply.html",
        form,
        cleanup=cleanup,
        comment=comment,
        row=row,
        outcome_word=OUTCOME_WORDS[Outcome(row["outcome"])] if row else "",
    )


@needs(Permission.RUN_CLEANUP)
def add(round_id: int) -> ResponseReturnValue:
    """A comment that came on paper, typed in."""
    with reading(current_store()) as session:
        cleanup, announced = find_consultation(session, round_id)
    form = PaperCommentForm()
    names = {row["document_id"]: f"{row['title']}（{row['doc_no'] or '文号未载'}）" for row in announced.rows}
    form.document_id.choices = choices({0: "整个目录", **names})
    if form.validate_on_submit():
        with refusals_on(form):
            typed = Comment(
                form.text.data or "",
                form.name.data or "",
                form.contact.data or "",
                form.document_id.data or None,
            )
            number = add_comment(
                current_store(), current_actor(), announced.id or 0, typed, form.via.data or "", now=now()
            )
            flash(f"已登记为第{number}条意见。", "success")
            return redirect(url_for(".show", round_id=round_id), 303)
    return form_page("desk/consultations/add.html", form, cleanup=cleanup)


@needs(Permission.RUN_CLEANUP)
def summarise(round_id: int) -> ResponseReturnValue:
    """The summary, drafted from the numbers; POST publishes it."""
    with reading(current_store()) as session:
        cleanup, announced = find_consultation(session, round_id)
        counts = adoptions(session, [announced.id or 0]).get(announced.id or 0, {})
    drafted = announced.summary or draft_summary(announced.opens_on, announced.closes_on, counts)
    form = SummaryForm(summary=drafted, version=str(announced.version))
    if form.validate_on_submit():
        with refusals_on(form):
            answer_comments.publish_summary(
                current_store(),
                current_actor(),
                announced.id or 0,
                form.summary.data or "",
                version=typed_version(form.version.data),
                now=now(),
            )
            flash("采纳情况已经公布。", "success")
            return redirect(url_for(".show", round_id=round_id), 303)
    return form_page("desk/consultations/summarise.html", form, cleanup=cleanup)
