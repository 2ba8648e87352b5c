"""Importing an issue list that is pasted or uploaded: a trial first, then the writing."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from sqlmodel import Session
from werkzeug.datastructures import FileStorage
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from registry.actions.issue_register.import_issue_register import (
    ImportResult,
    import_issue_register,
    preview_issue_register,
)
from registry.clock import now, today
from registry.domain.authorities import AuthorityKind
from registry.domain.errors import Refusal
from registry.domain.issue_registers import EARLIEST_YEAR
from registry.domain.normal import without_controls
from registry.domain.roles import Permission
from registry.readers.files.archives import MAX_FILE
from registry.readers.ledgers.issue_lines import IssueLine, issue_text, read_issue_text
from registry.readers.sandbox import read_issue_file
from registry.storage.authorities import all_authorities
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import record_id
from registry.web.forms import Form, choices, form_page, refusals_on

MOST_LINES = 20_000
_PASTED = "粘贴"


class TakeInForm(Form):
    authority = SelectField("制定机关", default="")
    year = IntegerField(
        "年份",
        validators=[
            InputRequired("请填写年份。"),
            NumberRange(EARLIEST_YEAR, 9998, message="请填写四位数的年份。"),
        ],
    )
    file = FileField("选择文件")
    text = TextAreaField("发文登记簿内容")
    name = StringField("来源", widget=HiddenInput(), default=_PASTED)


@needs(Permission.WRITE_DOCUMENT)
def take_in() -> ResponseReturnValue:
    """The form; POST shows what an import would do, and with `save` writes it. Refused lines stay in the box."""
    form = _form()
    result, is_written = None, False
    if form.validate_on_submit():
        with refusals_on(form):
            lines = _lines(form)
            is_written = "save" in request.form and not _upload(form)
            result = _import(form, lines, is_written=is_written)
            if is_written:
                flash(f"已写入：新增{result.n_added}件，更新{len(result.updated)}件。", "success")
                if not result.refused:
                    return redirect(_result_address(form), 303)
                form.text.data = _refused_text(lines, result)
    return form_page(
        "desk/issue_register/take_in.html",
        form,
        result=result,
        is_written=is_written,
        may_choose=current_actor().may(Permission.READ_ALL),
    )


def _result_address(form: TakeInForm) -> str:
    """The address of the chosen authority's list, else that of all lists of the year."""
    if form.authority.data:
        return url_for(".show", authority_id=int(form.authority.data), year=form.year.data)
    return url_for(".index", year=form.year.data)


def _form() -> TakeInForm:
    """The form. The office may choose an authority or none; a contact imports for the own authority only."""
    actor = current_actor()
    form = TakeInForm()
    with reading(current_store()) as session:
        form.authority.choices = _choices(session)
    if not form.is_submitted():
        form.year.data = request.args.get("year", today().year, type=int)
        form.authority.data = str(request.args.get("authority", type=record_id) or "")
    if not actor.may(Permission.READ_ALL):
        form.authority.data = str(actor.authority_id)
    return form


def _choices(session: Session) -> list[SelectChoice]:
    """The authorities that this person may import for."""
    actor = current_actor()
    names = {
        authority.id: authority.name
        for authority in all_authorities(session)
        if actor.may_see([authority.id or 0])
        and authority.kind is not AuthorityKind.OUTSIDE
        and not authority.is_unknown
    }
    return choices(names, "以表中的“制定机关”列为准" if actor.may(Permission.READ_ALL) else None)


def _import(form: TakeInForm, lines: Sequence[IssueLine], *, is_written: bool) -> ImportResult:
    """The result of the import, or of its trial."""
    authority_id = int(form.authority.data) if form.authority.data else None
    if not is_written:
        return preview_issue_register(
            current_store(),
            current_actor(),
            lines,
            authority_id=authority_id,
            year=form.year.data,
            now=now(),
        )
    return import_issue_register(
        current_store(),
        current_actor(),
        lines,
        authority_id=authority_id,
        year=form.year.data,
        name=form.name.data or _PASTED,
        now=now(),
    )


def _lines(form: TakeInForm) -> list[IssueLine]:
    """The lines of the chosen file, which are put into the box as well, else the lines in the box."""
    upload = _upload(form)
    if upload:
        lines = _read(upload)
        form.text.data, form.name.data = issue_text(lines), upload.filename
    else:
        text = without_controls(request.form.get("text", ""))  # not stripped: a first cell may be empty
        form.text.data = text
        lines = read_issue_text(text)
    if len(lines) > MOST_LINES:
        raise Refusal(f"共有{len(lines)}行，一次最多{MOST_LINES}行，请按年份拆开后分次导入。", "text")
    return lines


def _read(upload: FileStorage) -> list[IssueLine]:
    name = upload.filename or ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        upload.save(path)
        if path.stat().st_size > MAX_FILE:
            raise Refusal(f"“{name}”超过{MAX_FILE // 1024 // 1024}MB，请拆分后再上传。", "file")
        try:
            return read_issue_file(path, name)
        except Refusal as refusal:
            raise Refusal(refusal.sentence, "file") from None


def _upload(form: TakeInForm) -> FileStorage | None:
    return form.file.data if isinstance(form.file.data, FileStorage) and form.file.data.filename else None


def _refused_text(lines: Sequence[IssueLine], result: ImportResult) -> str:
    """The refused lines as text."""
    refused = {line.place for line in result.refused}
    return issue_text(line for line in lines if line.place in refused)
