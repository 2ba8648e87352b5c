"""Making a paper by hand, and a new one in the place of a wrong one: its words are shown first."""

from datetime import date, datetime

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from wtforms import DateField, HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from registry.actions.papers.keep_paper import draft_paper, draw_sample
from registry.actions.papers.make_paper import MAX_REASON, facts_to_write, make_paper, replace_paper
from registry.actions.papers.naming import named_subject
from registry.actions.papers.sources import subject_key
from registry.actions.proposals.paper_reading import note_reading
from registry.clock import now, today
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.papers.filing import PAPER_OF
from registry.domain.papers.kinds import PaperKind, Urgency
from registry.domain.papers.rules import RULES
from registry.domain.roles import Permission
from registry.exports.papers.plain import Line, TableStart, paper_blocks
from registry.storage.engine import reading
from registry.storage.papers import Paper, last_paper
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import asked_date, asked_word
from registry.web.desk.papers.finding import find_paper, materials_address, subject_address
from registry.web.downloads import download
from registry.web.forms import Form, choices, day_to_preview, form_page, refusals_on, typed_version

_URGENCY = choices({urgency: urgency.word for urgency in Urgency}, "不标注")


class MakeForm(Form):
    on = DateField("成文日期", [InputRequired("请填写成文日期。")])
    urgency = SelectField("紧急程度", choices=_URGENCY, default="")
    after = HiddenField()


class ReplaceForm(Form):
    because = TextAreaField(
        "原文书哪里有误", [InputRequired("请写明原来的文书哪里有误。"), Length(max=MAX_REASON)]
    )
    urgency = SelectField("紧急程度", choices=_URGENCY, default="")


@needs(Permission.READ_OWN)
def make() -> ResponseReturnValue:
    """`kind` and `subject` are in the address. First shows what the paper says; makes it once that is confirmed."""
    kind, subject = asked_word("kind", PaperKind), request.args.get("subject", "")[:200]
    if kind is None or kind not in RULES:
        abort(404)
    with reading(current_store()) as session:
        subject, unnamed = _named(session, kind, subject)
        newest = last_paper(session, kind, subject)
        form = MakeForm(on=asked_date("on") or today(), after=str(newest.id if newest else 0))
        blocks, refusal = _preview(session, kind, subject, day_to_preview(form.on, today()), now())
        refusal = unnamed or refusal
    if blocks:
        note_reading(current_store(), current_actor(), kind, subject, now=now())
    if form.validate_on_submit():
        with refusals_on(form):
            assert form.on.data is not None
            if "docx" in request.form:
                return _sample(kind, subject, form.on.data, _urgency(form))
            after = typed_version(form.after.data)
            paper = make_paper(
                current_store(),
                current_actor(),
                kind,
                subject,
                on=form.on.data,
                urgency=_urgency(form),
                after=after,
                now=now(),
            )
            return _made(paper)
    back = subject_address(RULES[kind].subject, subject) if not refusal else ""
    return form_page(
        "desk/papers/make.html",
        form,
        kind=kind,
        newest=newest,
        blocks=blocks,
        refusal=refusal,
        back=back,
        materials=materials_address(kind, subject),
        is_made_later=kind in PAPER_OF.values(),
    )


@needs(Permission.READ_OWN)
def replace(paper_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        row = find_paper(session, paper_id)
        if row.newer_id:
            flash("这份文书已被替代，请在新的文书上更正。", "info")
            return redirect(url_for(".show", paper_id=row.newer_id), 303)
        blocks, refusal = _preview(session, row.paper.kind, row.paper.subject, today(), now(), row.paper)
    if blocks:
        note_reading(current_store(), current_actor(), row.paper.kind, row.paper.subject, now=now())
    form = ReplaceForm(urgency=row.paper.urgency or "")
    if form.validate_on_submit():
        with refusals_on(form):
            because, urgency = form.because.data or "", _urgency(form)
            return _made(
                replace_paper(current_store(), current_actor(), paper_id, because, urgency=urgency, now=now())
            )
    return form_page(
        "desk/papers/replace.html",
        form,
        paper=row.paper,
        blocks=blocks,
        refusal=refusal,
        materials=materials_address(row.paper.kind, row.paper.subject),
    )


def _named(session: Session, kind: PaperKind, words: str) -> tuple[str, str]:
    """The subject that the words name, and the sentence where they name none or several; a contact gives its id."""
    try:
        if current_actor().may(Permission.READ_ALL):
            words = named_subject(session, kind, words)
        return subject_key(kind, words), ""
    except Refusal as refusal:
        return words, refusal.sentence


def _preview(
    session: Session, kind: PaperKind, subject: str, on: date, now: datetime, replaces: Paper | None = None
) -> tuple[list[Line | TableStart], str]:
    """The words and tables of the paper, or the sentence that says why there is none. Raises Denied and Hidden."""
    try:
        facts = facts_to_write(session, current_actor(), kind, subject, on, replaces=replaces, now=now)
        return paper_blocks(draft_paper(session, kind, facts, on)), ""
    except (Denied, Hidden):
        raise
    except Refusal as refusal:
        return [], refusal.sentence


def _urgency(form: MakeForm | ReplaceForm) -> Urgency | None:
    return Urgency(form.urgency.data) if form.urgency.data else None


def _sample(kind: PaperKind, subject: str, on: date, urgency: Urgency | None) -> ResponseReturnValue:
    """The paper as a file that is not kept."""
    with reading(current_store()) as session:
        facts = facts_to_write(session, current_actor(), kind, subject, on, now=now())
        content = draw_sample(session, kind, facts, on, urgency=urgency)
    return download(content, f"{kind.word}（样张）", "docx")


def _made(paper: Paper) -> ResponseReturnValue:
    flash(f"已出具{paper.kind.word}{f'，编号{paper.number}' if paper.number else ''}。", "success")
    return redirect(url_for(".show", paper_id=paper.id), 303)
