"""Take in uploaded ledgers and documents: their bytes are kept, and they wait to be read."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from registry.domain.errors import Refusal
from registry.domain.intakes import IntakeOptions, IntakeState, Options, UploadedFile
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
    """The id of the new intake. `files` are (name, content). Raises Refusal when there are none."""
    require(actor, Permission.IMPORT_LEDGER)
    if not files:
        raise Refusal("请选择要导入的台账或文件。", "files")
    kept = tuple(
        UploadedFile(file[-200:], keep_bytes(store, content), len(content)) for file, content in files
    )
    hashes = "\n".join(file.sha256 for file in kept)
    sha256 = kept[0].sha256 if len(kept) == 1 else hashlib.sha256(hashes.encode()).hexdigest()
    intake = Intake(
        name=name[-255:],
        sha256=sha256,
        size=sum(len(content) for _, content in files),
        options=IntakeOptions(
            is_update=options.is_update,
            disclosure=options.disclosure,
            columns=dict(options.columns),
            registers_files=options.registers_files,
            files=kept,
        ),
        state=IntakeState.UPLOADED,
        created_at=now,
        created_by=actor.name,
    )
    with transaction(store) as session:
        session.add(intake)
    assert intake.id is not None
    return intake.id
