"""A process that applies a staged intake and kills itself before a given statement, or at the commit.

At the commit it prints how many statements came before.
"""

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
    n_statements = [0]

    def before_statement(*_: Any) -> None:
        n_statements[0] += 1
        if n_statements[0] == int(moment):
            os.kill(os.getpid(), signal.SIGKILL)

    def before_commit(_connection: Any) -> None:
        sys.stdout.write(f"{n_statements[0]}\n")
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(store.engine, "before_cursor_execute", before_statement)
    sa.event.listen(store.engine, "commit", before_commit)
    apply_intake(store, OPERATOR, int(intake_id), NOW)
