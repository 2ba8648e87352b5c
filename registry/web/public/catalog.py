"""The catalog: one search box, filters with counts, the status of every document on one day."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.clock import now, today
from registry.domain.documents import KIND_WORDS, DocumentKind
from registry.domain.roles import Permission
from registry.domain.validity import STATUS_WORDS, Status
from registry.search.find import Results, Sort, find, find_ids
from registry.search.query import LONGEST
from registry.search.selection import PUBLIC
from registry.search.walk import MOST_FOUND
from registry.storage.authorities import authority_names
from registry.storage.engine import reading
from registry.web.access import current_store, needs
from registry.web.addresses import asked_number, asked_word
from registry.web.downloads import download
from registry.web.limits import DOWNLOADS, SEARCHES, limiter
from registry.web.paging import FAR, Page, place
from registry.web.public._addresses import asked_day
from registry.web.public._lists import SUFFIXES, render_list

pages = Blueprint("catalog", __name__)

MOST_LISTED = MOST_FOUND  # in one file
KEPT = ("on", "status", "authority", "year", "kind", "sort", "size")
FACETS = {"status": "时效性", "kind": "文种", "authority": "制定机关", "year": "公布年份"}


@dataclass(frozen=True)
class Asked:
    """What the address asks for, within limits."""

    q: str
    on: date
    is_odd_day: bool
    status: Status | None
    authority_id: int | None
    year: int | None
    kind: DocumentKind | None
    sort: Sort
    is_loose: bool

    def find(self, limit: int, offset: int) -> Results:
        return find(current_store(), self.q, limit=limit, offset=offset, **self._narrowing)

    def ids(self) -> list[int]:
        """The ids of the documents of a file: the first hits, in the order of the page."""
        return find_ids(current_store(), self.q, limit=MOST_LISTED, **self._narrowing)

    @property
    def _narrowing(self) -> dict[str, Any]:
        return {
            "audience": PUBLIC,
            "on": self.on,
            "status": self.status,
            "authority_id": self.authority_id,
            "year": self.year,
            "kind": self.kind,
            "sort": self.sort,
            "is_loose": self.is_loose,
        }

    @property
    def is_narrowed(self) -> bool:
        return any(value is not None for value in (self.status, self.authority_id, self.year, self.kind))


@pages.route("/")
@limiter.limit(SEARCHES)
@needs(Permission.READ_PUBLIC)
def index() -> ResponseReturnValue:
    """The hits of a search, or the newest documents without one."""
    asked = _asked()
    results, page = _page(asked)
    return render_template(
        "public/catalog/index.html",
        asked=asked,
        results=results,
        page=page,
        chosen=_chosen(asked),
        kept=_kept(),
        today=today(),
        now=now(),
        facet_words=FACETS,
        most_listed=MOST_LISTED,
        longest=LONGEST,
        exports=_exports(asked),
    )


@pages.route("/catalog.<any(xlsx, csv, docx):suffix>")
@limiter.limit(DOWNLOADS)
@needs(Permission.READ_PUBLIC)
def export(suffix: str) -> ResponseReturnValue:
    """The first 5,000 documents of the page as a file; a Word file only of one status."""
    asked = _asked()
    if suffix == "docx" and asked.status is None:
        abort(404)
    content, name = render_list(asked.ids(), asked.status, asked.on, suffix, now=now())
    return download(content, name, suffix)


def _asked() -> Asked:
    on, is_odd_day = asked_day()
    return Asked(
        q=request.args.get("q", "")[:LONGEST].strip(),
        on=on,
        is_odd_day=is_odd_day,
        status=asked_word("status", Status),
        authority_id=asked_number("authority"),
        year=asked_number("year"),
        kind=asked_word("kind", DocumentKind),
        sort="newest" if request.args.get("sort") == "newest" else "relevance",
        is_loose=request.args.get("loose") == "1",
    )


def _page(asked: Asked) -> tuple[Results, Page]:
    """The page asked for, or the last page when there are fewer."""
    number, size = place(FAR * FAR)
    results = asked.find(size, (number - 1) * size)
    within, _ = place(results.total)
    if within != number:
        results = asked.find(size, (within - 1) * size)
    return results, Page(results.hits, results.total, within, size, is_more=results.is_more)


def _chosen(asked: Asked) -> dict[str, str]:
    """Facet → the label of its chosen value."""
    chosen = {}
    if asked.status is not None:
        chosen["status"] = STATUS_WORDS[asked.status]
    if asked.kind is not None:
        chosen["kind"] = KIND_WORDS[asked.kind]
    if asked.authority_id is not None:
        with reading(current_store()) as session:
            names = authority_names(session, [asked.authority_id])
        chosen["authority"] = names.get(asked.authority_id, "所选机关")
    if asked.year is not None:
        chosen["year"] = f"{asked.year}年"
    return chosen


def _kept() -> dict[str, str]:
    """The filters of the address, which the search box keeps."""
    return {name: value for name in KEPT if (value := request.args.get(name, ""))}


def _exports(asked: Asked) -> list[tuple[str, str]]:
    """(label, address) of the files of this list."""
    kept = urlencode({"q": asked.q, **({"loose": "1"} if asked.is_loose else {}), **_kept()})
    return [
        (label, f"{url_for('public.catalog.export', suffix=suffix)}?{kept}")
        for suffix, label in SUFFIXES.items()
        if suffix != "docx" or asked.status is not None
    ]
