"""Imports on the desk: uploading ledgers and documents, looking at the dry run, writing it or giving it up."""

from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.file import MultipleFileField
from sqlmodel import Session
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, SelectField

from registry.actions.intakes import apply_intake as apply_action
from registry.actions.intakes import discard_intake as discard_action
from registry.actions.intakes.export_refused import export_refused
from registry.actions.intakes.map_columns import map_columns
from registry.actions.intakes.order_intake import order_intake
from registry.actions.intakes.stage_intake import stage_intake
from registry.actions.intakes.upload_intake import upload_intake
from registry.clock import now
from registry.domain.documents import DISCLOSURE_WORDS, Disclosure
from registry.domain.errors import Denied, Refusal
from registry.domain.intakes import ANEW, INTAKE_STATE_WORDS, ROW, Options
from registry.domain.roles import Permission
from registry.readers.files.archives import MAX_FILE
from registry.readers.files.packages import is_litter
from registry.storage.engine import reading
from registry.storage.intakes import Intake, intakes_query, n_chosen, n_files, n_opened, n_public
from registry.storage.job_runs import JobRun
from registry.storage.office import setting
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.intakes.columns import MEANINGS, chosen_in, headers_of
from registry.web.desk.intakes.page import show_context
from registry.web.downloads import download
from registry.web.forms import Form, choices, form_page, refusals_on
from registry.web.paging import page_of

pages = Blueprint("intakes", __name__, url_prefix="/intakes")

SMALL_BYTES, SMALL_FILES, SMALL_ROWS = 200_000, 3, 2_000  # what a page may wait for
_AT_WORK = ("uploaded", "staging", "to_apply")
_JOB_SILENT = timedelta(minutes=2)
_OPEN = {key: word for key, word in DISCLOSURE_WORDS.items() if key is not Disclosure.SECRET}


class UploadForm(Form):
    files = MultipleFileField("台账或文件")
    folder = MultipleFileField("或者整个文件夹", render_kw={"webkitdirectory": True})
    disclosure = SelectField(
        "没有写明公开属性的，登记为",
        choices=choices(_OPEN, "不予公开（以后可以再改）"),
        default="",
    )
    is_update = BooleanField("与登记不一致的，以本次导入为准")


@pages.get("/")
@needs(Permission.IMPORT_LEDGER)
def index() -> ResponseReturnValue:
    """Every import, the newest first, and what became of it."""
    with reading(current_store()) as session:
        page = page_of(session, intakes_query())
    return render_template("desk/intakes/index.html", page=page, state_words=INTAKE_STATE_WORDS)


@pages.route("/upload", methods=["GET", "POST"])
@needs(Permission.IMPORT_LEDGER)
def upload() -> ResponseReturnValue:
    """Small files are read at once, large ones by the job."""
    form = UploadForm()
    if form.validate_on_submit():
        with refusals_on(form):
            files = [_received(PurePath(_path(each)).name, each) for each in form.files.data or ()]
            in_folder = [each for each in form.folder.data or () if not is_litter(_path(each))]
            files += [_received(_path(each), each) for each in in_folder]
            disclosure = Disclosure(form.disclosure.data) if form.disclosure.data else None
            name = f"{files[0][0]}等{len(files)}个文件" if len(files) > 1 else "".join(n for n, _ in files)
            options = Options(form.is_update.data, disclosure)
            intake_id = upload_intake(current_store(), current_actor(), name, files, options, now())
            if not any(each.lower().endswith(".zip") for each, _ in files):
                _stage_if_small(intake_id, sum(len(content) for _, content in files), len(files))
            return redirect(url_for(".show", intake_id=intake_id), 303)
    return form_page("desk/intakes/upload.html", form)


@pages.get("/<id:intake_id>")
@needs(Permission.IMPORT_LEDGER)
def show(intake_id: int) -> ResponseReturnValue:
    """The dry run, or what was written: every row with its verdict, its doubts, what changes and what it becomes."""
    at = now()
    with reading(current_store()) as session:
        intake = _intake(session, intake_id)
        context = show_context(session, intake, request.args.get("verdict", ""), at)
        is_silent = _job_is_silent(session, intake, at)
    return render_template(
        "desk/intakes/show.html",
        intake=intake,
        is_silent=is_silent,
        is_at_work=intake.state in _AT_WORK,
        **context,
    )


@pages.route("/<id:intake_id>/columns", methods=["GET", "POST"])
@needs(Permission.IMPORT_LEDGER)
def columns(intake_id: int) -> ResponseReturnValue:
    """What each heading was understood as; a changed one is remembered, and the ledger read anew."""
    with reading(current_store()) as session:
        intake = _intake(session, intake_id)
        headers = headers_of(session, intake, request.form)
        n_said = n_chosen(session, intake_id)
    here, problem = url_for(".show", intake_id=intake_id), ""
    if request.method == "POST":
        try:
            map_columns(current_store(), current_actor(), intake_id, chosen_in(headers), now())
            _stage_if_small(intake_id, intake.size, len(intake.options["files"]))
            return redirect(here, 303)
        except Denied:
            raise
        except Refusal as refusal:
            problem = refusal.sentence
    if not headers or intake.state != "staged":
        return redirect(here)
    page = render_template(
        "desk/intakes/columns.html",
        intake=intake,
        headers=headers,
        meanings=MEANINGS,
        problem=problem,
        n_chosen=n_said,
    )
    return page, 422 if problem else 200


def _stage_if_small(intake_id: int, n_bytes: int, n_files: int) -> None:
    """Reads what a page may wait for; the rest is left to the job."""
    if n_files <= SMALL_FILES and n_bytes <= SMALL_BYTES:
        stage_intake(current_store(), current_actor(), intake_id, now())


@pages.get("/<id:intake_id>/progress")
@needs(Permission.IMPORT_LEDGER)
def progress(intake_id: int) -> ResponseReturnValue:
    """What the page asks every two seconds; once the work is over it loads itself anew."""
    with reading(current_store()) as session:
        intake = _intake(session, intake_id)
    answer = make_response(
        render_template("desk/intakes/progress.html", intake=intake, state_words=INTAKE_STATE_WORDS)
    )
    if intake.state not in _AT_WORK:
        answer.headers["HX-Refresh"] = "true"
    return answer


@pages.route("/<id:intake_id>/apply", methods=["GET", "POST"])
@needs(Permission.IMPORT_LEDGER)
def apply(intake_id: int) -> ResponseReturnValue:
    """GET says in numbers what will be written, POST writes it: at once, or by the job when it is large."""
    with reading(current_store()) as session:
        intake = _intake(session, intake_id)
        n_open, n_to_open = n_public(session, intake), n_opened(session, intake_id)
        tracked_from = setting(session, "tracked_from")
        files = n_files(session, intake_id)
    here = url_for(".show", intake_id=intake_id)
    if request.method == "GET":
        if intake.state != "staged":
            return redirect(here)
        return render_template(
            "desk/intakes/apply.html",
            intake=intake,
            n_anew=files.get(ANEW, 0),
            n_waiting=files.get(ROW, 0),
            n_open=n_open,
            n_to_open=n_to_open,
            tracked_from=tracked_from,
        )
    try:
        if intake.n_total > SMALL_ROWS:
            order_intake(current_store(), current_actor(), intake_id)
        else:
            apply_action.apply_intake(current_store(), current_actor(), intake_id, now())
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    return redirect(here, 303)


@pages.route("/<id:intake_id>/discard", methods=["GET", "POST"])
@needs(Permission.IMPORT_LEDGER)
def discard(intake_id: int) -> ResponseReturnValue:
    """GET says in numbers what will be lost, POST gives the import up."""
    if request.method == "GET":
        with reading(current_store()) as session:
            intake = _intake(session, intake_id)
            n_said = n_chosen(session, intake_id)
        if intake.state in ("applied", "discarded"):
            return redirect(url_for(".show", intake_id=intake_id))
        return render_template("desk/intakes/discard.html", intake=intake, n_chosen=n_said)
    discard_action.discard_intake(current_store(), current_actor(), intake_id)
    flash("已放弃这次导入，登记簿没有任何变动。", "success")
    return redirect(url_for(".index"), 303)


@pages.get("/<id:intake_id>/refused.xlsx")
@needs(Permission.IMPORT_LEDGER)
def refused(intake_id: int) -> ResponseReturnValue:
    """The refused rows as a workbook with the reasons, to be mended and sent again."""
    with reading(current_store()) as session:
        name = PurePath(_intake(session, intake_id).name).stem
    return download(export_refused(current_store(), current_actor(), intake_id), f"{name}-未通过的行", "xlsx")


def _path(upload: FileStorage) -> str:
    """The name with its folders, as a browser gives it for a whole folder."""
    return (upload.filename or "未命名").replace("\\", "/")


def _received(name: str, upload: FileStorage) -> tuple[str, bytes]:
    content = upload.read()
    if len(content) > MAX_FILE:
        limit = MAX_FILE // 1024 // 1024
        raise Refusal(f"“{name}”超过{limit}MB，没有保存；请拆分或压缩图片后重新上传。", "files")
    return name, content


def _intake(session: Session, intake_id: int) -> Intake:
    intake = session.get(Intake, intake_id)
    if intake is None:
        abort(404)
    return intake


def _job_is_silent(session: Session, intake: Intake, at: datetime) -> bool:
    """Whether the intake waits for a job that does not run."""
    if intake.state not in _AT_WORK or at - intake.created_at < timedelta(seconds=30):
        return False
    run: Any = session.get(JobRun, "work_intakes")
    return run is None or at - run.started_at > _JOB_SILENT
