"""The numbered steps lead exactly to the tables."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlmodel import col, select

from registry.actions.office.verify_register import verify_register
from registry.domain import list_wording
from registry.domain.normal import search_text
from registry.domain.validity import EVER, FOREVER, Status
from registry.storage import office
from registry.storage.documents.tables import Document, DocumentSpan, DocumentText, Relation
from registry.storage.documents.timelines import compute_spans, events_by_document
from registry.storage.engine import Store, open_store, reading
from registry.storage.migrate import STEPS, last_step, migrate, steps_taken
from registry.storage.releases import releases_of_round, rows_of
from registry.storage.tables import METADATA

NOW = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


def _store(folder: Path, name: str) -> Store:
    return open_store(f"sqlite:///{folder / name}", folder)


def _shape(file: Path) -> dict[str, list[str]]:
    """The statement behind each table and index, its clauses sorted, without quotes: neither carries a meaning."""
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%'")
        return {name: sorted(_clauses(" ".join(sql.replace('"', "").split()))) for name, sql in rows if sql}


def _clauses(sql: str) -> list[str]:
    """The parts between the outermost brackets."""
    depth, parts = 0, [""]
    for char in sql:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "," and depth == 1:
            parts.append("")
        else:
            parts[-1] += char
    parts[0] = parts[0].partition("(")[2]
    return [part.strip().removesuffix(")" if part is parts[-1] else "").strip() for part in parts]


def test_the_steps_end_at_the_tables(tmp_path: Path) -> None:
    stepped = _store(tmp_path, "stepped.sqlite")
    migrate(stepped)
    with stepped.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert not differences
    METADATA.create_all(_store(tmp_path, "made.sqlite").engine)
    assert _shape(tmp_path / "stepped.sqlite") == _shape(tmp_path / "made.sqlite")


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    store = _store(tmp_path, "register.sqlite")
    assert steps_taken(store) is None
    migrate(store)
    before = _shape(tmp_path / "register.sqlite")
    migrate(store)
    assert steps_taken(store) == last_step()
    assert _shape(tmp_path / "register.sqlite") == before


def test_a_lapse_that_was_stated_before_the_second_step_gets_its_day(tmp_path: Path) -> None:
    store = _store(tmp_path, "old.sqlite")
    with store.engine.execution_options(writes=True).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(STEPS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        _fill(connection)
    migrate(store)
    with reading(store) as session:
        kept = session.exec(select(DocumentSpan).order_by(col(DocumentSpan.from_on))).all()
        document, events = session.get_one(Document, 1), events_by_document(session, [1])[1]
        assert [(span.from_on, span.status) for span in kept[1:]] == [
            (date(2019, 1, 1), Status.IN_FORCE),
            (date(2024, 1, 1), Status.LAPSED),
        ]
        assert [span.why for span in kept] == [span.why for span in compute_spans(document, events)]


def test_a_register_of_the_second_step_gets_its_new_columns_in_place(tmp_path: Path) -> None:
    store = _store(tmp_path, "landed.sqlite")
    with store.engine.execution_options(writes=True).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(STEPS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        _fill(connection)
        command.upgrade(config, "0002")
        root = connection.execute(sa.text("SELECT rootpage FROM sqlite_master WHERE name = 'document'"))
        before = root.scalar_one()
    migrate(store)
    with store.engine.connect() as connection:
        root = connection.execute(sa.text("SELECT rootpage FROM sqlite_master WHERE name = 'document'"))
        assert root.scalar_one() == before  # the table was not copied
    with reading(store) as session:
        document = session.get_one(Document, 1)
        assert (document.title, document.implementing_authority, document.drafting_unit) == ("某办法", "", "")
    assert verify_register(store) == []


def test_what_was_kept_with_marks_and_radicals_is_found_without(tmp_path: Path) -> None:
    store = _store(tmp_path, "marked.sqlite")
    with store.engine.execution_options(writes=True).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(STEPS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        _fill(connection)
        command.upgrade(config, "0013")
        _keep_in_the_old_form(connection)
    migrate(store)
    with reading(store) as session:
        document, text = session.get_one(Document, 1), session.get_one(DocumentText, 1)
        assert (document.title, document.title_key) == ("⽰范办法（试行）", "示范办法试行")
        assert document.doc_no_key == "示政|2024|5"
        assert text.text == "⻋辆停放，\n按⻔前管理"
        assert text.normal == "示范办法试行,示政2024,5号,车辆停放,按门前管理"
        relation = session.exec(select(Relation)).one()
        assert (relation.other_title_key, relation.other_doc_no_key) == ("旧办法暂行", "示政|2019|1")
    assert verify_register(store) == []


def _keep_in_the_old_form(connection: sa.Connection) -> None:
    tables = sa.MetaData()
    tables.reflect(connection)
    title, text = "⽰范办法（试行）", "⻋辆停放，\n按⻔前管理"
    kept = {
        "title": title,
        "title_key": "⽰范办法(试行)",
        "doc_no": "⽰政〔2024〕5号",
        "doc_no_key": "⽰政|2024|5",
    }
    connection.execute(sa.update(tables.tables["document"]).values(kept))
    normal = {"text": text, "normal": f"{title} {text}"}
    connection.execute(sa.update(tables.tables["document_text"]).values(normal))
    relation = {"document_id": 1, "kind": "based_on", "other_text": "《旧办法（暂行）》", "is_partial": False,
                "other_title_key": "旧办法(暂行)", "other_doc_no_key": "⽰政|2019|1", "clause": ""}  # fmt: skip
    connection.execute(sa.insert(tables.tables["relation"]).values(relation))


def test_an_office_that_has_begun_keeps_the_words_and_the_releases_it_has(tmp_path: Path) -> None:
    store = _store(tmp_path, "old.sqlite")
    with store.engine.execution_options(writes=True).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(STEPS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        _fill(connection)
        _fill_release(connection)
    migrate(store)
    with reading(store) as session:
        assert office.setting(session, "list_basis").endswith("（国办发〔2018〕37号）等有关规定")
        assert office.wording(session) == {
            **list_wording.DEFAULTS,
            "list_basis": office.setting(session, "list_basis"),
        }
        (release,) = releases_of_round(session, 1)
        assert (release.title, release.corrects_id, release.n_changed) == ("某通告", None, 0)
        assert [(row.title, row.standing) for row in rows_of(session, 1)] == [("某办法", "")]


def _fill_release(connection: sa.Connection) -> None:
    """A released list of one row, as the first step kept it."""
    tables = sa.MetaData()
    tables.reflect(connection)
    day = date(2026, 1, 5)
    rows: dict[str, dict[str, Any]] = {
        "cleanup_round": {"id": 1, "name": "某轮", "kind": "periodic", "cut_off_on": day, "authority_ids": [],
                          "opened_at": NOW, "released_at": NOW, "published_on": day, "version": 1},
        "release": {"id": 1, "round_id": 1, "title": "某通告", "issuer": "某局", "doc_no": "", "document_id": 1,
                    "cut_off_on": day, "decided_on": day, "published_on": day, "meeting": "局务会议",
                    "counts": {"retain": 1}, "n_secret": 0, "accepted": [], "rows_sha256": "0", "docx": b"PK",
                    "docx_sha256": "0", "audit_head": "0", "released_at": NOW, "released_by": "li"},
        "release_row": {"release_id": 1, "position": 1, "outcome": "retain", "document_id": 1, "title": "某办法",
                        "doc_no": "", "authority": "某局", "authority_group": "department",
                        "valid_until_text": "未载明", "reason": "", "responsible": ""},
    }  # fmt: skip
    for name, row in rows.items():
        connection.execute(sa.insert(tables.tables[name]), [row])


def _fill(connection: sa.Connection) -> None:
    """What a register of the first step held of a document that its ledger said had lapsed, without the day."""
    tables = sa.MetaData()
    tables.reflect(connection)
    rows: dict[str, dict[str, Any]] = {
        "office_setting": {"name": "tracked_from", "value": "2026-01-01"},
        "authority": {"id": 1, "code": "a", "name": "某局", "organ_code": "", "kind": "department",
                      "is_issuer": True, "needs_review": False, "email": "", "position": 1, "version": 1},
        "document": {"id": 1, "title": "某办法", "title_key": "某办法", "doc_no": "", "duplicate_reason": "",
                     "reg_no": "", "index_no": "", "local_serial": "", "kind": "measures", "subject": "",
                     "lead_authority_id": 1, "effective_on": date(2019, 1, 1),
                     "valid_until": date(2023, 12, 31), "has_no_expiry": False,
                     "disclosure": "public", "is_published": True, "source": "", "note": "", "version": 1,
                     "created_at": NOW, "updated_at": NOW},
        "document_text": {"document_id": 1, "text": "", "normal": search_text("某办法", "", "")},
        "document_event": {"id": 1, "document_id": 1, "kind": "stated", "stated": "lapsed",
                           "source": "台账第3行", "reason": "", "recorded_at": NOW, "recorded_by": "li"},
        "document_span": {"document_id": 1, "from_on": EVER, "until_on": FOREVER, "status": "unknown",
                          "why": "", "is_presumed": False},
    }  # fmt: skip
    for name, row in rows.items():
        connection.execute(sa.insert(tables.tables[name]), [row])


def test_steps_are_numbered_without_a_gap() -> None:
    numbers = sorted(path.name.split("_")[0] for path in (STEPS / "versions").glob("[0-9]*.py"))
    assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)]
    assert numbers[-1] == last_step()


def test_each_database_ends_at_the_tables(empty_store: Store) -> None:
    def is_compared(_item: Any, name: str, kind: str, *_: Any) -> bool:
        return not (kind == "index" and name.endswith("_newest"))  # alembic takes its order for other columns

    with empty_store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_compared})
        assert not compare_metadata(context, METADATA)
        days = {
            index["name"]: index["column_names"] for index in sa.inspect(connection).get_indexes("document")
        }
    assert days["ix_document_newest"] == ["published_on", "id"]
