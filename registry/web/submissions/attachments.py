"""The attachments that an unknown person sends: of few kinds, small, read only in the limited child process."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from flask import current_app
from werkzeug.datastructures import FileStorage

from registry.actions.proposals.submit_proposal import KeptAttachment
from registry.domain.errors import Refusal
from registry.domain.review_proposals import MOST_BYTES, MOST_FILES, kind_of_file
from registry.readers.sandbox import read_files
from registry.storage.files import keep_bytes
from registry.web.access import current_store

_PICTURES = ("jpg", "png")


def receive_attachments(uploads: Sequence[FileStorage]) -> list[KeptAttachment]:
    """The attachments in their order, kept under their hashes; the names that their sender gave them are not.

    Raises Refusal for one too many, for another kind than its ending says, too large, secret or with macros.
    """
    chosen = [upload for upload in uploads if upload.filename]
    if len(chosen) > MOST_FILES:
        raise Refusal(f"附件最多{MOST_FILES}个，请合并后再选。", "files")
    contents = [_content(upload) for upload in chosen]
    _check_harmless(contents)
    try:
        return [
            KeptAttachment(kind, len(content), keep_bytes(current_store(), content))
            for kind, content in contents
        ]
    except OSError as error:
        current_app.logger.error("an attachment of a proposal was not kept: %s", error)
        raise Refusal(
            "附件没有存下，服务器磁盘可能已满；请过一会儿再提交，或者先不带附件提交。", "files"
        ) from None


def _content(upload: FileStorage) -> tuple[str, bytes]:
    content = upload.stream.read(MOST_BYTES + 1)
    return kind_of_file(upload.filename or "", content), content


def _check_harmless(contents: Sequence[tuple[str, bytes]]) -> None:
    """Raises Refusal for a document that is marked secret, is dangerous or has macros; pictures are never opened."""
    documents = [
        (position, kind, content)
        for position, (kind, content) in enumerate(contents, 1)
        if kind not in _PICTURES
    ]
    if not documents:
        return
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for position, kind, content in documents:
            path = Path(folder) / f"{position}.{kind}"
            path.write_bytes(content)
            files.append((path, f"附件{position}.{kind}"))
        for reading in read_files(files):
            if reading.is_secret or reading.is_harmful or reading.has_macros:
                raise Refusal("；".join(reading.problems), "files")
