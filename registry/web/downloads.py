"""Files as answers: always attachments, under a Chinese name that every browser keeps, of no type a browser runs."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from flask import Response, send_file

from registry.domain.instants import day_of
from registry.exports.listing import Listing, render_listing
from registry.exports.tables import Cell, render_csv, render_xlsx

_MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BYTES = "application/octet-stream"


def download(content: bytes, name: str, kind: str) -> Response:
    """Bytes made here; `name` is without its ending, `kind` is csv, docx or xlsx."""
    return send_file(
        io.BytesIO(content), _MEDIA_TYPES[kind], as_attachment=True, download_name=f"{name}.{kind}"
    )


def download_file(path: Path, name: str) -> Response:
    """A kept file under the name it was uploaded with; nothing in the answer tells where it is kept."""
    media_type = _MEDIA_TYPES.get(name.rpartition(".")[2].lower(), _BYTES)
    return send_file(path, media_type, as_attachment=True, download_name=name, etag=False)


def download_table(kind: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]], name: str) -> Response:
    """A list as .xlsx or .csv."""
    if kind == "csv":
        return download(render_csv(headers, rows), name, kind)
    return download(render_xlsx(headers, rows, name), name, kind)


def download_list(kind: str, listing: Listing, made_at: datetime) -> Response:
    """A list as .xlsx, .csv or .docx, named for it and for the day. Raises Refusal for a .docx that would not fit."""
    name = f"{listing.title}{day_of(made_at)}"
    if kind == "docx":
        return download(render_listing(listing, made_at), name, kind)
    return download_table(kind, listing.headers, listing.rows, name)
