"""Taking a file off a document."""

from datetime import datetime

import pytest

from registry.actions.documents.attach_file import attach_file
from registry.actions.documents.remove_attachment import remove_attachment
from registry.domain.errors import Denied, Refusal
from registry.storage.audit import entries_about
from registry.storage.engine import Store, reading
from registry.storage.files import KeptFile, attachments_of, keep_bytes
from tests.building.documents import register
from tests.cast import Cast


@pytest.fixture
def attached(store: Store, cast: Cast, now: datetime) -> tuple[int, int]:
    document_id = register(store, cast.clerk, now)
    kept = KeptFile(keep_bytes(store, b"content"), "办法.docx", 7)
    return document_id, attach_file(store, cast.clerk, document_id, kept, now=now)


def test_its_name_and_hash_stay_in_the_audit(
    store: Store, cast: Cast, now: datetime, attached: tuple[int, int]
) -> None:
    document_id, attachment = attached
    assert remove_attachment(store, cast.clerk, attachment, reason="传错", now=now) == document_id
    with reading(store) as session:
        assert attachments_of(session, document_id) == []
        fields = entries_about(session, f"document:{document_id}")[0].fields
    assert (fields["name"], fields["reason"]) == ("办法.docx", "传错")


def test_it_needs_a_reason_and_goes_once(
    store: Store, cast: Cast, now: datetime, attached: tuple[int, int]
) -> None:
    with pytest.raises(Refusal, match="理由"):
        remove_attachment(store, cast.clerk, attached[1], reason=" ", now=now)
    remove_attachment(store, cast.clerk, attached[1], reason="传错", now=now)
    with pytest.raises(Refusal, match="已被移除"):
        remove_attachment(store, cast.clerk, attached[1], reason="传错", now=now)


def test_a_contact_takes_nothing_off_a_published_document(
    store: Store, cast: Cast, now: datetime, attached: tuple[int, int]
) -> None:
    with pytest.raises(Denied):
        remove_attachment(store, cast.drafter, attached[1], reason="传错", now=now)
