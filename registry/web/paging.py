"""Lists in pages: what the address asks for, within limits, as the tables and pagers of the templates read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import request, url_for
from sqlmodel import Session

SIZES = (20, 50, 100)
FAR = 1_000_000


@dataclass(frozen=True)
class Page:
    """One page of a list; `sort` is a key of the whitelist, with a minus for descending."""

    items: Sequence[Any]
    total: int
    number: int
    size: int
    sort: str = ""

    @property
    def n_pages(self) -> int:
        return max(1, -(-self.total // self.size))

    def url(self, **changes: Any) -> str:
        """This address with another `number`, `sort` or filter; None takes one away."""
        query: dict[str, Any] = request.args.to_dict(flat=False)
        query.update({"page" if name == "number" else name: value for name, value in changes.items()})
        kept = {name: value for name, value in query.items() if value is not None}
        return with_query(url_for(request.endpoint or "", **(request.view_args or {})), kept)


@dataclass(frozen=True)
class Sort:
    """The columns a list may be sorted by, and the id that keeps equal rows in one order."""

    columns: Mapping[str, Any]
    id: Any
    default: str

    @property
    def asked(self) -> str:
        """What the address asks for, the default when it asks for nothing known."""
        key = request.args.get("sort", "")
        return key if key.removeprefix("-") in self.columns else self.default

    def order(self) -> list[Any]:
        """For `query.order_by(*…)`: rows without a value come last."""
        column = self.columns[self.asked.removeprefix("-")]
        if self.asked.startswith("-"):
            return [sa.nulls_last(column.desc()), self.id.desc()]
        return [sa.nulls_last(column.asc()), self.id.asc()]


def page_of(session: Session, query: Any, sort: Sort | None = None) -> Page:
    """The page of a query that the address asks for (`page`, `size`, `sort`), clamped to what there is.

    Items are rows of the query, entities when it selects one entity only. Without `sort` the query
    must bring its own order.
    """
    total = session.execute(
        sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
    ).scalar_one()
    number, size = place(total)
    ordered = query.order_by(None).order_by(*sort.order()) if sort else query
    rows = session.execute(ordered.limit(size).offset((number - 1) * size))
    is_single = len(query.column_descriptions) == 1
    items = rows.scalars().all() if is_single else rows.all()
    return Page(items, total, number, size, sort.asked if sort else "")


def page_of_list(items: Sequence[Any], sort: str = "") -> Page:
    """The page of a list already in memory, such as search hits."""
    number, size = place(len(items))
    start = (number - 1) * size
    return Page(items[start : start + size], len(items), number, size, sort)


def with_query(address: str, query: Mapping[str, Any]) -> str:
    """The address with what was asked for behind it.

    That never becomes an argument of url_for: `_scheme` and `endpoint` mean something there.
    """
    return f"{address}?{urlencode(query, doseq=True)}" if query else address


def record_id(text: str) -> int:
    """For `args.get(…, type=record_id)`. Raises ValueError for what no id in the database can be."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError(text)
    return int(text)


def place(total: int) -> tuple[int, int]:
    """(number, size) as the address asks, within what there is."""
    size = _whole("size", SIZES[0])
    size = size if size in SIZES else SIZES[0]
    last = max(1, -(-total // size))
    return min(max(1, _whole("page", 1)), last), size


def _whole(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return min(int(text), FAR) if text.isascii() and text.isdigit() and len(text) < 12 else default
