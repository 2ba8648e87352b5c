"""Preview what an intake would do, without keeping anything."""

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from registry.actions.intakes._entries import refused_file
from registry.actions.intakes._judging import Judged, judge
from registry.actions.intakes._matching import load_register
from registry.actions.intakes._packages import unpacked
from registry.actions.intakes._uploads import ColumnMeaning, Progress, Reading, Upload, read_uploads
from registry.domain.intakes import Options, RowReport, Verdict
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, reading
from registry.storage.intakes import remembered_columns


@dataclass(frozen=True)
class Preview:
    """The entries with their verdicts in the order of the files, and what was read."""

    judged: list[Judged]
    read: Reading

    @property
    def counts(self) -> dict[str, int]:
        """The number of entries, and of those of each verdict."""
        return count_verdicts(judged.verdict for judged in self.judged)

    @property
    def reports(self) -> list[RowReport]:
        """The entries with their verdicts and problems in words."""
        return [judged.report for judged in self.judged]


def preview_intake(
    store: Store,
    actor: Actor,
    files: Sequence[tuple[str, Path]],
    options: Options,
    today: date,
    progress: Progress,
) -> Preview:
    """The verdicts on every row and file, with the register as it is now. `files` are (name, path)."""
    require(actor, Permission.IMPORT_LEDGER)
    uploads = [Upload(path, name, _hash(path), path.stat().st_size) for name, path in files]
    with reading(store) as session:
        meaning = ColumnMeaning(options.columns, remembered_columns(session))
    with tempfile.TemporaryDirectory() as folder:
        files_to_read, unreadable = unpacked(uploads, Path(folder))
        read = read_uploads(files_to_read, meaning, progress)
    read.entries += [refused_file(file.name, file.sentence) for file in unreadable]
    with reading(store) as session:
        register = load_register(session, read.entries)
    return Preview(list(judge(read.entries, register, options, today)), read)


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def count_verdicts(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """`n_read`, and for each verdict its number; these add up to `n_read`."""
    counts = Counter(verdicts)
    return {"n_read": counts.total(), **{f"n_{verdict}": counts[verdict] for verdict in Verdict}}
