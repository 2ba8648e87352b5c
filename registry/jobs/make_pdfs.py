"""Print each paper to PDF once, where LibreOffice is installed; the bytes are kept beside those of its .docx."""

from datetime import datetime

from registry.domain.errors import Refusal
from registry.jobs.office import JobReport, Office
from registry.readers.files.libreoffice import is_installed
from registry.readers.sandbox import Worker, pdf_of
from registry.storage.engine import reading, transaction
from registry.storage.papers import Paper, add_pdf, without_pdf

MOST_AT_ONCE = 10


def run(office: Office, now: datetime) -> JobReport:
    """Prints the newest papers that have no PDF. What fails is not tried again; its reason stands on the paper."""
    if not is_installed():
        return JobReport(sentence="这台机器没有安装 LibreOffice，文书只提供 .docx。")
    with reading(office.store) as session:
        due = without_pdf(session, MOST_AT_ONCE)
    n_made, failed = 0, list[str]()
    with Worker() as worker:
        for paper_id in due:
            pdf, problem = _printed(office, worker, paper_id)
            with transaction(office.store) as session:
                if add_pdf(session, paper_id, pdf, problem):
                    n_made += bool(pdf)
                    failed += [problem] if problem else []
    words = f"生成了{n_made}份PDF。" if n_made else "没有需要生成的PDF。"
    words += f"有{len(failed)}份没有生成：{failed[0]}" if failed else ""
    return JobReport({"n_made": n_made, "n_failed": len(failed)}, words)


def _printed(office: Office, worker: Worker, paper_id: int) -> tuple[bytes | None, str]:
    """The PDF of a paper, or why there is none."""
    with reading(office.store) as session:
        docx = session.get_one(Paper, paper_id).docx
    try:
        return pdf_of(worker, docx or b""), ""
    except Refusal as refusal:
        return None, refusal.sentence
