"""Map the columns of an intake's ledgers to fields: remembered for every ledger with the same header."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from registry.actions.intakes._record import lock_intake, uploads_of
from registry.domain.errors import Refusal
from registry.domain.intakes import IntakeState
from registry.domain.roles import Actor, Permission, require
from registry.readers.ledgers.columns import FIELD_WORDS, IGNORED, NOTE
from registry.storage import audit
from registry.storage.engine import Store, transaction
from registry.storage.intakes import ColumnMapping, Intake


def map_columns(
    store: Store, actor: Actor, intake_id: int, chosen: Mapping[str, Mapping[str, str]], now: datetime
) -> None:
    """Remembers the fields of the columns; the intake then waits to be read again.

    `chosen` is header key → label → field. Raises Refusal when no header has a title column, when two columns of a
    header have the same field, and when a file was not kept.
    """
    require(actor, Permission.IMPORT_LEDGER)
    with transaction(store) as session:
        intake = lock_intake(session, intake_id, IntakeState.STAGED)
        _check(store, intake, chosen)
        for key, mapping in chosen.items():
            _remember(session, key, mapping, actor, now)
        intake.state = IntakeState.UPLOADED
        session.add(intake)
        audit.record(
            session,
            now,
            actor.name,
            "map_columns",
            f"intake:{intake_id}",
            name=intake.name,
            columns={label: field for mapping in chosen.values() for label, field in mapping.items()},
        )


def _check(store: Store, intake: Intake, chosen: Mapping[str, Mapping[str, str]]) -> None:
    if not chosen or chosen.keys() - intake.columns.keys():
        raise Refusal("该次导入的列已经变化，请刷新页面后再选。")
    if not all(upload.path.exists() for upload in uploads_of(store, intake)):
        raise Refusal("这次上传的文件里有不能保存的内容，原文件没有留存，不能重新读取；请改好后重新上传。")
    for mapping in chosen.values():
        fields = [field for field in mapping.values() if field not in (NOTE, IGNORED)]
        for field in fields:
            if field not in FIELD_WORDS:
                raise Refusal("请从列表中选择列的含义。")
            if fields.count(field) > 1:
                labels = "、".join(f"“{label}”" for label, name in mapping.items() if name == field)
                raise Refusal(f"{labels}都选成了“{FIELD_WORDS[field]}”，一项只能对应一列，请改其中一列。")
    if not any("title" in mapping.values() for mapping in chosen.values()):
        raise Refusal(f"没有哪一列是“{FIELD_WORDS['title']}”，请至少选定一列，否则读不出文件。")


def _remember(session: Session, key: str, mapping: Mapping[str, str], actor: Actor, now: datetime) -> None:
    stored = session.get(ColumnMapping, key) or ColumnMapping(header_key=key, chosen_at=now)
    stored.mapping, stored.chosen_at, stored.chosen_by = dict(mapping), now, actor.name
    session.add(stored)
