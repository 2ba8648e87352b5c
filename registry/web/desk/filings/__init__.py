"""Filings: the list, a filing with its deadlines and papers, the page of a move, filing again, and urging."""

from flask import Blueprint

from registry.domain.filings import Move
from registry.domain.papers import filer
from registry.web.desk.filings import (
    filer_papers,
    index,
    materials,
    move,
    refile,
    show,
    urge,
    worksheet,
    worksheet_findings,
    worksheet_signing,
)

_FILING = "/<id:filing_id>"
_FORM = ["GET", "POST"]

pages = Blueprint("filings", __name__, url_prefix="/filings")
pages.add_url_rule("/", view_func=index.index)
pages.add_url_rule("/export.<any(csv, xlsx, docx):kind>", view_func=index.export)
pages.add_url_rule("/urge", view_func=urge.urge, methods=_FORM)
pages.add_url_rule(_FILING, view_func=show.show)
pages.add_url_rule(f"{_FILING}/<any({', '.join(Move)}):move>", view_func=move.move, methods=_FORM)
pages.add_url_rule(f"{_FILING}/materials", view_func=materials.materials, methods=_FORM)
pages.add_url_rule(f"{_FILING}/filing-report", view_func=filer_papers.filing_report, methods=_FORM)
pages.add_url_rule(f"{_FILING}/drafting-statement", view_func=filer_papers.drafting_statement, methods=_FORM)
pages.add_url_rule(
    f"{_FILING}/drafts/<any({', '.join(filer.RULES)}):kind>.docx", view_func=filer_papers.draft
)
pages.add_url_rule(f"{_FILING}/refile", view_func=refile.refile, methods=_FORM)

_SHEET = f"{_FILING}/worksheet"
_FINDING = f"{_SHEET}/findings/<id:finding_id>"
_POST = ["POST"]
pages.add_url_rule(_SHEET, view_func=worksheet.worksheet, methods=_FORM)
pages.add_url_rule(f"{_SHEET}/begin", "begin_worksheet", worksheet.begin_drafting, methods=_POST)
pages.add_url_rule(f"{_SHEET}/answers", "judge_answers", worksheet.judge, methods=_POST)
pages.add_url_rule(f"{_SHEET}/findings/add", "add_finding", worksheet_findings.add, methods=_FORM)
pages.add_url_rule(f"{_FINDING}/edit", "change_finding", worksheet_findings.change, methods=_FORM)
pages.add_url_rule(f"{_FINDING}/remove", "remove_finding", worksheet_findings.remove, methods=_POST)
pages.add_url_rule(f"{_FINDING}/raise", "raise_finding", worksheet_findings.put_up, methods=_POST)
pages.add_url_rule(f"{_SHEET}/hand-over", "hand_over_worksheet", worksheet_signing.hand_over, methods=_FORM)
pages.add_url_rule(f"{_SHEET}/sign", "sign_worksheet", worksheet_signing.sign, methods=_FORM)
pages.add_url_rule(f"{_SHEET}/give-back", "return_worksheet", worksheet_signing.give_back, methods=_FORM)
