"""A release is verified over the fields frozen with it: those of the first tables, and those of a wider list."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from registry.actions.cleanups.release_round import release_round
from registry.actions.office.verify_register import verify_register
from registry.domain import listed
from registry.domain.cleanups import Outcome, RoundKind
from registry.domain.doc_numbers import parse
from registry.domain.documents import Disclosure
from registry.domain.listed import Column, Heading, ReleaseRow
from registry.domain.normal import search_text, title_key
from registry.domain.roles import OPERATOR
from registry.domain.validity import Life, spans
from registry.exports.release import render_rows
from registry.storage import releases
from registry.storage.engine import Store, reading, transaction
from registry.storage.migrate import STEPS, migrate
from registry.storage.releases import RELEASE_ROW, Release, rows_of
from tests.building.documents import register_old
from tests.building.prepared_registers import PreparedRegisters
from tests.building.rounds import FACTS, NOW, decide_all, start_round

THEN = datetime(2026, 3, 5, 2, 0, tzinfo=UTC).replace(tzinfo=None)
PAPER = b"the paper"
# What the version before the fields were frozen computed of the rows below.
SHA256 = "b068a4730b52ddb65322273a215cc1ddb76442a806cc473d6c1a1bf56111cc61"
TITLES = {1: "示范区停车管理办法", 2: "示范区绿地办法", 3: "示范区旧渔业办法", 4: "关于公布清理结果的通告"}
NUMBERS = {1: "示农〔2020〕1号", 3: "示农〔2020〕3号"}


@pytest.fixture
def old_register(empty_store: Store, prepared_registers: PreparedRegisters) -> Store:
    prepared_registers.fill(empty_store, make_old_register)
    return empty_store


def make_old_register(empty_store: Store) -> None:
    """An instance of the second step with a release of three rows, brought to the newest step."""
    engine = empty_store.engine.execution_options(writes=True)
    with engine.begin() as connection:
        tables = sa.MetaData()
        tables.reflect(connection)
        tables.drop_all(connection)
        config = Config()
        config.set_main_option("script_location", str(STEPS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        tables = sa.MetaData()
        tables.reflect(connection)
        for name, rows in _old_rows().items():
            connection.execute(sa.insert(tables.tables[name]), rows)
    migrate(empty_store)


def _old_rows() -> dict[str, list[dict[str, Any]]]:
    """table → its rows, as the version of the second step wrote them."""
    authority = {"id": 1, "code": "agri", "name": "示范区农业农村局", "organ_code": "", "kind": "department",
                 "is_issuer": True, "needs_review": False, "email": "", "position": 1, "version": 1}  # fmt: skip
    cleanup = {"id": 1, "name": "2025年度集中清理", "kind": "periodic", "cut_off_on": date(2025, 12, 31),
               "authority_ids": [], "opened_at": THEN, "released_at": THEN, "published_on": date(2026, 3, 5),
               "version": 2}  # fmt: skip
    release = {"id": 1, "round_id": 1, "title": TITLES[4], "issuer": "示范区人民政府", "doc_no": "",
               "document_id": 4, "cut_off_on": date(2025, 12, 31), "decided_on": date(2026, 2, 27),
               "published_on": date(2026, 3, 5), "meeting": "区政府第3次常务会议",
               "counts": {"retain": 1, "to_amend": 1, "repeal": 1}, "n_secret": 0, "accepted": [],
               "rows_sha256": SHA256, "docx": PAPER, "docx_sha256": hashlib.sha256(PAPER).hexdigest(),
               "audit_head": "", "released_at": THEN, "released_by": "林负责"}  # fmt: skip
    return {
        "office_setting": [{"name": "tracked_from", "value": "2026-01-01"}],
        "authority": [authority],
        "document": [_document(document_id) for document_id in TITLES],
        "document_text": [
            {"document_id": document_id, "text": "", "normal": search_text(title, "", "")}
            for document_id, title in TITLES.items()
        ],
        "document_span": [
            {"document_id": document_id, **vars(span)}
            for document_id in TITLES
            for span in spans(Life(effective_on=date(2020, 6, 1), has_no_expiry=True), [])
        ],
        "cleanup_round": [cleanup],
        "release": [release],
        "release_row": [
            _release_row(1, "retain", valid_until_text="2027-05-31", reason="与示范区公安局联合制定"),
            _release_row(2, "to_amend", reason="依据已修订", responsible="示范区园林局",
                         deadline_on=date(2026, 12, 31)),
            _release_row(3, "repeal", valid_until_text="长期有效", reason="渔业管理已有新规定",
                         published_on=None, ended_on=date(2026, 3, 5)),
        ],
    }  # fmt: skip


def _document(document_id: int) -> dict[str, Any]:
    title, number = TITLES[document_id], NUMBERS.get(document_id, "")
    return {"id": document_id, "title": title, "title_key": title_key(title), "doc_no": number,
            "doc_no_key": parse(number).key if number else None, "duplicate_reason": "", "reg_no": "",
            "index_no": "", "local_serial": "", "kind": "measures", "subject": "", "lead_authority_id": 1,
            "effective_on": date(2020, 6, 1), "has_no_expiry": True, "disclosure": Disclosure.PUBLIC.value,
            "is_published": True, "source": "", "note": "", "version": 1, "created_at": THEN,
            "updated_at": THEN}  # fmt: skip


def _release_row(number: int, outcome: str, **fields: Any) -> dict[str, Any]:
    return {"release_id": 1, "position": number, "outcome": outcome, "document_id": number,
            "title": TITLES[number], "doc_no": NUMBERS.get(number, ""), "authority": "示范区农业农村局",
            "authority_group": "department", "published_on": date(2020, 5, 1),
            "effective_on": date(2020, 6, 1), "valid_until_text": "未载明", "reason": "", "ended_on": None,
            "responsible": "", "deadline_on": None, **fields}  # fmt: skip


def accused(store: Store) -> list[str]:
    return [difference.subject for difference in verify_register(store)]


def change(store: Store, statement: str, **values: int) -> None:
    with transaction(store) as session:
        session.execute(sa.text(statement), values)


def test_a_release_made_before_its_fields_were_frozen_still_verifies(old_register: Store) -> None:
    assert verify_register(old_register) == []
    with reading(old_register) as session:
        release = session.get_one(Release, 1)
        assert release.rows_sha256 == SHA256
        assert [row.title for row in rows_of(session, 1)] == [TITLES[1], TITLES[2], TITLES[3]]
    assert release.frozen_fields == sorted(_old_rows()["release_row"][0].keys() - {"release_id"})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE release_row SET reason = '另有规定' WHERE position = 3",
        "UPDATE release_row SET ended_on = '2026-03-06' WHERE position = 3",
        "UPDATE release_row SET authority_group = 'government' WHERE position = 1",
        "UPDATE release_row SET position = 9 WHERE position = 2",
        "DELETE FROM release_row WHERE position = 2",
        "UPDATE release SET frozen_fields = '[\"title\"]'",
        "UPDATE release SET frozen_fields = '[\"no_such_field\"]'",
    ],
)
def test_a_change_to_an_old_release_is_still_named(old_register: Store, statement: str) -> None:
    change(old_register, statement)
    assert accused(old_register) == ["release:1"]


@dataclass(frozen=True, kw_only=True)
class WiderRow(ReleaseRow):
    later_field: str = "示范区园林局"


def widen(store: Store, patch: pytest.MonkeyPatch) -> None:
    """Adds a column to the released list, as a later version would."""
    change(store, "ALTER TABLE release_row ADD COLUMN later_field VARCHAR(200) NOT NULL DEFAULT ''")
    table = RELEASE_ROW.to_metadata(sa.MetaData())
    table.append_column(sa.Column("later_field", sa.String(200), nullable=False))
    column = Column(
        "later_field",
        "起草单位",
        {Outcome.RETAIN: Heading(900)},
        longest=200,
        shown=lambda row: "示范区园林局",
    )
    patch.setattr(listed, "COLUMNS", (*listed.COLUMNS, column))
    patch.setattr(listed, "ReleaseRow", WiderRow)
    patch.setattr(releases, "ReleaseRow", WiderRow)
    patch.setattr(releases, "RELEASE_ROW", table)


def release_one(store: Store, name: str) -> int:
    round_id = start_round(store, name, kind=RoundKind.SPECIAL)
    decide_all(store, round_id)
    return release_round(store, OPERATOR, round_id, FACTS, now=NOW)


def as_csv(store: Store, release_id: int) -> bytes:
    with reading(store) as session:
        fields = session.get_one(Release, release_id).frozen_fields
        return render_rows(rows_of(session, release_id), fields, "csv")


def test_a_new_column_leaves_the_old_releases_as_they_were(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    register_old(store, "关于甲的通知")
    old = release_one(store, "第一轮")
    table = as_csv(store, old)
    widen(store, monkeypatch)
    assert verify_register(store) == []
    assert as_csv(store, old) == table
    new = release_one(store, "第二轮")
    assert verify_register(store) == []
    assert "起草单位" in as_csv(store, new).decode("utf-8-sig")
    change(store, "UPDATE release_row SET later_field = '他局' WHERE release_id = :id", id=new)
    assert accused(store) == [f"release:{new}"]
    change(store, "UPDATE release_row SET title = '关于乙的通知' WHERE release_id = :id", id=old)
    assert accused(store) == [f"release:{old}", f"release:{new}"]
