"""Released lists: frozen, as a page and as files, and their correction (勘误) by another release."""

from flask import Blueprint

from registry.web.desk.releases import correct, show

pages = Blueprint("releases", __name__, url_prefix="/releases")
pages.add_url_rule("", view_func=show.index)
pages.add_url_rule("/<id:release_id>", view_func=show.show)
pages.add_url_rule("/<id:release_id>/list.<any(docx, pdf, xlsx, csv):kind>", view_func=show.file)
pages.add_url_rule("/<id:release_id>/pdf", view_func=show.print_pdf_again, methods=["POST"])
pages.add_url_rule("/<id:release_id>/correct", view_func=correct.correct_release, methods=["GET", "POST"])
