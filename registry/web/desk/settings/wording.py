"""The words of released lists: edited, and shown in a sample of the paper before they are saved."""

from collections.abc import Mapping
from datetime import date

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import Length

from registry.actions.office.edit_settings import edit_settings
from registry.clock import now, today
from registry.domain.cleanups import Outcome
from registry.domain.list_wording import LONGEST, PARTS, basis_of, check_wording, filled
from registry.domain.listed import ListRow
from registry.domain.roles import Permission
from registry.exports.papers.facts import Annex, ReleasePaper
from registry.exports.plain_text import plain_text
from registry.exports.release import render_release
from registry.storage import office
from registry.storage.engine import reading
from registry.storage.rulebook import load_rulebook
from registry.web.access import current_actor, current_store, needs
from registry.web.forms import Form, form_page, refusals_on


class WordingForm(Form):
    """A field for each part of the wording."""


for _part in PARTS:
    setattr(WordingForm, _part.setting, TextAreaField(_part.label, [Length(max=LONGEST)]))


@needs(Permission.MANAGE_RULES)
def edit_wording() -> ResponseReturnValue:
    """POST with `preview` only shows the sample with what was typed; else it saves."""
    with reading(current_store()) as session:
        words = office.wording(session)
        government = office.setting(session, "government_name")
        profile = load_rulebook(session).profile_for(today())
    form = WordingForm(**words)
    if form.validate_on_submit():
        typed = {part.setting: form[part.setting].data or "" for part in PARTS}
        with refusals_on(form):
            check_wording(typed)
            words = typed
            if "preview" not in request.form:
                edit_settings(current_store(), current_actor(), typed, now=now())
                flash("清理目录的用语已保存，用于以后发布的目录；已发布的不变。", "success")
                return redirect(url_for("desk.settings.index"), 303)
    return form_page(
        "desk/settings/edit_wording.html",
        form,
        parts=PARTS,
        profile=profile,
        sample=_sample(words, basis_of(words["list_basis"], profile), government, today()),
    )


def _sample(words: Mapping[str, str], basis: str, government: str, on: date) -> list[str]:
    """The lines of an invented paper in these words, without its annexes."""
    row = ListRow("×××办法", "×政〔2020〕1号", government, "government", published_on=date(2020, 1, 1))
    annexes = tuple(Annex(outcome, (row,)) for outcome in (Outcome.RETAIN, Outcome.LAPSE, Outcome.REPEAL))
    paper = ReleasePaper(
        issuer=government,
        title=f"{government}关于公布{on.year}年度行政规范性文件清理结果的通告",
        doc_no=None,
        signed_on=on,
        published_on=on,
        basis=basis,
        scope="清理范围为本级现行行政规范性文件",
        cut_off_on=on,
        meeting="第×次常务会议",
        decided_on=on,
        n_scope=len(annexes),
        annexes=annexes,
        look_at=filled(words["list_channel"], {"本级政府": government}),
        release_no="样张",
        head_hash="",
        approval=words["list_approval"],
        effect=words["list_effect"],
        unlisted=words["list_unlisted"],
    )
    lines = [line for line in plain_text(render_release(paper)).splitlines() if line.strip()]
    return lines[: next((at for at, line in enumerate(lines) if line.startswith("附件：")), len(lines))]
