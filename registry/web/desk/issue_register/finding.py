"""The authority whose issue list an address names, and the way back to the part that a form came from."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.domain.roles import Permission, require
from registry.storage.authorities import Authority
from registry.web.access import current_actor
from registry.web.paging import with_query

_KEPT = ("list", "q", "sort", "page", "size")


def visible_authority(session: Session, authority_id: int) -> Authority:
    """The authority; 404 when there is none or this person may not see it."""
    require(current_actor(), Permission.READ_OWN, [authority_id])
    return session.get(Authority, authority_id) or abort(404)


def back_to_list(authority_id: int, year: int) -> ResponseReturnValue:
    """A redirect to the part that the form came from, with its filters and order."""
    kept = {name: text for name, text in request.args.items() if name in _KEPT}
    return redirect(with_query(url_for(".show", authority_id=authority_id, year=year), kept), 303)
