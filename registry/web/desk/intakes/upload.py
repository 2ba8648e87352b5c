"""Uploading ledgers and documents; what is small is read at once."""

from pathlib import PurePath

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, SelectField

from registry.actions.intakes.stage_intake import stage_intake
from registry.actions.intakes.upload_intake import upload_intake
from registry.clock import now
from registry.domain.documents import DISCLOSURE_WORDS, Disclosure
from registry.domain.errors import Refusal
from registry.domain.intakes import Options, is_package
from registry.domain.roles import Permission
from registry.readers.files.archives import MAX_FILE
from registry.readers.files.packages import is_litter
from registry.web.access import current_actor, current_store, needs
from registry.web.forms import Form, choices, form_page, refusals_on

SMALL_BYTES, SMALL_FILES = 200_000, 3  # a page may wait until so much is read
_CHOICES = {key: word for key, word in DISCLOSURE_WORDS.items() if key is not Disclosure.SECRET}


class UploadForm(Form):
    files = MultipleFileField("台账或文件")
    folder = MultipleFileField("或者整个文件夹", render_kw={"webkitdirectory": True})
    disclosure = SelectField(
        "没有写明公开属性的，登记为",
        choices=choices(_CHOICES, "不予公开（以后可以再改）"),
        default="",
    )
    is_update = BooleanField("与登记不一致的，以本次导入为准")


@needs(Permission.IMPORT_LEDGER)
def upload() -> ResponseReturnValue:
    """The form; POST takes the files in. A package or a large upload is left to the job."""
    form = UploadForm()
    if form.validate_on_submit():
        with refusals_on(form):
            files = _received_files(form)
            name = f"{files[0][0]}等{len(files)}个文件" if len(files) > 1 else "".join(n for n, _ in files)
            disclosure = Disclosure(form.disclosure.data) if form.disclosure.data else None
            options = Options(form.is_update.data, disclosure)
            intake_id = upload_intake(current_store(), current_actor(), name, files, options, now())
            if not any(is_package(file) for file, _ in files):
                stage_if_small(intake_id, sum(len(content) for _, content in files), len(files))
            return redirect(url_for(".show", intake_id=intake_id), 303)
    return form_page("desk/intakes/upload.html", form)


def stage_if_small(intake_id: int, n_bytes: int, n_files: int) -> None:
    """Reads the intake if a page may wait for it; else the job will."""
    if n_files <= SMALL_FILES and n_bytes <= SMALL_BYTES:
        stage_intake(current_store(), current_actor(), intake_id, now())


def _received_files(form: UploadForm) -> list[tuple[str, bytes]]:
    """(name, content) of the chosen files, then those of the folder but for what programs leave there."""
    single = [(PurePath(_path(upload)).name, upload) for upload in form.files.data or ()]
    in_folder = [(_path(upload), upload) for upload in form.folder.data or () if not is_litter(_path(upload))]
    return [_received(name, upload) for name, upload in (*single, *in_folder)]


def _path(upload: FileStorage) -> str:
    """The name with its folders, as a browser gives it for a whole folder."""
    return (upload.filename or "未命名").replace("\\", "/")


def _received(name: str, upload: FileStorage) -> tuple[str, bytes]:
    content = upload.read()
    if len(content) > MAX_FILE:
        limit = MAX_FILE // 1024 // 1024
        raise Refusal(f"“{name}”超过{limit}MB，没有保存；请拆分或压缩图片后重新上传。", "files")
    return name, content
