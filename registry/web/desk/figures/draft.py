"""The page on which a bulletin or a yearly report is edited before it is made, and papers of figures as draft files."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from registry.actions.figures.drafting import digest, drafted_facts, drafted_parts, moved_parts
from registry.actions.figures.save_draft import save_draft
from registry.actions.papers.keep_paper import draw_sample
from registry.actions.papers.sources import SOURCES
from registry.clock import now, today
from registry.domain.day_ranges import read_period
from registry.domain.errors import Refusal
from registry.domain.papers.figures import PARTS, Part
from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.roles import Permission
from registry.exports.papers.model import Table
from registry.storage.engine import reading
from registry.storage.paper_drafts import draft_of
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.papers.finding import subject_address
from registry.web.downloads import download
from registry.web.forms import Form, form_page, refusals_on, typed_version

_MOST_SHOWN = 50  # rows of a table


class DraftForm(Form):
    version = HiddenField()
    seen = HiddenField()


@needs(Permission.EXAMINE_FILING)
def draft(kind: str, subject: str) -> ResponseReturnValue:
    """The parts of the paper as drafted or as last written, with the tables that its numbers stand in."""
    paper, code = PaperKind(kind), _code(subject)
    with reading(current_store()) as session:
        facts = drafted_facts(session, paper, code, today())
        kept = draft_of(session, paper, code)
    drafted = drafted_parts(paper, facts)
    typed = kept.typed if kept else {}
    shown = {"version": str(kept.version if kept else 0), "seen": digest(drafted)}
    form = _form_of(paper)(data=shown | _by_field(paper, drafted | typed))
    if form.validate_on_submit():
        with refusals_on(form):
            texts = {part.name: form[_field(at)].data or "" for at, part in enumerate(PARTS[paper])}
            version, seen = typed_version(form.version.data), form.seen.data or ""
            save_draft(
                current_store(), current_actor(), paper, code, texts, version=version, seen=seen, now=now()
            )
            if "make" in request.form:
                return redirect(url_for("desk.papers.make", kind=kind, subject=code), 303)
            flash("已保存。", "success")
            return redirect(url_for(".draft", kind=kind, subject=code), 303)
    values = [*facts.values.values(), *(block for annex in facts.annexes for block in annex.blocks)]
    return form_page(
        "desk/figures/draft.html",
        form,
        kind=paper,
        code=code,
        about=facts.about,
        parts=[(part, form[_field(at)], drafted[part.name]) for at, part in enumerate(PARTS[paper])],
        typed=typed,
        moved=moved_parts(kept, drafted),
        kept=kept,
        shown=[value for value in values if isinstance(value, Table)],
        most=_MOST_SHOWN,
        back=subject_address(SubjectKind.FIGURES, code),
    )


@needs(Permission.EXAMINE_FILING)
def draft_file(kind: str, subject: str) -> ResponseReturnValue:
    """The paper as it would be made today, as a file that is not kept."""
    paper, code = PaperKind(kind), _code(subject)
    with reading(current_store()) as session:
        facts = SOURCES[paper](session, code, today())
        content = draw_sample(session, paper, facts, today())
    return download(content, f"{facts.about}{paper.word}（样张）", "docx")


def _code(subject: str) -> str:
    """The period of the address in the one way in which it is kept; 404 for none."""
    try:
        return read_period(subject).code
    except Refusal:
        abort(404)


def _form_of(kind: PaperKind) -> type[DraftForm]:
    fields = {_field(at): _control(part) for at, part in enumerate(PARTS[kind])}
    return type("PartsForm", (DraftForm,), fields)


def _by_field(kind: PaperKind, texts: dict[str, str]) -> dict[str, str]:
    return {_field(at): texts[part.name] for at, part in enumerate(PARTS[kind])}


def _field(at: int) -> str:
    return f"part_{at + 1}"


def _control(part: Part) -> Field:
    control = StringField if part.is_line else TextAreaField
    return control(part.name, [Length(max=part.longest, message=f"最多{part.longest}字，请精简。")])
