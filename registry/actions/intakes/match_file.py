"""Say whose a document file is that matched nothing: a row's, a registered document's, its own, or nobody's."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.actions.intakes._matching import OF_DOCUMENT
from registry.actions.intakes._record import lock_intake, rejudge
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.intakes import ANEW, NOWHERE
from registry.domain.roles import Actor, Permission, require
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction
from registry.storage.intakes import IntakeRow

OF_ROW = "row:"


def match_file(
    store: Store, actor: Actor, intake_id: int, position: int, belongs: str, *, now: datetime
) -> None:
    """`belongs` is ANEW, NOWHERE, "row:" and a position, or "document:" and an id; "" leaves it to the system again.

    Raises Refusal when the row is no file, or what it should belong to is not there.
    """
    require(actor, Permission.IMPORT_LEDGER)
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, "staged")
        row: IntakeRow | None = session.get(IntakeRow, (intake_id, position))
        if row is None or not row.cells["sha256"] or row.cells["is_forbidden"]:
            raise Refusal("该行不是可以配给的文件，请刷新页面后再选。")
        before, after = row.cells.get("belongs", ""), _key(session, intake_id, belongs)
        owners = [each for key in (before, after) for each in _rows_of_owner(session, intake_id, key)]
        row.cells = {**row.cells, "belongs": after}
        session.add(row)
        rejudge(session, intake, [*owners, row], day_of(now))


def _key(session: Session, intake_id: int, belongs: str) -> str:
    """How an entry remembers it. Raises Refusal for what is not there."""
    if belongs in ("", ANEW, NOWHERE):
        return belongs
    kind, _, number = belongs.partition(":")
    if f"{kind}:" == OF_ROW and number.isdigit():
        owner: IntakeRow | None = session.get(IntakeRow, (intake_id, int(number)))
        if owner and not owner.cells["sha256"]:
            return f"{owner.cells['file']}\n{owner.cells['sheet']}\n{owner.row}"
    elif number.isdigit() and _is_registered(session, int(number)):
        return belongs
    raise Refusal("选定的文件或台账行不存在，请另选。")


def _is_registered(session: Session, document_id: int) -> bool:
    return session.exec(select(Document.id).where(Document.id == document_id)).first() is not None


def _rows_of_owner(session: Session, intake_id: int, key: str) -> list[IntakeRow]:
    """The rows of this intake whose verdict depends on a file that belongs there."""
    query = select(IntakeRow).where(IntakeRow.intake_id == intake_id)
    if key.startswith(OF_DOCUMENT):
        return list(session.exec(query.where(IntakeRow.document_id == int(key.removeprefix(OF_DOCUMENT)))))
    if key in ("", ANEW, NOWHERE):
        return []
    file, sheet, row = key.split("\n")
    is_owner = sa.and_(col(IntakeRow.row) == int(row), col(IntakeRow.sheet) == sheet[:100])
    speaks_of_it = col(IntakeRow.outlook)["of"].as_string() == key
    found = session.exec(query.where(sa.or_(is_owner, speaks_of_it)))
    return [each for each in found if each.cells["file"] == file or each.outlook.get("of") == key]
