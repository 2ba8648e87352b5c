"""Print each paper and each released list to PDF once, where LibreOffice is installed; its bytes are kept."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from registry.domain.errors import Refusal
from registry.jobs.office import JobReport, Office
from registry.readers.files.libreoffice import is_installed
from registry.readers.sandbox import Worker, pdf_of
from registry.storage.engine import reading, transaction
from registry.storage.papers import Paper
from registry.storage.pdfs import Printed, add_pdf, due_pdfs, note_failed_pdf
from registry.storage.releases import Release, ReleasePdf

MOST_AT_ONCE = 10
_DOCX: dict[type[Printed], type[Any]] = {ReleasePdf: Release, Paper: Paper}
"""Whose .docx is printed, by the table that keeps the .pdf."""


def run(office: Office, now: datetime) -> JobReport:
    """Prints what is due, the newest first. What fails keeps its reason, is tried again later, and ends the run: the
    next comes within a minute, and no run takes as long as a job that hangs."""
    if not is_installed():
        return JobReport(sentence="这台机器没有安装 LibreOffice，文书和清理目录只提供 .docx。")
    with reading(office.store) as session:
        due = [(table, row_id) for table in _DOCX for row_id in due_pdfs(session, table, now, MOST_AT_ONCE)]
    n_made, problem = 0, ""
    with Worker() as worker:
        for table, row_id in due[:MOST_AT_ONCE]:
            if problem := _print(office, worker, table, row_id, now):
                break
            n_made += 1
    return JobReport({"n_made": n_made, "n_failed": int(bool(problem))}, _told(n_made, problem))


def _told(n_made: int, problem: str) -> str:
    if not n_made and not problem:
        return "没有需要生成的PDF。"
    made = f"生成了{n_made}份PDF。" if n_made else ""
    return f"{made}有1份没有生成：{problem}。" if problem else made


def _print(office: Office, worker: Worker, table: type[Printed], row_id: int, now: datetime) -> str:
    """Keeps the PDF of a row; the reason where there is none."""
    owner = _DOCX[table]
    with reading(office.store) as session:
        docx = session.execute(sa.select(owner.docx).where(owner.id == row_id)).scalar_one()
    try:
        pdf, problem = pdf_of(worker, docx or b""), ""
    except Refusal as refusal:
        pdf, problem = b"", refusal.sentence
    with transaction(office.store) as session:
        if problem:
            note_failed_pdf(session, table, row_id, problem, now)
        else:
            add_pdf(session, table, row_id, pdf)
    return problem
