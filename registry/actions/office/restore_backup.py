"""Restore a backup into an empty, stopped instance; sending and numbering pause until an admin resumes them."""

import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import make_url

from registry.actions.office.back_up import MANIFEST, POSTGRESQL, SQLITE
from registry.domain.errors import Refusal
from registry.domain.roles import Actor
from registry.storage import audit, office
from registry.storage.engine import Store, open_store, transaction
from registry.storage.migrate import migrate
from registry.storage.people import User

PAUSED = "从备份恢复后暂停：请核对最后使用的备案登记号和各种文书的编号，再恢复发送和登记。"


def restore_backup(database_url: str, instance: Path, actor: Actor, backup: Path, *, now: datetime) -> None:
    """Restores the backup after every hash was checked. Raises Refusal; the instance is then as empty as before."""
    instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = instance / ".restoring"
    shutil.rmtree(aside, ignore_errors=True)
    _check_empty(database_url, instance)
    try:
        aside.mkdir(mode=0o700)
        snapshot = _unpack(backup, aside)
        _check_kind(database_url, instance, snapshot)
        if snapshot.name == SQLITE:
            _prepare(open_store(f"sqlite:///{snapshot}", aside), actor, backup, now)
        else:
            _restore_postgresql(database_url, snapshot)
            _prepare(open_store(database_url, aside), actor, backup, now)
            snapshot.unlink()
        for path in sorted(aside.iterdir(), key=lambda path: path.name == SQLITE):  # the database comes last
            os.replace(path, instance / path.name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _check_empty(database_url: str, instance: Path) -> None:
    existing = [name for name in (SQLITE, "files", "index") if (instance / name).exists()]
    if existing:
        raise Refusal(
            f"{instance} 不是空的（已有 {'、'.join(existing)}）。请停止服务，并恢复到一个空的实例目录。"
        )
    if not database_url.startswith("sqlite"):
        store = open_store(database_url, instance)
        has_tables = bool(sa.inspect(store.engine).get_table_names())
        store.engine.dispose()
        if has_tables:
            raise Refusal("目标数据库不是空的。请新建一个空的数据库，再恢复。")


def _check_kind(database_url: str, instance: Path, snapshot: Path) -> None:
    """Raises Refusal when the backup is of another kind of database than the instance."""
    if snapshot.name == SQLITE and database_url != f"sqlite:///{instance / SQLITE}":
        raise Refusal("这份备份取自默认的 SQLite 数据库，请不要设置 DATABASE_URL，再恢复。")
    if snapshot.name == POSTGRESQL and database_url.startswith("sqlite"):
        raise Refusal("这份备份取自 PostgreSQL，请把 DATABASE_URL 设为一个空的 PostgreSQL 数据库，再恢复。")


def _unpack(backup: Path, aside: Path) -> Path:
    """Unpacks what the manifest names, each file to the place of its hash; returns the snapshot of the database."""
    try:
        with zipfile.ZipFile(backup) as archive:
            entries: dict[str, Any] = json.loads(archive.read(MANIFEST))["entries"]
            for name, sha256 in entries.items():
                target = _place(aside, name, sha256)
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with archive.open(name) as source, target.open("wb") as copy:
                    shutil.copyfileobj(source, copy)
                with target.open("rb") as stream:
                    if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
                        raise Refusal(f"备份文件已损坏：{name} 与清单的校验值不符。请换一份备份。")
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Refusal(f"{backup} 不是本系统的备份文件，或已损坏。") from error
    return next(path for path in (aside / SQLITE, aside / POSTGRESQL) if path.exists())


def _place(aside: Path, name: str, sha256: str) -> Path:
    if name in (SQLITE, POSTGRESQL):
        return aside / name
    if name != f"files/{sha256}" or len(sha256) != 64 or not sha256.isalnum():
        raise Refusal(f"备份清单中有不认识的条目：{name}。")
    return aside / "files" / sha256[:2] / sha256


def _prepare(store: Store, actor: Actor, backup: Path, now: datetime) -> None:
    """Migrates the tables, ends every session, pauses sending and numbering, and writes one audit line."""
    migrate(store)
    with backup.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    with transaction(store) as session:
        session.execute(sa.update(User).values(session_version=User.session_version + 1))
        office.set_setting(session, "sending_paused_because", PAUSED)
        audit.record(session, now, actor.name, "restore_backup", "registry", name=backup.name, sha256=sha256)
    store.engine.dispose()


def _restore_postgresql(database_url: str, snapshot: Path) -> None:
    plain = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    command = ["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={plain}"]
    try:
        subprocess.run([*command, str(snapshot)], check=True, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise Refusal("找不到 pg_restore，请先安装 PostgreSQL 客户端工具。") from error
    except subprocess.CalledProcessError as error:
        raise Refusal(f"pg_restore 没有完成：{error.stderr.strip()[:300]}") from error
