"""Uploads: a file is read in the limited child process first, and kept only if it is neither secret nor harmful."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from werkzeug.datastructures import FileStorage

from registry.domain.catalog import PUBLIC_ATTACHMENT_ROLES
from registry.domain.errors import Refusal
from registry.readers.documents.facts import Reading
from registry.readers.files.archives import MAX_FILE
from registry.readers.sandbox import read_file
from registry.storage.files import KeptFile, keep_bytes
from registry.web.access import current_store


@dataclass(frozen=True)
class Received:
    """A kept file and its reading; `reading.problems` tells why a file could not be read."""

    kept: KeptFile
    reading: Reading


def receive(upload: FileStorage | None, role: str = "text", field: str = "file") -> Received:
    """The uploaded file, kept and read. A file with macros gets the role of internal material.

    Raises Refusal on `field` if there is no file, it is empty, too large, secret or harmful, or the disk is full.
    """
    if upload is None or not upload.filename:
        raise Refusal("请选择要上传的文件。", field)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        try:
            upload.save(path)
            name = upload.filename
            _check_size(path, name, field)
            reading = read_file(path, name)
            if reading.is_secret or reading.is_harmful:
                raise Refusal("；".join(reading.problems), field)
            sha256 = keep_bytes(current_store(), path.read_bytes())
            role = "internal" if reading.has_macros and role in PUBLIC_ATTACHMENT_ROLES else role
        except OSError as error:
            current_app.logger.error("an uploaded file was not kept: %s", error)
            raise Refusal("文件没有存下，服务器磁盘可能已满；请联系系统管理员后重新上传。", field) from None
        return Received(KeptFile(sha256, name, path.stat().st_size, role), reading)


def _check_size(path: Path, name: str, field: str) -> None:
    size = path.stat().st_size
    if size == 0:
        raise Refusal(f"“{name}”是空文件（0字节），请检查后重新上传。", field)
    if size > MAX_FILE:
        limit = MAX_FILE // 1024 // 1024
        raise Refusal(f"“{name}”超过{limit}MB，没有保存；请拆分或压缩图片后重新上传。", field)
