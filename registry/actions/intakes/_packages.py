"""The .zip packages of an intake: their files take their place before anything is read."""

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from registry.actions.intakes._record import lock_staging, unused_files, uploads_of
from registry.actions.intakes._uploads import Upload
from registry.domain.errors import Refusal
from registry.domain.intakes import UnreadableFile, UploadedFile
from registry.readers.sandbox import unpack_safely
from registry.storage.engine import Store, transaction
from registry.storage.files import drop_bytes, keep_bytes
from registry.storage.intakes import Intake


def unpacked(uploads: Sequence[Upload], folder: Path) -> tuple[list[Upload], list[UnreadableFile]]:
    """The uploads with the files of each package in its place, and the files that could not be unpacked.

    The unpacked files are written into `folder`.
    """
    files: list[Upload] = []
    unreadable: list[UnreadableFile] = []
    packages = [upload for upload in uploads if upload.is_package]
    for upload in uploads:
        if not upload.is_package:
            files.append(upload)
            continue
        into = folder / str(len(unreadable) + len(files))
        into.mkdir()
        try:
            members = unpack_safely(upload.path, upload.name, into)
        except Refusal as refusal:
            unreadable.append(UnreadableFile(upload.name, refusal.sentence))
            continue
        prefix = f"{Path(upload.name).stem}/" if len(packages) > 1 else ""
        for member in members:
            name = f"{prefix}{member.name}"[-200:]
            if member.problem:
                unreadable.append(UnreadableFile(name, member.problem))
            else:
                files.append(_upload(Path(member.path), name))
    return files, unreadable


def unpack_intake(store: Store, intake: Intake) -> None:
    """Replaces the packages of an intake by their files, and records what could not be unpacked."""
    uploads = uploads_of(store, intake)
    packages = [upload for upload in uploads if upload.is_package]
    if not packages:
        return
    with tempfile.TemporaryDirectory() as folder:
        files, unreadable = unpacked(uploads, Path(folder))
        for upload in files:
            keep_bytes(store, upload.path.read_bytes())
    kept = tuple(UploadedFile(upload.name, upload.sha256, upload.size) for upload in files)
    with transaction(store) as session:
        stored = lock_staging(session, intake)
        stored.options = replace(stored.options, files=kept, unreadable=tuple(unreadable))
        session.add(stored)
        intake.options = stored.options
        unused = unused_files(session, intake.id or 0, {upload.sha256 for upload in packages})
    for sha256 in unused:
        drop_bytes(store, sha256)


def _upload(path: Path, name: str) -> Upload:
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return Upload(path, name, sha256, path.stat().st_size)
