"""The saved views of a list, as its page shows them."""

from dataclasses import dataclass
from urllib.parse import parse_qs

from flask import request, url_for
from sqlmodel import Session

from registry.storage.saved_views import views_of
from registry.web.access import current_actor
from registry.web.paging import kept_query, with_query

# Lists whose views may be kept; each hands `own_views` to the macro tables.views.
PAGES = ("desk.documents.index", "desk.filings.index", "desk.papers.index", "desk.proposals.index")


@dataclass(frozen=True)
class OwnView:
    id: int
    name: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class OwnViews:
    """A person's views of one list; `page` and `query` are what saving now would keep."""

    page: str
    query: str
    views: list[OwnView]


def own_views(session: Session) -> OwnViews | None:
    """The saved views of the requested list; None for an actor without an account."""
    user_id, page = current_actor().user_id, request.endpoint or ""
    if user_id is None:
        return None
    asked = kept_query()
    views = [
        OwnView(view.id or 0, view.name, address_of(page, view.query), parse_qs(view.query) == asked)
        for view in views_of(session, user_id, page)
    ]
    return OwnViews(page, with_query("", asked).removeprefix("?"), views)


def address_of(page: str, query: str) -> str:
    """The address that opens a saved view."""
    return with_query(url_for(page), parse_qs(query))
