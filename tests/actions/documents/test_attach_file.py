"""Attaching a file."""

from dataclasses import replace
from datetime import datetime

import pytest

from registry.actions.documents.attach_file import attach_file
from registry.domain.documents import Disclosure
from registry.domain.errors import Denied, Hidden, Refusal
from registry.storage.documents.tables import text_of
from registry.storage.engine import Store, reading
from registry.storage.files import KeptFile, attachments_of, keep_bytes
from tests.building.documents import register
from tests.cast import Cast


@pytest.fixture
def kept(store: Store) -> KeptFile:
    return KeptFile(keep_bytes(store, b"content"), "C:\\公文\\办法.docx", 7)


def test_the_row_says_what_the_bytes_are(store: Store, cast: Cast, now: datetime, kept: KeptFile) -> None:
    document_id = register(store, cast.clerk, now)
    attach_file(store, cast.clerk, document_id, kept, now=now)
    with reading(store) as session:
        (row,) = attachments_of(session, document_id)
    assert (row.name, row.role, row.size, row.uploaded_by) == ("办法.docx", "text", 7, cast.clerk.name)
    assert "wordprocessingml" in row.media_type


def test_a_document_without_text_takes_the_file_s(
    store: Store, cast: Cast, now: datetime, kept: KeptFile
) -> None:
    document_id = register(store, cast.clerk, now, text="")
    attach_file(store, cast.clerk, document_id, kept, text="第一条 甲", now=now)
    attach_file(store, cast.clerk, document_id, replace(kept, role="annex"), text="附件的字", now=now)
    with reading(store) as session:
        assert text_of(session, document_id) == "第一条 甲"


def test_the_same_file_is_attached_once_in_a_role(
    store: Store, cast: Cast, now: datetime, kept: KeptFile
) -> None:
    document_id = register(store, cast.clerk, now)
    attach_file(store, cast.clerk, document_id, kept, now=now)
    with pytest.raises(Refusal, match="无需重复上传"):
        attach_file(store, cast.clerk, document_id, kept, now=now)


def test_a_secret_stub_holds_no_file(store: Store, cast: Cast, now: datetime, kept: KeptFile) -> None:
    document_id = register(
        store, cast.clerk, now, disclosure=Disclosure.SECRET, title="", doc_no="", text="", local_serial="密1"
    )
    with pytest.raises(Refusal, match="涉密"):
        attach_file(store, cast.clerk, document_id, kept, now=now)


def test_a_contact_attaches_to_its_own_drafts_only(
    store: Store, cast: Cast, now: datetime, kept: KeptFile
) -> None:
    draft = register(store, cast.drafter, now, is_published=False)
    attach_file(store, cast.drafter, draft, kept, now=now)
    with pytest.raises(Hidden):
        attach_file(store, cast.stranger, draft, kept, now=now)
    published = register(store, cast.clerk, now, title="另一办法", doc_no="")
    with pytest.raises(Denied):
        attach_file(store, cast.drafter, published, kept, now=now)


@pytest.mark.parametrize(
    ("given", "kept_as"),
    [
        ("通知\u202exfdp.exe", "通知xfdp.exe"),
        ("通知\u2066.docx\x00.exe", "通知.docx.exe"),
        ("a/../\x01", "未命名"),
    ],
)
def test_a_name_shows_every_character_it_has(
    store: Store, cast: Cast, now: datetime, kept: KeptFile, given: str, kept_as: str
) -> None:
    document_id = register(store, cast.clerk, now)
    attach_file(store, cast.clerk, document_id, replace(kept, name=given, role="internal"), now=now)
    with reading(store) as session:
        assert [row.name for row in attachments_of(session, document_id)] == [kept_as]


@pytest.mark.parametrize("name", ["通知.exe", "通知.docm", "通知"])
def test_only_papers_become_the_public_text(
    store: Store, cast: Cast, now: datetime, kept: KeptFile, name: str
) -> None:
    document_id = register(store, cast.clerk, now)
    with pytest.raises(Refusal, match="不是文书"):
        attach_file(store, cast.clerk, document_id, replace(kept, name=name), now=now)
    attach_file(store, cast.clerk, document_id, replace(kept, name=name, role="internal"), now=now)
