"""The text as an amendment left it: kept with its file, replaced by a later upload, never of another event."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import select

from registry.actions.documents.add_amended_text import add_amended_text
from registry.actions.documents.edit_document import edit_document
from registry.actions.documents.remove_attachment import remove_attachment
from registry.actions.documents.renew_texts import renew_texts
from registry.actions.documents.void_event import void_event
from registry.actions.office.verify_register import verify_register
from registry.domain.documents import Dates, Disclosure
from registry.domain.errors import Denied, Refusal
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind
from registry.storage import changes
from registry.storage.audit import entries_about
from registry.storage.documents.tables import Document, DocumentText
from registry.storage.documents.versions import DocumentVersion
from registry.storage.engine import Store, reading, transaction
from registry.storage.files import KeptFile
from tests.building.amendments import (
    AMENDED_ON,
    AMENDED_TEXT,
    FIRST_TEXT,
    amend,
    register_act,
    register_dogs,
    upload,
)
from tests.building.documents import facts
from tests.cast import NOW, Cast

OLD = Dates(published_on=date(2020, 5, 1), effective_on=date(2020, 5, 1))


@pytest.fixture
def event_id(store: Store) -> int:
    return amend(store, register_dogs(store), register_act(store))


def searched(store: Store, document_id: int = 1) -> DocumentText:
    with reading(store) as session:
        return session.get_one(DocumentText, document_id)


def test_it_is_kept_beside_the_first_text_and_searched_instead(store: Store, event_id: int) -> None:
    upload(store, event_id)
    row = searched(store)
    assert (row.text, row.in_force) == (FIRST_TEXT, AMENDED_TEXT)
    assert "每年登记" in row.normal
    with reading(store) as session:
        entry = next(line for line in entries_about(session, "document:1") if line.act == "add_amended_text")
        version = session.exec(select(DocumentVersion)).one()
    assert (entry.fields["event_id"], entry.fields["name"]) == (event_id, "修改后.txt")
    assert version.event_id == event_id
    assert verify_register(store) == []


def test_a_later_upload_replaces_it_and_both_stay(store: Store, event_id: int) -> None:
    upload(store, event_id)
    upload(store, event_id, AMENDED_TEXT + "（更正）", "更正.txt")
    assert searched(store).in_force.endswith("（更正）")
    with reading(store) as session:
        assert len(session.exec(select(DocumentVersion)).all()) == 2


def test_a_mistaken_amendment_gives_the_first_text_back_and_may_be_uploaded_again(
    store: Store, event_id: int
) -> None:
    upload(store, event_id)
    void_event(store, OPERATOR, event_id, reason="日期有误", now=NOW)
    assert searched(store).in_force == ""
    with pytest.raises(Refusal, match="已被更正"):
        upload(store, event_id)
    again = amend(store, 1, 2, effective_on=date(2024, 6, 1))
    upload(store, again)
    assert searched(store).in_force == AMENDED_TEXT
    assert verify_register(store) == []


def test_an_amendment_to_come_is_searched_from_its_day(store: Store) -> None:
    document_id = register_dogs(store)
    start = datetime(2190, 1, 1, tzinfo=UTC)
    upload(store, amend(store, document_id, register_act(store), effective_on=start.date()))
    assert searched(store).in_force == ""
    assert renew_texts(store, now=NOW) == 0
    assert renew_texts(store, now=start) == 1
    assert searched(store).in_force == AMENDED_TEXT


def test_the_first_text_may_be_corrected_and_the_amended_one_stays(
    store: Store, cast: Cast, event_id: int
) -> None:
    upload(store, event_id)
    changed = facts(title="示范区养犬管理办法", doc_no="示政规〔2020〕7号", text="第一条 更正。", dates=OLD)
    edit_document(store, OPERATOR, 1, changed, version=None, reason="更正正文", now=NOW)
    row = searched(store)
    assert (row.text, row.in_force) == ("第一条 更正。", AMENDED_TEXT)
    assert "每年登记" in row.normal


def test_only_an_amendment_has_an_amended_text(store: Store, cast: Cast, event_id: int) -> None:
    other = amend(store, 1, kind=EventKind.TO_AMEND, articles="", effective_on=AMENDED_ON)
    file = KeptFile("ab" * 32, "空.pdf", 3, "amended")
    for chosen, text, sentence in ((other, "正文", "修改和部分废止"), (event_id, " ", "没有读出文字")):
        with pytest.raises(Refusal, match=sentence):
            add_amended_text(store, OPERATOR, chosen, file, text=text, now=NOW)
    with pytest.raises(Denied):
        add_amended_text(store, cast.drafter, event_id, file, text="正文", now=NOW)


def test_its_file_is_not_removed(store: Store, event_id: int) -> None:
    upload(store, event_id)
    with reading(store) as session:
        attachment_id = session.exec(select(DocumentVersion.attachment_id)).one()
    with pytest.raises(Refusal, match="不能移除"):
        remove_attachment(store, OPERATOR, attachment_id, reason="试", now=NOW)


def test_verify_tells_a_text_that_was_changed(store: Store, event_id: int) -> None:
    upload(store, event_id)
    with transaction(store) as session:
        session.exec(select(DocumentVersion)).one().text = "改动"
    told = {difference.sentence for difference in verify_register(store) if difference.what == "version"}
    assert told == {"文件1修改后的正文与上传时的校验值不符。", "文件1检索的正文不是它的任何一个版本。"}


def test_only_what_changed_or_takes_effect_is_looked_at_again(store: Store, event_id: int) -> None:
    upload(store, event_id)
    renew_texts(store, now=NOW)
    renew_texts(store, now=NOW)
    asked: list[str] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert renew_texts(store, now=NOW) == 0
    assert asked
    assert not [statement for statement in asked if "document_version" in statement]


def test_search_forgets_the_text_of_an_act_that_is_withheld_later(store: Store) -> None:
    document_id, act = register_dogs(store), register_act(store)
    upload(store, amend(store, document_id, act))
    renew_texts(store, now=NOW)
    assert searched(store).in_force == AMENDED_TEXT
    with transaction(store) as session:
        session.get_one(Document, act).disclosure = Disclosure.WITHHELD
        changes.touch(session, [act], NOW)
    assert renew_texts(store, now=NOW) == 1
    assert searched(store).in_force == ""
