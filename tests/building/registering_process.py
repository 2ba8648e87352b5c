"""A process that registers documents and filings until it is killed."""

import sys
from itertools import count
from pathlib import Path

from registry.actions.filings.move_filing import move_filing
from registry.domain.filings import Move
from registry.domain.roles import OPERATOR
from registry.storage.changes import last_change
from registry.storage.engine import open_store, reading
from tests.building.filings import TODAY, submitted_filing
from tests.cast import NOW

if __name__ == "__main__":
    store = open_store(sys.argv[1], Path(sys.argv[2]))
    with reading(store) as session:
        first = last_change(session) + 1
    for n in count(first):
        move_filing(store, OPERATOR, submitted_filing(store, n), Move.REGISTER, on=TODAY, now=NOW)
        sys.stdout.write("registered\n")
        sys.stdout.flush()
