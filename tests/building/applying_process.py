"""A process that writes a staged intake and kills itself with -9 before one of its statements; else it says how many."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from registry.actions.intakes.apply_intake import apply_intake
from registry.domain.roles import OPERATOR
from registry.storage.engine import open_store
from tests.cast import NOW

if __name__ == "__main__":
    url, folder, intake_id, moment = sys.argv[1:]
    store = open_store(url, Path(folder))
    seen = [0]

    def before_statement(*_: Any) -> None:
        seen[0] += 1
        if seen[0] == int(moment):
            os.kill(os.getpid(), signal.SIGKILL)

    def before_commit(_connection: Any) -> None:
        sys.stdout.write(f"{seen[0]}\n")
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(store.engine, "before_cursor_execute", before_statement)
    sa.event.listen(store.engine, "commit", before_commit)
    apply_intake(store, OPERATOR, int(intake_id), NOW)
