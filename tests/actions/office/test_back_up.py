"""A backup holds the database and its files, and restores only into an empty instance."""

import json
import os
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from registry.actions.documents.register_document import register_document
from registry.actions.filings.move_filing import move_filing
from registry.actions.intakes.upload_intake import upload_intake
from registry.actions.office.back_up import back_up
from registry.actions.office.restore_backup import restore_backup
from registry.actions.office.verify_register import verify_register
from registry.domain.documents import Dates, Disclosure, DocumentFacts, DocumentKind, Step, StepKind
from registry.domain.errors import Refusal
from registry.domain.filings import Move
from registry.domain.intakes import Options
from registry.domain.roles import OPERATOR
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, open_store, reading, transaction
from registry.storage.files import Attachment, keep_bytes, path_of
from registry.storage.people import User
from tests.cast import Cast

STEPS = tuple(
    Step(kind, date(2026, 1, 5), "示范区农业农村局")
    for kind in (StepKind.PUBLIC_CONSULTATION, StepKind.LEGALITY_REVIEW, StepKind.COLLECTIVE_DECISION)
)


def _fill(store: Store, cast: Cast, now: datetime) -> None:
    facts = DocumentFacts(
        title="示范区农机补贴办法",
        authority_ids=(cast.authority_id,),
        kind=DocumentKind.MEASURES,
        dates=Dates(published_on=date(2026, 2, 1)),
        disclosure=Disclosure.PUBLIC,
        steps=STEPS,
    )
    document_id = register_document(store, cast.clerk, facts, is_published=True, now=now)
    sha256 = keep_bytes(store, b"text")
    with transaction(store) as session:
        session.add(
            Attachment(
                document_id=document_id, role="text", name="a.txt", size=4, sha256=sha256, uploaded_at=now
            )
        )


def _backed_up(store: Store, cast: Cast, now: datetime, folder: Path) -> Path:
    _fill(store, cast, now)
    target = folder / "backup.zip"
    assert back_up(store, OPERATOR, target, now=now) == 1
    return target


@pytest.fixture
def elsewhere(store: Store, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address and folder of an instance that does not exist yet, on the same kind of database."""
    instance = tmp_path / "restored"
    if store.engine.dialect.name == "sqlite":
        yield f"sqlite:///{instance / 'registry.sqlite'}", instance
        return
    url = store.engine.url.set(database=f"{store.engine.url.database}_restored")
    server = store.engine.execution_options(isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{url.database}"'))
    yield url.render_as_string(hide_password=False), instance
    with server.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE "{url.database}" WITH (FORCE)'))


def test_a_restored_register_is_the_same_and_waits_for_an_admin(
    store: Store, cast: Cast, now: datetime, tmp_path: Path, elsewhere: tuple[str, Path]
) -> None:
    target = _backed_up(store, cast, now, tmp_path)
    url, instance = elsewhere
    restore_backup(url, instance, OPERATOR, target, now=now)
    restored = open_store(url, instance)
    assert verify_register(restored) == []
    with reading(restored) as session:
        assert session.exec(select(Document.title)).one() == "示范区农机补贴办法"
        assert {user.session_version for user in session.exec(select(User))} == {2}
    move_filing(restored, cast.drafter, 1, Move.SUBMIT, on=date(2026, 2, 10), now=now)
    with pytest.raises(Refusal, match="暂停"):
        move_filing(restored, cast.clerk, 1, Move.REGISTER, on=date(2026, 2, 12), now=now)
    restored.engine.dispose()


def test_a_backup_of_one_kind_of_database_is_no_use_to_the_other(
    empty_store: Store, now: datetime, tmp_path: Path
) -> None:
    target = tmp_path / "backup.zip"
    back_up(empty_store, OPERATOR, target, now=now)
    other = tmp_path / "other"
    with pytest.raises(Refusal, match="这份备份取自"):
        restore_backup(f"sqlite:///{other / 'elsewhere.sqlite'}", other, OPERATOR, target, now=now)
    assert os.listdir(other) == []


def test_what_was_taken_in_is_in_the_backup_as_far_as_its_bytes_are_kept(
    store: Store, cast: Cast, now: datetime, tmp_path: Path
) -> None:
    files = [("甲.csv", "标题\n甲办法".encode()), ("乙.csv", "标题\n乙办法".encode())]
    upload_intake(store, cast.clerk, "两份台账", files, Options(), now)
    upload_intake(store, cast.clerk, "丙.csv", [("丙.csv", b"c")], Options(), now)
    path_of(store, keep_bytes(store, b"c")).unlink()
    assert back_up(store, OPERATOR, tmp_path / "backup.zip", now=now) == 2


def test_a_backup_never_overwrites_another(store: Store, cast: Cast, now: datetime, tmp_path: Path) -> None:
    target = _backed_up(store, cast, now, tmp_path)
    with pytest.raises(Refusal, match="已存在"):
        back_up(store, OPERATOR, target, now=now)


def test_a_restore_refuses_an_instance_that_is_not_empty(
    store: Store, cast: Cast, now: datetime, tmp_path: Path
) -> None:
    target = _backed_up(store, cast, now, tmp_path)
    url = store.engine.url.render_as_string(hide_password=False)
    with pytest.raises(Refusal, match="不是空的"):
        restore_backup(url, store.folder, OPERATOR, target, now=now)


def test_a_damaged_backup_leaves_the_instance_empty(
    store: Store, cast: Cast, now: datetime, tmp_path: Path
) -> None:
    target = _backed_up(store, cast, now, tmp_path)
    damaged = tmp_path / "damaged.zip"
    with zipfile.ZipFile(target) as good, zipfile.ZipFile(damaged, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            bad.writestr(name, b"other" if name.startswith("files/") else content)
    instance = tmp_path / "restored"
    with pytest.raises(Refusal, match="损坏"):
        restore_backup(f"sqlite:///{instance / 'registry.sqlite'}", instance, OPERATOR, damaged, now=now)
    assert os.listdir(instance) == []


@pytest.mark.parametrize("name", ["../outside", "files/../../outside", "registry.sqlite/x"])
def test_a_manifest_can_not_write_outside_the_instance(tmp_path: Path, now: datetime, name: str) -> None:
    hostile = tmp_path / "hostile.zip"
    with zipfile.ZipFile(hostile, "w") as archive:
        archive.writestr(name, b"x")
        archive.writestr("manifest.json", json.dumps({"entries": {name: "a" * 64}}))
    instance = tmp_path / "restored"
    with pytest.raises(Refusal, match="不认识"):
        restore_backup(f"sqlite:///{instance / 'registry.sqlite'}", instance, OPERATOR, hostile, now=now)
    assert not (tmp_path / "outside").exists()


def test_a_text_file_is_no_backup(tmp_path: Path, now: datetime) -> None:
    wrong = tmp_path / "wrong.zip"
    wrong.write_text("不是备份")
    with pytest.raises(Refusal, match="不是本系统的备份文件"):
        restore_backup(
            f"sqlite:///{tmp_path / 'i' / 'registry.sqlite'}", tmp_path / "i", OPERATOR, wrong, now=now
        )


def test_nobody_else_on_the_machine_reads_a_backup(
    store: Store, cast: Cast, now: datetime, tmp_path: Path
) -> None:
    target = tmp_path / "备份.zip"
    back_up(store, OPERATOR, target, now=now)
    assert target.stat().st_mode & 0o777 == 0o600
