"""Back the register up into one file: a snapshot of the database, the files it names, and a manifest of hashes."""

import hashlib
import json
import os
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from registry.domain.errors import Refusal
from registry.domain.roles import Actor
from registry.storage import audit
from registry.storage.cleanups.returns import hashes_of_scans
from registry.storage.engine import Store, reading, transaction
from registry.storage.files import Attachment, path_of
from registry.storage.intakes import Intake
from registry.storage.migrate import last_step
from registry.storage.review_proposals import hashes_of_files

MANIFEST, SQLITE, POSTGRESQL = "manifest.json", "registry.sqlite", "registry.pgdump"


def back_up(store: Store, actor: Actor, target: Path, *, now: datetime) -> int:
    """The number of files in the backup. It is written aside and renamed, so that nobody sees half of it.

    Raises Refusal when a file of the register, or the tool of the database, is missing.
    """
    if target.exists():
        raise Refusal(f"{target} 已存在，请换一个文件名，以免覆盖旧备份。")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        snapshot = _snapshot(store, Path(folder))
        part = Path(folder) / "part.zip"
        n_files = _write(store, snapshot, part, now)
        with part.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            os.fsync(stream.fileno())
        part.chmod(0o600)  # it contains documents that are not public, and the hashes of passwords
        os.replace(part, target)
    with transaction(store) as session:
        audit.record(session, now, actor.name, "back_up", "registry", name=target.name, sha256=sha256)
    return n_files


def _snapshot(store: Store, folder: Path) -> Path:
    """A consistent copy of the database, taken while it is in use."""
    url = store.engine.url
    if url.get_backend_name() == "sqlite":
        path = folder / SQLITE
        with closing(sqlite3.connect(str(url.database))) as source, closing(sqlite3.connect(path)) as copy:
            source.backup(copy)
        return path
    path = folder / POSTGRESQL
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    _run(["pg_dump", "--format=custom", "--no-owner", f"--file={path}", f"--dbname={plain}"])
    return path


def _write(store: Store, snapshot: Path, target: Path, now: datetime) -> int:
    """Writes the archive; returns the number of files. They are read after the snapshot: all it names exist by then."""
    with reading(store) as session:
        hashes = sorted(
            {
                *session.exec(select(Attachment.sha256)).all(),
                *hashes_of_files(session),
                *hashes_of_scans(session),
                *_uploads(store, session),
            }
        )
        head = audit.head(session)
    with snapshot.open("rb") as stream:
        entries = {snapshot.name: hashlib.file_digest(stream, "sha256").hexdigest()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(snapshot, snapshot.name)
        for sha256 in hashes:
            path = path_of(store, sha256)
            if not path.exists():
                raise Refusal(f"附件文件缺失（{sha256}），备份没有完成。请先运行 registry verify 查明。")
            entries[f"files/{sha256}"] = sha256
            archive.write(path, f"files/{sha256}")
        manifest = {"made_at": now.isoformat(), "step": last_step(), "audit_head": head, "entries": entries}
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return len(hashes)


def _uploads(store: Store, session: Session) -> Iterator[str]:
    """The hashes of imported ledgers and files whose content is kept; that of secret ones never is."""
    for options in session.exec(select(col(Intake.options))):
        for file in options.files:
            if path_of(store, file.sha256).exists():
                yield file.sha256


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise Refusal(f"找不到 {command[0]}，请先安装 PostgreSQL 客户端工具。") from error
    except subprocess.CalledProcessError as error:
        raise Refusal(f"{command[0]} 没有完成：{error.stderr.strip()[:300]}") from error
