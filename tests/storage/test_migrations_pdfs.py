"""The PDFs of papers and lists that were there before PDFs were tried again are due when migrating."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from registry.storage.engine import open_store, reading
from registry.storage.migrate import STEPS, migrate
from registry.storage.papers import Paper
from registry.storage.pdfs import due_pdfs
from registry.storage.releases import ReleasePdf

NOW = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
BEFORE = "0042"
SHA256 = "0" * 64


def test_what_has_no_pdf_is_due_and_what_has_one_or_was_erased_is_not(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'old.sqlite'}", tmp_path)
    with store.engine.execution_options(writes=True).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(STEPS))
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
        _fill(connection)
    migrate(store)
    with reading(store) as session:
        assert sorted(due_pdfs(session, Paper, NOW, 10)) == [1, 2]
        assert session.get_one(Paper, 4).pdf_problem == ""
        assert due_pdfs(session, ReleasePdf, NOW, 10) == [7]


def _fill(connection: sa.Connection) -> None:
    """A paper that waits, one that failed, one that is printed, one that failed and was erased; a release."""
    tables = sa.MetaData()
    tables.reflect(connection)
    paper = {"kind": "registration_notice", "subject_kind": "filing", "subject": "1", "title": "备案登记通知",
             "about": "", "number": "", "template_version": 0, "template_sha256": SHA256, "because": "",
             "signed_on": date(2026, 2, 2), "sha256": SHA256, "made_at": NOW, "made_by": ""}  # fmt: skip
    for key, docx, pdf_sha256, problem in (
        (1, b"docx", "", ""),
        (2, b"docx", "", "LibreOffice 没有转换出文件，可能没有装全"),
        (3, b"docx", SHA256, ""),
        (4, None, "", "转换时出错中断"),
    ):
        row = paper | {"id": key, "docx": docx, "pdf_sha256": pdf_sha256, "pdf_problem": problem}
        connection.execute(sa.insert(tables.tables["paper"]), [row])
    for name, values in (
        ("office_setting", {"name": "tracked_from", "value": "2025-01-01"}),
        ("authority", {"id": 5, "kind": "department"}),
        ("document", {"id": 5, "kind": "notice", "disclosure": "public", "lead_authority_id": 5}),
        ("cleanup_round", {"id": 6, "kind": "periodic"}),
        ("release", {"id": 7, "round_id": 6, "document_id": 5, "released_at": NOW}),
    ):
        connection.execute(sa.insert(tables.tables[name]), [_some(tables.tables[name]) | values])


def _some(table: sa.Table) -> dict[str, Any]:
    """A value for each column that needs one."""
    needed = [column for column in table.columns if not column.nullable and column.server_default is None]
    return {column.name: _OF_TYPE.get(column.type.python_type, 0) for column in needed}


_OF_TYPE: dict[type, Any] = {str: "", datetime: NOW, date: NOW.date(), bytes: b"docx", dict: {}}
