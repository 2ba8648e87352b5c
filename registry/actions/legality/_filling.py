"""Within a transaction: the formation steps that the passages before 公布 fill, so that nobody types them twice."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.documents import Step
from registry.storage import changes
from registry.storage.documents.tables import Document, FormationStep, steps_of


def fill_step(session: Session, document: Document, step: Step, now: datetime) -> None:
    """Writes a formation step in the place of the one of its kind; an open form of the document is outdated by it."""
    document_id = document.id or 0
    before = next((kept for kept in steps_of(session, document_id) if kept.kind is step.kind), None)
    if before == step:
        return
    session.execute(
        sa.delete(FormationStep).where(
            col(FormationStep.document_id) == document_id, col(FormationStep.kind) == step.kind
        )
    )
    session.add(
        FormationStep(
            document_id=document_id,
            kind=step.kind,
            done_on=step.done_on,
            body=step.body,
            result=step.result,
            not_applicable_because=step.not_applicable_because[:500],
            begun_on=step.begun_on,
        )
    )
    note_change(session, document, now)


def note_change(session: Session, document: Document, now: datetime) -> None:
    """Says that the document changed: to whoever has its form open, and to the search."""
    document.version += 1
    document.updated_at = now
    session.add(document)
    changes.touch(session, [document.id or 0], now)
