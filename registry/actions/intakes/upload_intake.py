"""Take uploaded ledgers and documents in: their bytes are kept, and they wait to be read."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from registry.domain.errors import Refusal
from registry.domain.intakes import Options
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, transaction
from registry.storage.files import keep_bytes
from registry.storage.intakes import Intake


def upload_intake(
    store: Store,
    actor: Actor,
    name: str,
    files: Sequence[tuple[str, bytes]],
    options: Options,
    now: datetime,
) -> int:
    """The id of the new intake, in state uploaded. `files` are (name, content). Raises Refusal for none."""
    require(actor, Permission.IMPORT_LEDGER)
    if not files:
        raise Refusal("请选择要导入的台账或文件。", "files")
    kept = [[each[-200:], keep_bytes(store, content), len(content)] for each, content in files]
    hashes = "\n".join(str(sha256) for _, sha256, _ in kept)
    sha256 = str(kept[0][1]) if len(kept) == 1 else hashlib.sha256(hashes.encode()).hexdigest()
    intake = Intake(
        name=name[-255:],
        sha256=sha256,
        size=sum(len(content) for _, content in files),
        options={
            "is_update": options.is_update,
            "disclosure": options.disclosure.value if options.disclosure else "",
            "columns": dict(options.columns),
            "registers_files": options.registers_files,
            "files": kept,
        },
        state="uploaded",
        created_at=now,
        created_by=actor.name,
    )
    with transaction(store) as session:
        session.add(intake)
    assert intake.id is not None
    return intake.id
