"""The templates of papers: what holds for each kind, editing one with a preview, its versions, the shipped text."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from registry.actions.papers.edit_template import MAX_REASON, edit_template, restore_template, tidy_text
from registry.actions.papers.keep_paper import (
    PaperFacts,
    draw_sample,
    faulty_templates,
    sample_paper,
)
from registry.actions.papers.naming import named_subject
from registry.actions.papers.sample_facts import sample_facts
from registry.clock import now, today
from registry.domain.comparing import Match, compare
from registry.domain.papers.field_words import FIELD_WORDS
from registry.domain.papers.kinds import PaperKind
from registry.domain.papers.rules import RULES
from registry.domain.roles import Permission
from registry.exports.papers.plain import Line, TableStart, paper_blocks
from registry.exports.papers.templates import LONGEST, check_template, problem_of, shipped_text
from registry.storage.engine import reading
from registry.storage.papers import PaperTemplate, newest_templates, template_of, template_versions
from registry.web.access import current_actor, current_store, needs
from registry.web.downloads import download
from registry.web.forms import Form, form_page, refusals_on, typed_version


class RestoreForm(Form):
    reason = TextAreaField("理由", [InputRequired("请写明理由。"), Length(max=MAX_REASON)])
    version = HiddenField(default="0")


class TemplateForm(Form):
    text = TextAreaField(
        "模板", [InputRequired("请填写模板。"), Length(max=LONGEST, message=f"最多{LONGEST}字。")]
    )
    subject = StringField("用哪一件预览", [Length(max=200, message="最多200个字。")])
    reason = TextAreaField("理由", [Length(max=MAX_REASON, message=f"最多{MAX_REASON}个字。")])
    version = HiddenField(default="0")


@needs(Permission.MANAGE_RULES)
def paper_templates() -> ResponseReturnValue:
    with reading(current_store()) as session:
        newest, faulty = newest_templates(session), faulty_templates(session)
    kinds = [(kind, newest.get(kind)) for kind in PaperKind if kind in RULES]
    return render_template("desk/settings/paper_templates.html", kinds=kinds, faulty=faulty)


@needs(Permission.MANAGE_RULES)
def edit_paper_template(kind: str) -> ResponseReturnValue:
    paper = _kind_or_404(kind)
    with reading(current_store()) as session:
        own, versions = template_of(session, paper), template_versions(session, paper)
    text = own.text if own and own.text else shipped_text(paper)
    form = TemplateForm(text=text, version=str(own.version if own else 0))
    blocks: list[Line | TableStart] = []
    if form.validate_on_submit():
        with refusals_on(form):
            typed = tidy_text(form.text.data or "")
            if "look" in request.form or "docx" in request.form:
                with reading(current_store()) as session:
                    facts = _facts_to_try(session, paper, typed, form.subject.data or "")
                    if "docx" in request.form:
                        content = draw_sample(session, paper, facts, today(), typed)
                        return download(content, f"{paper.word}（样张）", "docx")
                    blocks = paper_blocks(sample_paper(session, paper, facts, today(), typed))
            else:
                edit_template(
                    current_store(),
                    current_actor(),
                    paper,
                    typed,
                    form.reason.data or "",
                    version=typed_version(form.version.data),
                    now=now(),
                )
                flash(f"{paper.word}的模板已保存，以后出具的按它写；已经出具的不变。", "success")
                return redirect(url_for(".paper_templates"), 303)
    return form_page(
        "desk/settings/edit_paper_template.html",
        form,
        kind=paper,
        own=own,
        versions=versions,
        problem=problem_of(paper, own.text) if own and own.text else "",
        fields=[(name, is_needed, FIELD_WORDS[name]) for name, is_needed in RULES[paper].fields.items()],
        blocks=blocks,
    )


@needs(Permission.MANAGE_RULES)
def restore_paper_template(kind: str) -> ResponseReturnValue:
    paper = _kind_or_404(kind)
    with reading(current_store()) as session:
        own = template_of(session, paper)
    if own is None or not own.text:
        abort(404)
    form = RestoreForm(version=str(own.version))
    if form.validate_on_submit():
        with refusals_on(form):
            version = typed_version(form.version.data)
            reason = form.reason.data or ""
            restore_template(current_store(), current_actor(), paper, reason, version=version, now=now())
            flash(f"{paper.word}已恢复为随程序提供的模板。", "success")
            return redirect(url_for(".paper_templates"), 303)
    comparison = compare(own.text, shipped_text(paper))
    return form_page(
        "desk/settings/restore_paper_template.html", form, kind=paper, comparison=comparison, Match=Match
    )


@needs(Permission.MANAGE_RULES)
def show_paper_template(kind: str, version: int) -> ResponseReturnValue:
    """A version of the office's template, and what differs from the one before it."""
    paper = _kind_or_404(kind)
    with reading(current_store()) as session:
        texts = {row.version: row for row in template_versions(session, paper)}
    if version not in texts:
        abort(404)
    before = texts.get(version - 1)
    return render_template(
        "desk/settings/show_paper_template.html",
        kind=paper,
        template=texts[version],
        text=_text_of(paper, texts[version]),
        comparison=compare(_text_of(paper, texts[version]), _text_of(paper, before)),
        Match=Match,
    )


def _text_of(kind: PaperKind, template: PaperTemplate | None) -> str:
    return template.text if template and template.text else shipped_text(kind)


def _kind_or_404(name: str) -> PaperKind:
    kind = next((kind for kind in RULES if kind == name), None)
    if kind is None:
        abort(404)
    return kind


def _facts_to_try(session: Session, kind: PaperKind, text: str, subject: str) -> PaperFacts:
    """The facts for the typed text. Raises Refusal for a faulty text or an unknown subject."""
    check_template(RULES[kind], text)
    subject = named_subject(session, kind, subject)
    return sample_facts(session, current_actor(), kind, subject, today())
