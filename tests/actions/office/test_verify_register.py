"""Everything derived can be recomputed, and a difference is named."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import col

from registry.actions.cleanups.release_round import release_round
from registry.actions.documents.register_document import register_document
from registry.actions.filings.move_filing import move_filing
from registry.actions.intakes.discard_intake import discard_intake
from registry.actions.intakes.upload_intake import upload_intake
from registry.actions.office.verify_register import orphaned_files, verify_register
from registry.domain.cleanups import Outcome
from registry.domain.documents import Dates, DocumentFacts, DocumentKind, Step, StepKind
from registry.domain.filings import Move
from registry.domain.intakes import Options
from registry.domain.roles import OPERATOR
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.engine import Store, transaction
from registry.storage.files import Attachment, keep_bytes, path_of
from tests.building.documents import register_old
from tests.building.prepared_registers import Prepare
from tests.building.rounds import FACTS, NOW, answer, decide_all, start_round
from tests.cast import Cast

STEPS = tuple(
    Step(kind, date(2026, 1, 5), "示范区农业农村局")
    for kind in (StepKind.PUBLIC_CONSULTATION, StepKind.LEGALITY_REVIEW, StepKind.COLLECTIVE_DECISION)
)


def _file_two(store: Store, cast: Cast, now: datetime) -> None:
    """Two registered filings, and a file."""
    for serial in (1, 2):
        facts = DocumentFacts(
            title=f"示范区农机补贴办法之{serial}",
            authority_ids=(cast.authority_id,),
            kind=DocumentKind.MEASURES,
            doc_no=f"示农〔2026〕{serial}号",
            dates=Dates(published_on=date(2026, 2, 1), effective_on=date(2026, 2, 1)),
            steps=STEPS,
            text="第一条 为规范农机补贴，制定本办法。",
        )
        document_id = register_document(store, cast.clerk, facts, is_published=True, now=now)
        move_filing(store, cast.drafter, serial, Move.SUBMIT, on=date(2026, 2, 10), now=now)
        move_filing(store, cast.clerk, serial, Move.REGISTER, on=date(2026, 2, 12), now=now)
        sha256 = keep_bytes(store, f"原文{serial}".encode())
        with transaction(store) as session:
            session.add(
                Attachment(
                    document_id=document_id,
                    role="text",
                    name="原文.txt",
                    size=7,
                    sha256=sha256,
                    uploaded_at=now,
                )
            )


@pytest.fixture
def register(store: Store, prepared: Prepare, cast: Cast, now: datetime) -> Store:
    prepared(_file_two, cast, now)
    return store


def test_a_register_left_alone_has_no_difference(register: Store) -> None:
    assert verify_register(register) == []


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE document_span SET status = 'repealed' WHERE status = 'in_force'", "spans"),
        ("UPDATE document SET doc_no_key = 'x' WHERE id = 1", "keys"),
        ("UPDATE document_text SET normal = 'x' WHERE document_id = 2", "text"),
        ("UPDATE filing SET due_on = '2026-02-17' WHERE id = 1", "due"),
        ("UPDATE filing SET filing_no = '备〔2026〕3号' WHERE id = 1", "filing_no"),
        ("UPDATE audit_entry SET actor = '他人' WHERE seq = 2", "audit"),
        ("DELETE FROM audit_entry WHERE seq = 2", "audit"),
        ("DELETE FROM change WHERE seq = 1", "changes"),
    ],
)
def test_each_tampering_is_named(register: Store, statement: str, what: str) -> None:
    with transaction(register) as session:
        session.execute(sa.text(statement))
    assert what in {difference.what for difference in verify_register(register)}


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"x")])
def test_a_missing_or_changed_file_is_named(register: Store, harm: Callable[..., object]) -> None:
    sha256 = keep_bytes(register, "原文1".encode())
    harm(path_of(register, sha256))
    assert [difference.what for difference in verify_register(register)] == ["file"]


def test_a_row_changed_in_a_released_list_is_named(store: Store, cast: Cast) -> None:
    register_old(store, "关于规范养犬管理的通知")
    round_id = start_round(store)
    decide_all(store, round_id)
    release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    assert verify_register(store) == []
    with transaction(store) as session:
        session.execute(sa.text("UPDATE release_row SET outcome = 'repeal'"))
    assert [difference.what for difference in verify_register(store)] == ["release"]


def test_a_number_that_a_ledger_brought_is_not_a_gap(register: Store, cast: Cast, now: datetime) -> None:
    """The system gave 2, a ledger then brought 3."""
    with transaction(register) as session:
        for statement in (
            "UPDATE filing SET filing_no = '备〔2026〕3号', is_historic = TRUE WHERE id = 1",
            "UPDATE counter SET value = 3 WHERE name = 'registration-2026'",
        ):
            session.execute(sa.text(statement))
    assert verify_register(register) == []


def test_files_that_nothing_names_are_told_once_they_are_old(register: Store, now: datetime) -> None:
    ledger = "文件名称,发文字号\n示范区护林办法,示农〔2019〕3号\n".encode()
    upload_intake(register, OPERATOR, "台账.csv", [("台账.csv", ledger)], Options(), now)
    orphan = keep_bytes(register, b"a form that nobody finished")
    old = datetime(2999, 1, 1, tzinfo=UTC)
    assert [(each.what, each.subject) for each in orphaned_files(register, before=old)] == [
        ("orphan", orphan)
    ]
    assert orphan in orphaned_files(register, before=old)[0].sentence
    assert orphaned_files(register, before=datetime(2001, 1, 1, tzinfo=UTC)) == []
    assert path_of(register, orphan).exists()


def test_the_bytes_of_a_discarded_intake_are_orphans_if_they_were_left(
    register: Store, now: datetime
) -> None:
    intake_id = upload_intake(register, OPERATOR, "台账.csv", [("台账.csv", b"a,b\n")], Options(), now)
    discard_intake(register, OPERATOR, intake_id)
    left = keep_bytes(register, b"a,b\n")
    assert [each.subject for each in orphaned_files(register, before=datetime(2999, 1, 1, tzinfo=UTC))] == [
        left
    ]


def test_an_item_that_counts_as_answered_or_sent_back_against_its_steps_is_named(store: Store) -> None:
    first = register_old(store, "关于甲的通知")
    register_old(store, "关于乙的通知")
    round_id = start_round(store)
    answer(store, round_id, {first: Outcome.REPEAL})
    assert verify_register(store) == []
    for wrong in ({"is_answered": False}, {"is_answered": True, "sent_back_because": "不当"}):
        with transaction(store) as session:
            session.execute(sa.update(CleanupItem).where(col(CleanupItem.document_id) == first).values(wrong))
        (difference,) = verify_register(store)
        assert (difference.what, "《关于甲的通知》" in difference.sentence) == ("cleanup_item", True)
