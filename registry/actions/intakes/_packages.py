"""The files within an intake's .zip packages: they take its place before anything is read."""

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path

from registry.actions.intakes._record import hold_staging, unused_files, uploads_of
from registry.actions.intakes.uploads import Upload
from registry.domain.errors import Refusal
from registry.readers.sandbox import unpack_safely
from registry.storage.engine import Store, transaction
from registry.storage.files import drop_bytes, keep_bytes
from registry.storage.intakes import Intake

Unreadable = list[list[str]]
"""(name, sentence) of what could not be unpacked."""


def unpacked(uploads: Sequence[Upload], folder: Path) -> tuple[list[Upload], Unreadable]:
    """The uploads with the files of each package, laid into `folder`, in its place."""
    files: list[Upload] = []
    unreadable: Unreadable = []
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
            unreadable.append([upload.name, refusal.sentence])
            continue
        before = f"{Path(upload.name).stem}/" if len(packages) > 1 else ""
        for member in members:
            name = f"{before}{member.name}"[-200:]
            if member.problem:
                unreadable.append([name, member.problem])
            else:
                files.append(_upload(Path(member.path), name))
    return files, unreadable


def unpack_intake(store: Store, intake: Intake) -> None:
    """Keeps the files of its packages instead of these; `options` says what could not be unpacked."""
    uploads = uploads_of(store, intake)
    packages = [upload for upload in uploads if upload.is_package]
    if not packages:
        return
    with tempfile.TemporaryDirectory() as folder:
        files, unreadable = unpacked(uploads, Path(folder))
        for upload in files:
            keep_bytes(store, upload.path.read_bytes())
    kept = [[upload.name, upload.sha256, upload.size] for upload in files]
    with transaction(store) as session:
        fresh = hold_staging(session, intake)
        fresh.options = {**fresh.options, "files": kept, "unreadable": unreadable}
        session.add(fresh)
        intake.options = fresh.options
        unused = unused_files(session, intake.id or 0, {upload.sha256 for upload in packages})
    for sha256 in unused:
        drop_bytes(store, sha256)


def _upload(path: Path, name: str) -> Upload:
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return Upload(path, name, sha256, path.stat().st_size)
