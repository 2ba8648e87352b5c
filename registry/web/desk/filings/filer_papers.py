"""The pages on which a filer makes the 备案报告 and the 起草说明 of a filing, from what the register knows."""

from dataclasses import asdict, fields, replace
from datetime import date

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from registry.actions.filings.filer_facts import StatementWords, Words, known_words
from registry.actions.filings.hand_in_paper import draft_filer_paper, hand_in_paper
from registry.clock import now, today
from registry.domain.filings import CONCLUDED
from registry.domain.papers.filer import kind_of_material
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import Actor, Permission, Role
from registry.storage.documents.tables import text_of
from registry.storage.engine import reading
from registry.storage.filing_materials import missing_of, slots
from registry.storage.papers import last_paper
from registry.storage.people import User
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.form import day_field
from registry.web.desk.documents.read_text import marked_text
from registry.web.desk.filings.finding import find_filing
from registry.web.downloads import download
from registry.web.forms import Form, form_page, refusals_on

_LONG = Length(max=20_000, message="最多20000个字，请精简。")
_NAME = Length(max=200, message="最多200个字，请核对。")


class PaperForm(Form):
    signed_on = DateField("成文日期", [InputRequired("请填写成文日期。")])
    because = StringField("重新制作的原因", [Length(max=500, message="最多500个字。")])


class FilingReportForm(PaperForm):
    reviewer = StringField("主送（备案机关）", [_NAME])
    number = StringField("发文字号", [Length(max=100, message="最多100个字。")])
    signatory = StringField("签发人", [Length(max=60, message="最多60个字。")])
    decided_by = StringField("审议机构（会议）", [_NAME])
    decided_on = day_field("审议日期")
    published_on = day_field("公布日期")
    effective_on = day_field("施行日期")
    n_copies = IntegerField("材料各几份", [NumberRange(1, 99, message="请填1到99。")])
    contact = StringField("联系人", [Length(max=60, message="最多60个字。")])
    phone = StringField("联系电话", [Length(max=60, message="最多60个字。")])


class DraftingStatementForm(PaperForm):
    necessity = TextAreaField("一、制定的必要性", [_LONG])
    course = TextAreaField("二、起草过程", [_LONG])
    content = TextAreaField("三、主要内容", [_LONG])
    bases = TextAreaField("四、制定依据", [_LONG])


@needs(Permission.SUBMIT_FILING)
def filing_report(filing_id: int) -> ResponseReturnValue:
    """备案报告: its form, a draft for Word, or the paper handed in as a material."""
    return _page(filing_id, PaperKind.FILING_REPORT, FilingReportForm)


@needs(Permission.SUBMIT_FILING)
def drafting_statement(filing_id: int) -> ResponseReturnValue:
    """起草说明: its form, a draft for Word, or the paper handed in as a material."""
    return _page(filing_id, PaperKind.DRAFTING_STATEMENT, DraftingStatementForm)


@needs(Permission.SUBMIT_FILING)
def draft(filing_id: int, kind: str) -> ResponseReturnValue:
    """The draft as the register knows it, without a form."""
    find_filing(filing_id, Permission.SUBMIT_FILING)
    return _draft(filing_id, PaperKind(kind), None, today())


def _page(filing_id: int, kind: PaperKind, form_class: type[PaperForm]) -> ResponseReturnValue:
    filing, document = find_filing(filing_id, Permission.SUBMIT_FILING)
    with reading(current_store()) as session:
        known = known_words(session, filing, kind)
        wanted = slots(session, filing)
        earlier = last_paper(session, kind, filing_id)
        contact = _of_contact(session, current_actor())
        text = text_of(session, filing.document_id) if kind is PaperKind.DRAFTING_STATEMENT else ""
    form = form_class(data=asdict(known) | contact | {"signed_on": today()})
    for name in _settled(known):
        del form[name]
    if earlier is None:
        del form.because
    back = url_for("desk.filings.materials", filing_id=filing_id)
    if form.validate_on_submit():
        with refusals_on(form):
            words = _words(form, known)
            assert form.signed_on.data is not None
            if "draft" in request.form:
                return _draft(filing_id, kind, words, form.signed_on.data)
            _hand_in(filing_id, kind, words, form)
            return redirect(back, 303)
    return form_page(
        "desk/filings/filer_paper.html",
        form,
        filing=filing,
        document=document,
        kind=kind,
        known=known,
        earlier=earlier,
        missing=[name for name in missing_of(wanted) if kind_of_material(name) is not kind],
        is_closed=filing.is_historic or filing.state in CONCLUDED,
        text=marked_text(text, {}),
        is_report=kind is PaperKind.FILING_REPORT,
        back=back,
    )


def _draft(filing_id: int, kind: PaperKind, words: Words | None, on: date) -> ResponseReturnValue:
    content = draft_filer_paper(current_store(), current_actor(), filing_id, kind, words, on)
    return download(content, f"{kind.word}（草稿）", "docx")


def _hand_in(filing_id: int, kind: PaperKind, words: Words, form: PaperForm) -> None:
    assert form.signed_on.data is not None
    hand_in_paper(
        current_store(),
        current_actor(),
        filing_id,
        kind,
        words,
        signed_on=form.signed_on.data,
        because=form.because.data or "" if "because" in form else "",
        now=now(),
    )
    flash(f"{kind.word}已制作并留存，作为备案材料提交。", "success")


def _settled(known: Words) -> list[str]:
    """The fields that nobody is asked for, since the register says them."""
    if isinstance(known, StatementWords):
        return []
    asked = ("decided_by", "decided_on") if known.is_decided else ()
    settled = [name for name in (*asked, "published_on", "effective_on") if getattr(known, name)]
    return settled if known.is_decided else ["decided_by", "decided_on", *settled]


def _words(form: PaperForm, known: Words) -> Words:
    """The words as typed, over those of the register."""
    names = {field.name for field in fields(known)}
    return replace(known, **{field.name: field.data for field in form if field.name in names})


def _of_contact(session: Session, actor: Actor) -> dict[str, str]:
    """The contact who fills the form is whom the report names."""
    user = session.get(User, actor.user_id) if actor.role is Role.CONTACT else None
    return {"contact": user.name} if user else {}
