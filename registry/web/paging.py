"""Paging: the page of a list that the address asks for, within limits, for the tables of the templates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import request, url_for
from sqlmodel import Session

SIZES = (20, 50, 100)
FAR = 1_000_000
LOOKS = ("sort", "size", "columns")  # parameters of how a list looks, not of what is in it
FILES = (("xlsx", "Excel 表格"), ("csv", "CSV"), ("docx", "Word 文档"))


@dataclass(frozen=True)
class Page:
    """One page of a list; `sort` is a key of the whitelist, with a minus for descending.

    With `is_more` the list holds only the first `total` of the matches.
    """

    items: Sequence[Any]
    total: int
    number: int
    size: int
    sort: str = ""
    is_more: bool = False

    @property
    def n_pages(self) -> int:
        return max(1, -(-self.total // self.size))

    def url(self, **changes: Any) -> str:
        """This address with another `number`, `sort` or filter; None removes a parameter."""
        query: dict[str, Any] = request.args.to_dict(flat=False)
        query.update({"page" if name == "number" else name: value for name, value in changes.items()})
        kept = {name: value for name, value in query.items() if value is not None}
        return with_query(url_for(request.endpoint or "", **(request.view_args or {})), kept)

    def cleared(self) -> str:
        """This address without its filters; order, size and columns stay."""
        kept = {name: values for name, values in kept_query().items() if name in LOOKS}
        return with_query(url_for(request.endpoint or "", **(request.view_args or {})), kept)


@dataclass(frozen=True)
class Sort:
    """The sort keys of a list, each one or several columns, and the id that orders equal rows."""

    columns: Mapping[str, Any]
    id: Any
    default: str

    @property
    def asked(self) -> str:
        """The sort key in the address, or the default when it is missing or not allowed."""
        return request.args["sort"] if self.is_asked else self.default

    @property
    def is_asked(self) -> bool:
        return request.args.get("sort", "").removeprefix("-") in self.columns

    def order(self) -> list[Any]:
        """The expressions for `query.order_by(*…)`; rows without a value come last."""
        named = self.columns[self.asked.removeprefix("-")]
        columns = named if isinstance(named, tuple) else (named,)
        if self.asked.startswith("-"):
            return [*(sa.nulls_last(column.desc()) for column in columns), self.id.desc()]
        return [*(sa.nulls_last(column.asc()) for column in columns), self.id.asc()]


def page_of(session: Session, query: Any, sort: Sort | None = None, *, total: int | None = None) -> Page:
    """The page of a query that the address asks for (`page`, `size`, `sort`), clamped to what there is.

    Items are rows of the query, entities when it selects one entity only. Without `sort` the query
    must have its own order. `total` is passed in where it was counted already.
    """
    if total is None:
        counted = sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
        total = session.execute(counted).scalar_one()
    number, size = place(total)
    ordered = query.order_by(None).order_by(*sort.order()) if sort else query
    rows = session.execute(ordered.limit(size).offset((number - 1) * size))
    is_single = len(query.column_descriptions) == 1
    items = rows.scalars().all() if is_single else rows.all()
    return Page(items, total, number, size, sort.asked if sort else "")


def page_of_list(items: Sequence[Any], sort: str = "", *, is_more: bool = False) -> Page:
    """The page of a list in memory, such as search hits."""
    number, size = place(len(items))
    start = (number - 1) * size
    return Page(items[start : start + size], len(items), number, size, sort, is_more)


def kept_query(*without: str) -> dict[str, list[str]]:
    """The query parameters of this address without the page, the named ones and blank ones."""
    left = {*without, "page"}
    filled = {name: [value for value in values if value] for name, values in request.args.lists()}
    return {name: values for name, values in filled.items() if values and name not in left}


def has_filters() -> bool:
    """Whether the address filters the list; order, size and columns are no filters."""
    return bool(kept_query(*LOOKS))


def export_links(
    address_of: Callable[[str], str], total: int, most_printed: int = 0
) -> list[tuple[str, str]]:
    """(label, address) of the exports of this list with its filters, order and columns; .docx of short lists only."""
    kinds = FILES if 0 < total <= most_printed else FILES[:-1]
    return [(label, with_query(address_of(kind), kept_query("size"))) for kind, label in kinds]


def with_query(address: str, query: Mapping[str, Any]) -> str:
    """The address with a query string.

    Parameters from a request are not passed to url_for: `_scheme` and `endpoint` have a meaning there.
    """
    return f"{address}?{urlencode(query, doseq=True)}" if query else address


def place(total: int, usual: int = SIZES[0]) -> tuple[int, int]:
    """(page number, page size) from the address, limited to the pages there are."""
    size = _whole("size", usual)
    size = size if size in SIZES else usual
    last = max(1, -(-total // size))
    return min(max(1, _whole("page", 1)), last), size


def _whole(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return min(int(text), FAR) if text.isascii() and text.isdigit() and len(text) < 12 else default
