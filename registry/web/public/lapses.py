"""The documents that lapse in the coming months, where the office publishes that list."""

from datetime import timedelta

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from sqlmodel import col

from registry.clock import today
from registry.domain.calendars import add_months
from registry.domain.roles import Permission
from registry.storage.documents.tables import Document, DocumentSpan
from registry.storage.engine import reading
from registry.storage.evaluations import public_lapses
from registry.storage.office import publishes_lapses
from registry.web.access import current_store, needs
from registry.web.paging import page_of

MONTHS = 18

pages = Blueprint("lapses", __name__)


@pages.route("/lapses")
@needs(Permission.READ_PUBLIC)
def index() -> ResponseReturnValue:
    last = add_months(today(), MONTHS)
    with reading(current_store()) as session:
        if not publishes_lapses(session):
            abort(404)
        query = public_lapses(today(), last).order_by(col(DocumentSpan.from_on), col(Document.id))
        page = page_of(session, query)
    return render_template(
        "public/lapses/index.html", page=page, one_day=timedelta(1), months=MONTHS, first=today(), last=last
    )
