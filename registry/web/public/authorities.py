"""The authorised issuers (制定主体清单), where the office publishes them: name, kind, since and until when."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from registry.domain.roles import Permission
from registry.storage.authorities import authorised_issuers, authority_names, former_names, issuing_since
from registry.storage.engine import reading
from registry.storage.office import publishes_issuers
from registry.web.access import current_store, needs

pages = Blueprint("authorities", __name__)


@pages.route("/authorities")
@needs(Permission.READ_PUBLIC)
def index() -> ResponseReturnValue:
    with reading(current_store()) as session:
        if not publishes_issuers(session):
            abort(404)
        issuers = authorised_issuers(session)
        return render_template(
            "public/authorities/index.html",
            present=[issuer for issuer in issuers if issuer.abolished_on is None],
            ended=[issuer for issuer in issuers if issuer.abolished_on is not None],
            since=issuing_since(session),
            former=former_names(session),
            heirs=authority_names(
                session, [issuer.successor_id for issuer in issuers if issuer.successor_id]
            ),
        )
