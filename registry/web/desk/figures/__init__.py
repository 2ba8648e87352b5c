"""The figures of the yearly assessment (统计): the rates of a period, the rows behind each number, and workbooks."""

from flask import Blueprint

from registry.domain.measures import Measure
from registry.web.desk.figures import export, index, rows

pages = Blueprint("figures", __name__, url_prefix="/figures")
pages.add_url_rule("/", view_func=index.index)
pages.add_url_rule("/export.<any(xlsx, zip):kind>", view_func=export.export)
_ROWS = f"/<any({', '.join(Measure)}):measure>"
pages.add_url_rule(_ROWS, view_func=rows.rows)
pages.add_url_rule(f"{_ROWS}/export.<any(csv, xlsx, docx):kind>", "export_rows", rows.export)
