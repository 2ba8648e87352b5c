"""Comments come in until midnight of the last day, once each; the office is told once a day."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from registry.actions.consultations.take_comment import Comment, add_comment, submit_comment
from registry.domain.documents import Disclosure
from registry.domain.errors import Denied, Refusal
from registry.domain.notices import NoticeKind
from registry.storage.audit import entries_about
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading, transaction
from registry.storage.notices import Notice
from tests.building.consultations import CONTACT, NAME, TEXT, announce, comments, consulted_round
from tests.building.documents import register_old
from tests.building.rounds import NOW, items
from tests.cast import Cast

MIDNIGHT = datetime(2026, 3, 16, 16, tzinfo=UTC)  # of 16 to 17 March in Asia/Shanghai
COMMENT = Comment(TEXT, NAME, CONTACT)


def announced(store: Store) -> tuple[int, int, int]:
    """(round, document, consultation)."""
    round_id, document_id = consulted_round(store)
    return round_id, document_id, announce(store, round_id).id or 0


def told(store: Store) -> list[Notice]:
    with reading(store) as session:
        query = select(Notice).where(Notice.kind == NoticeKind.CONSULTATION_COMMENTED)
        return list(session.exec(query))


def test_a_comment_is_kept_with_its_document_and_the_audit_names_nobody(store: Store) -> None:
    round_id, document_id, key = announced(store)
    assert submit_comment(store, key, Comment(f" {TEXT}\n", NAME, CONTACT, document_id), now=NOW) == 1
    (kept,) = comments(store)
    assert (kept.text, kept.name, kept.contact, kept.document_id) == (TEXT, NAME, CONTACT, document_id)
    with reading(store) as session:
        lines = [str(entry.fields) for entry in entries_about(session, f"cleanup:{round_id}")]
    assert not [line for line in lines if NAME in line or CONTACT in line or TEXT in line]


def test_the_last_day_ends_at_midnight_of_shanghai(store: Store) -> None:
    _, _, key = announced(store)
    submit_comment(store, key, COMMENT, now=MIDNIGHT - timedelta(seconds=1))
    with pytest.raises(Refusal, match="已于2026年3月16日截止"):
        submit_comment(store, key, Comment("另一条意见"), now=MIDNIGHT)
    assert len(comments(store)) == 1


def test_the_same_comment_sent_twice_is_kept_once(store: Store) -> None:
    _, document_id, key = announced(store)
    assert [submit_comment(store, key, COMMENT, now=NOW) for _ in range(2)] == [1, 1]
    assert submit_comment(store, key, Comment(TEXT, NAME, CONTACT, document_id), now=NOW) == 2
    assert submit_comment(store, key, Comment(TEXT), now=NOW) == 3


def test_only_a_document_of_the_announced_list_may_be_commented_on(store: Store) -> None:
    round_id, document_id, key = announced(store)
    hidden = [item.document_id for item in items(store, round_id) if item.document_id != document_id]
    later = register_old(store, "关于后来文件的通知", doc_no="示农〔2020〕8号")
    for other in (*hidden, later, 99_999):
        with pytest.raises(Refusal, match="不在征求意见稿中"):
            submit_comment(store, key, Comment(TEXT, document_id=other), now=NOW)
    with transaction(store) as session:
        session.get_one(Document, document_id).disclosure = Disclosure.WITHHELD
    with pytest.raises(Refusal, match="不在征求意见稿中"):
        submit_comment(store, key, Comment(TEXT, document_id=document_id), now=NOW)


def test_the_office_is_told_once_a_day_and_without_what_was_written(store: Store, cast: Cast) -> None:
    _, _, key = announced(store)
    for n in range(3):
        submit_comment(store, key, Comment(f"{TEXT}{n}", NAME, CONTACT), now=NOW)
    assert {notice.user_id for notice in told(store)} == {cast.clerk.user_id, cast.lead.user_id}
    assert len(told(store)) == 2
    submit_comment(store, key, Comment(TEXT), now=NOW + timedelta(1))
    assert len(told(store)) == 4
    assert not [notice for notice in told(store) if NAME in str(notice.facts) or TEXT in str(notice.facts)]


def test_what_comes_on_paper_is_typed_in_also_afterwards(store: Store, cast: Cast) -> None:
    _, _, key = announced(store)
    with pytest.raises(Refusal) as refused:
        add_comment(store, cast.clerk, key, COMMENT, " ", now=MIDNIGHT)
    assert refused.value.field == "via"
    assert add_comment(store, cast.clerk, key, COMMENT, "2026年3月16日来信", now=MIDNIGHT) == 1
    assert [(row.via, row.text) for row in comments(store)] == [("2026年3月16日来信", TEXT)]
    assert told(store) == []
    with pytest.raises(Denied):
        add_comment(store, cast.drafter, key, COMMENT, "来信", now=NOW)
