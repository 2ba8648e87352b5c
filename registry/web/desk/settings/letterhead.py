"""The letterhead and imprint of the office's papers: edited, and shown on a sample page before they are saved."""

from collections.abc import Mapping

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField, StringField

from registry.actions.office.edit_settings import edit_settings
from registry.actions.papers.office_style import style_from
from registry.clock import now, today
from registry.domain.papers.kinds import Genre
from registry.domain.papers.letterhead import DEFAULTS, LABELS, Letterhead, check_letterhead
from registry.domain.roles import Permission
from registry.exports.papers.draw import draw_paper
from registry.exports.papers.look import look
from registry.exports.papers.model import OfficeStyle, Paper
from registry.storage import office
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.downloads import download
from registry.web.forms import Form, choices, form_page, refusals_on

_SAMPLES = {"paper": "通知样张", "letter": "函样张"}


class LetterheadForm(Form):
    letterhead = SelectField(LABELS["letterhead"], choices=choices({mode: mode.word for mode in Letterhead}))
    office_mark = StringField(LABELS["office_mark"])
    government_mark = StringField(LABELS["government_mark"])
    reserve_mm = StringField(f"{LABELS['reserve_mm']}（毫米）")
    letter_reserve_mm = StringField(f"{LABELS['letter_reserve_mm']}（毫米）")
    has_imprint = BooleanField("在公文末页印版记（印发机关和印发日期）")
    printed_by = StringField(LABELS["printed_by"])
    public_note = StringField(LABELS["public_note"])


@needs(Permission.MANAGE_RULES)
def edit_letterhead() -> ResponseReturnValue:
    """POST with `preview` shows the sample with what was typed, or gives it as a .docx; else it saves."""
    with reading(current_store()) as session:
        values = {name: office.setting(session, name) for name in DEFAULTS}
        names = [office.setting(session, name) for name in ("office_name", "government_name")]
    form = LetterheadForm(**{**values, "has_imprint": values["has_imprint"] == "yes"})
    if form.validate_on_submit():
        typed = _typed(form)
        with refusals_on(form):
            check_letterhead(typed)
            values = typed
            wanted = request.form.get("preview")
            if wanted in _SAMPLES:
                return download(draw_paper(*_sample(wanted, values, names)), _SAMPLES[wanted], "docx")
            if wanted is None:
                edit_settings(current_store(), current_actor(), typed, now=now())
                flash("版头和版记已保存，用于以后出具的文书和发布的目录；已经出具、发布的不变。", "success")
                return redirect(url_for("desk.settings.index"), 303)
    return form_page(
        "desk/settings/edit_letterhead.html",
        form,
        samples=[(words, look(*_sample(kind, values, names))) for kind, words in _SAMPLES.items()],
        names=names,
    )


def _typed(form: LetterheadForm) -> dict[str, str]:
    return {
        name: ("yes" if form[name].data else "") if name == "has_imprint" else (form[name].data or "").strip()
        for name in DEFAULTS
    }


def _sample(kind: str, values: Mapping[str, str], names: list[str]) -> tuple[Paper, OfficeStyle]:
    """An invented paper of the office in the look of the values."""
    own, government = names
    style = style_from(values, {own: values["office_mark"], government: values["government_mark"]})
    genre, title = (
        (Genre.LETTER, "关于商请提供有关材料的函")
        if kind == "letter"
        else (Genre.NOTICE, "关于开展文件清理工作的通知")
    )
    paper = Paper(
        genre=genre,
        title=title,
        issuer=own,
        signed_on=today(),
        body=("这是样张，用于查看版头、落款和版记的位置，不是正式公文。",),
        number=f"×司〔{today().year}〕1号",
        addressees="×××",
        copies_to="×××" if kind == "letter" else "",
    )
    return paper, style
