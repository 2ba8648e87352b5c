"""Match a document file with a ledger row or a registered document, register it as new, or leave it out."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.actions.intakes._entries import DOCUMENT_KEY
from registry.actions.intakes._record import judge_again, lock_intake
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.intakes import IntakeState, Placement
from registry.domain.roles import Actor, Permission, require
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction
from registry.storage.intakes import IntakeRow

_ROW_KEY = "row:"
_FIXED = ("", *Placement)


def match_file(
    store: Store, actor: Actor, intake_id: int, position: int, belongs: str, *, now: datetime
) -> None:
    """Records where the file at `position` belongs, and judges the rows concerned again.

    `belongs` is a Placement, "row:" and a position, "document:" and an id, or "" to take an earlier choice back.
    Raises Refusal when the row is no document file, and when that row or document does not exist.
    """
    require(actor, Permission.IMPORT_LEDGER)
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, IntakeState.STAGED)
        row: IntakeRow | None = session.get(IntakeRow, (intake_id, position))
        if row is None or not row.cells["sha256"] or row.cells["is_forbidden"]:
            raise Refusal("该行不是可以配给的文件，请刷新页面后再选。")
        before, after = row.cells.get("belongs", ""), _key(session, intake_id, belongs)
        owners = [owner for key in (before, after) for owner in _rows_of_owner(session, intake_id, key)]
        row.cells = {**row.cells, "belongs": after}
        session.add(row)
        judge_again(session, intake, [*owners, row], day_of(now))


def _key(session: Session, intake_id: int, belongs: str) -> str:
    """The choice as `Entry.belongs` has it. Raises Refusal for a row or document that does not exist."""
    if belongs in _FIXED:
        return belongs
    kind, _, number = belongs.partition(":")
    if f"{kind}:" == _ROW_KEY and number.isdigit():
        owner: IntakeRow | None = session.get(IntakeRow, (intake_id, int(number)))
        if owner and not owner.cells["sha256"]:
            return f"{owner.cells['file']}\n{owner.cells['sheet']}\n{owner.row}"
    elif number.isdigit() and _is_registered(session, int(number)):
        return belongs
    raise Refusal("选定的文件或台账行不存在，请另选。")


def _is_registered(session: Session, document_id: int) -> bool:
    return session.exec(select(Document.id).where(Document.id == document_id)).first() is not None


def _rows_of_owner(session: Session, intake_id: int, key: str) -> list[IntakeRow]:
    """The rows of the intake whose verdict depends on whether a file belongs to this row or document."""
    query = select(IntakeRow).where(IntakeRow.intake_id == intake_id)
    if key.startswith(DOCUMENT_KEY):
        return list(session.exec(query.where(IntakeRow.document_id == int(key.removeprefix(DOCUMENT_KEY)))))
    if key in _FIXED:
        return []
    file, sheet, number = key.split("\n")
    is_owner = sa.and_(col(IntakeRow.row) == int(number), col(IntakeRow.sheet) == sheet[:100])
    has_its_document = col(IntakeRow.outlook)["of"].as_string() == key
    rows = session.exec(query.where(sa.or_(is_owner, has_its_document)))
    return [row for row in rows if row.cells["file"] == file or row.outlook.get("of") == key]
