"""Loading a table of laws: a trial first, then the writing; refused rows can be downloaded, mended and sent again."""

import tempfile
from pathlib import Path

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import StringField, TextAreaField
from wtforms.widgets import HiddenInput

from registry.actions.laws.load_laws import LawLoad, load_laws, preview_laws
from registry.clock import now, today
from registry.domain.errors import Refusal
from registry.domain.law_tables import VERDICT_WORDS, LawVerdict
from registry.domain.normal import without_controls
from registry.domain.roles import Permission
from registry.readers.files.archives import MAX_FILE
from registry.readers.ledgers.law_lines import LawFile, law_lines_of_text, law_text
from registry.readers.sandbox import read_laws
from registry.web.access import current_actor, current_store, needs
from registry.web.downloads import download
from registry.web.forms import Form, form_page, refusals_on

_PASTED = "粘贴"
_SHOWN = 200
_REST_OF_FORM = 10_000  # bytes of its other fields; each line of the text comes back longer by a byte


class LoadForm(Form):
    file = FileField("选择文件")
    text = TextAreaField("法规表内容")
    name = StringField("来源", widget=HiddenInput(), default=_PASTED)


@needs(Permission.KEEP_LAWS)
def load() -> ResponseReturnValue:
    """The form; POST shows what loading would do, with `save` writes it, with `refused` sends the refused rows."""
    form = LoadForm()
    result: LawLoad | None = None
    read, is_written = LawFile([], []), False
    if form.validate_on_submit():
        with refusals_on(form):
            read = _read(form)
            is_written = "save" in request.form and not _upload(form)
            if is_written:
                name = form.name.data or _PASTED
                result = load_laws(current_store(), current_actor(), read.lines, name=name, now=now())
            else:
                result = preview_laws(current_store(), current_actor(), read.lines)
            if "refused" in request.form:
                return download(result.refused_workbook, f"法规表未能导入的行{today()}", "xlsx")
            if is_written:
                counts = result.counts
                flash(
                    f"已写入：新增{counts[LawVerdict.NEW]}部，更新{counts[LawVerdict.CHANGED]}部。", "success"
                )
                if not counts[LawVerdict.REFUSED]:
                    return redirect(url_for(".index"), 303)
                form.text.data = law_text(line.line for line in result.of(LawVerdict.REFUSED))
    return form_page(
        "desk/laws/load.html",
        form,
        result=result,
        notes=read.notes,
        is_written=is_written,
        verdicts=LawVerdict,
        words=VERDICT_WORDS,
        shown=_SHOWN,
    )


def _read(form: LoadForm) -> LawFile:
    """The rows of the chosen file, which are put into the box as well, else those in the box."""
    upload = _upload(form)
    if upload is None:
        text = without_controls(request.form.get("text", ""))  # not stripped: a first cell may be empty
        form.text.data = text
        if not text.strip():
            raise Refusal("没有内容，请选择文件，或者粘贴法规表。", "file")
        return LawFile(law_lines_of_text(text), [])
    read = _read_file(upload)
    text = law_text(read.lines)
    most = current_app.config["MAX_FORM_MEMORY_SIZE"]
    if len(text.encode()) + len(read.lines) + _REST_OF_FORM > most:
        raise Refusal(
            f"“{upload.filename}”有{len(read.lines)}行，读出的文字超过{most // 1024 // 1024}MB，一次写不进去，"
            "没有试读。请拆成几个文件，分次导入。",
            "file",
        )
    form.text.data, form.name.data = text, upload.filename
    return read


def _read_file(upload: FileStorage) -> LawFile:
    name = upload.filename or ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "laws"
        upload.save(path)
        if path.stat().st_size > MAX_FILE:
            raise Refusal(f"“{name}”超过{MAX_FILE // 1024 // 1024}MB，请拆分后再上传。", "file")
        try:
            return read_laws(path, name)
        except Refusal as refusal:
            raise Refusal(refusal.sentence, "file") from None


def _upload(form: LoadForm) -> FileStorage | None:
    return form.file.data if isinstance(form.file.data, FileStorage) and form.file.data.filename else None
