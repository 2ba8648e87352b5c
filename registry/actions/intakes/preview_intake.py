"""See what an intake would do, without keeping anything."""

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from registry.actions.intakes._judging import Judged, judge
from registry.actions.intakes._matching import load_register
from registry.actions.intakes._packages import unpacked
from registry.actions.intakes.entries import refused_file
from registry.actions.intakes.uploads import ColumnMeaning, Progress, Reading, Upload, read_uploads
from registry.domain.intakes import ADDED, REFUSED, UNCHANGED, UPDATED, Options
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, reading
from registry.storage.intakes import remembered_columns


@dataclass(frozen=True)
class Preview:
    """The verdicts in the order of the files, and what was read."""

    judged: list[Judged]
    read: Reading

    @property
    def counts(self) -> dict[str, int]:
        return count(judged.verdict for judged in self.judged)


def preview_intake(
    store: Store,
    actor: Actor,
    files: Sequence[tuple[str, Path]],
    options: Options,
    today: date,
    progress: Progress,
) -> Preview:
    """The verdict on every row and file, against the register as it is now. `files` are (name, path)."""
    require(actor, Permission.IMPORT_LEDGER)
    uploads = [Upload(path, name, _hash(path), path.stat().st_size) for name, path in files]
    with reading(store) as session:
        meaning = ColumnMeaning(options.columns, remembered_columns(session))
    with tempfile.TemporaryDirectory() as folder:
        found, unreadable = unpacked(uploads, Path(folder))
        read = read_uploads(found, meaning, progress)
    read.entries += [refused_file(name, sentence) for name, sentence in unreadable]
    with reading(store) as session:
        register = load_register(session, read.entries)
    return Preview(list(judge(read.entries, register, options, today)), read)


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def count(verdicts: Iterable[str]) -> dict[str, int]:
    """n_read and its four parts, which always add up to it."""
    found = Counter(verdicts)
    return {
        "n_read": sum(found.values()),
        **{f"n_{verdict}": found[verdict] for verdict in (ADDED, UNCHANGED, UPDATED, REFUSED)},
    }
