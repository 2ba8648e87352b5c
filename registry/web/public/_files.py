"""Bytes as a download: always an attachment, under a name a person understands, of no type a browser would run."""

import io

from flask import Response, send_file

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def media_type(name: str) -> str:
    """The type of a file by the ending of its name; anything unknown is bytes and nothing more."""
    return _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def as_download(content: bytes, name: str) -> Response:
    """The answer that the browser saves under the name."""
    return send_file(
        io.BytesIO(content), mimetype=media_type(name), as_attachment=True, download_name=name, etag=False
    )
