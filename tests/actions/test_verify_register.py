"""Everything derived can be recomputed, and a difference is named."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
import sqlalchemy as sa

from registry.actions.register_document import register_document
from registry.actions.register_filing import register_filing
from registry.actions.submit_filing import submit_filing
from registry.actions.verify_register import verify_register
from registry.domain.documents import Dates, DocumentFacts, DocumentKind, Step, StepKind
from registry.storage.engine import Store, transaction
from registry.storage.files import Attachment, keep_bytes, path_of
from tests.cast import Cast

STEPS = tuple(
    Step(kind, date(2026, 1, 5), "示范区农业农村局")
    for kind in (StepKind.PUBLIC_CONSULTATION, StepKind.LEGALITY_REVIEW, StepKind.COLLECTIVE_DECISION)
)


@pytest.fixture
def register(store: Store, cast: Cast, now: datetime) -> Store:
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
        submit_filing(store, cast.drafter, serial, on=date(2026, 2, 10), now=now)
        register_filing(store, cast.clerk, serial, on=date(2026, 2, 12), now=now)
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
