"""The figures of the yearly assessment (统计): the rates of a period, the rows behind each number, and workbooks."""

from flask import Blueprint

from registry.web.desk.figures import draft, export, index, rows

pages = Blueprint("figures", __name__, url_prefix="/figures")
pages.add_url_rule("/", view_func=index.index)
pages.add_url_rule("/export.<any(xlsx, zip):kind>", view_func=export.export)
pages.add_url_rule(
    "/papers/<any(filing_bulletin, annual_report):kind>/<subject>",
    view_func=draft.draft,
    methods=["GET", "POST"],
)
pages.add_url_rule(
    "/papers/<any(filing_bulletin, annual_report, quarterly_list, annual_list):kind>/<subject>/draft.docx",
    view_func=draft.draft_file,
)
pages.add_url_rule("/rows", view_func=rows.rows)
pages.add_url_rule("/rows/export.<any(csv, xlsx, docx):kind>", "export_rows", rows.export)
