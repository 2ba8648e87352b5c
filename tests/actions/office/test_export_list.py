"""The list of a status on a day, as three kinds of file."""

import csv
import io
from datetime import date

import pytest

from registry.actions.documents.record_event import record_event
from registry.actions.office.export_list import export_list
from registry.domain.documents import Dates
from registry.domain.errors import Refusal
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind, Status
from registry.exports.plain_text import plain_text
from registry.storage.engine import Store, reading
from tests.building.documents import register_old, register_secret
from tests.building.rounds import NOW


def rows(store: Store, status: Status, on: date) -> list[dict[str, str]]:
    with reading(store) as session:
        content, n = export_list(session, status, on, ".csv", now=NOW)
    read = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(read) == n
    return read


def test_a_list_follows_the_day_and_leaves_secret_stubs_out(store: Store) -> None:
    ended = register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号")
    register_old(store, "关于乙的通知", authority_id=1)
    register_secret(store)
    record_event(
        store, OPERATOR, ended, EventKind.REPEALED, effective_on=date(2026, 1, 1), source="某决定", now=NOW
    )
    before = rows(store, Status.IN_FORCE, date(2025, 12, 31))
    assert [row["文件名称"] for row in before] == ["关于乙的通知", "关于甲的通知"]  # government first
    assert [row["文件名称"] for row in rows(store, Status.IN_FORCE, date(2026, 1, 1))] == ["关于乙的通知"]
    (repealed,) = rows(store, Status.REPEALED, date(2026, 1, 1))
    assert (repealed["自何日起"], repealed["说明"]) == ("2026-01-01", "自2026-01-01起废止（某决定）。")


def test_the_validity_shown_is_the_one_of_that_day(store: Store) -> None:
    document_id = register_old(
        store, "关于甲的通知", dates=Dates(published_on=date(2022, 1, 1), valid_until=date(2026, 12, 31))
    )
    record_event(
        store,
        OPERATOR,
        document_id,
        EventKind.EXTENDED,
        effective_on=date(2026, 3, 1),
        source="某通知",
        new_valid_until=date(2031, 12, 31),
        now=NOW,
    )
    assert rows(store, Status.IN_FORCE, date(2026, 2, 28))[0]["有效期至"] == "2026-12-31"
    assert rows(store, Status.IN_FORCE, date(2026, 3, 1))[0]["有效期至"] == "2031-12-31"


def test_the_word_file_says_what_it_lists_and_an_unknown_suffix_is_refused(store: Store) -> None:
    register_old(store, "关于甲的通知")
    with reading(store) as session:
        content, n = export_list(session, Status.IN_FORCE, date(2026, 3, 5), ".docx", now=NOW)
        with pytest.raises(Refusal, match="不能生成"):
            export_list(session, Status.IN_FORCE, date(2026, 3, 5), ".pdf", now=NOW)
    words = plain_text(content)
    assert n == 1
    assert "继续有效的行政规范性文件目录" in words
    assert "1 关于甲的通知" in words
