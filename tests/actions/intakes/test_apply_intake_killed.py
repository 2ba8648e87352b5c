"""A large ledger killed with -9 while it is written: nothing is written, and everything when it is applied again."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from registry.actions.intakes.apply_intake import apply_intake
from registry.actions.intakes.map_columns import map_columns
from registry.actions.intakes.stage_intake import stage_intake
from registry.actions.office.verify_register import verify_register
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading
from tests.building.ledgers import import_ledger, ledger, stage_ledger, stored_documents
from tests.cast import NOW

N_ROWS = 2_000
HEADINGS = ("事由", "文书", "来自", "哪天")
MEANING = {"事由": "title", "文书": "doc_no", "来自": "authority", "哪天": "published_on"}
AUTHORITIES = ("示范区农业农村局", "示范区青石镇人民政府", "示范区水务局")  # the last is new to the register


def made(n_rows: int) -> bytes:
    return ledger(
        *(
            (f"关于第{n}号事项的通知", f"示文〔2019〕{n}号", AUTHORITIES[n % 3], f"2019-{1 + n % 12:02}-05")
            for n in range(1, n_rows + 1)
        ),
        headings=HEADINGS,
    )


def mapped(store: Store) -> int:
    """The id of an intake whose columns a person pointed at, staged."""
    first = stage_ledger(store, ("台账.csv", made(N_ROWS)))
    map_columns(store, OPERATOR, first.id, dict.fromkeys(first.intake.columns, MEANING), NOW)
    assert stage_intake(store, OPERATOR, first.id, NOW)["n_added"] == N_ROWS
    return first.id


def counts(store: Store) -> dict[str, int]:
    """The number of rows of every table."""
    with store.engine.connect() as connection:
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in SQLModel.metadata.sorted_tables
        }


def killed(store: Store, root: Path, intake_id: int, moment: int) -> str:
    """What the process said that was killed before this statement; the last moment is the commit itself."""
    url = store.engine.url.render_as_string(hide_password=False)
    arguments = [url, str(store.folder), str(intake_id), str(moment)]
    command = [sys.executable, "-m", "tests.building.applying_process", *arguments]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    return done.stdout


@pytest.mark.slow
def test_a_ledger_killed_half_way_writes_nothing_and_everything_when_applied_again(
    store: Store, request: pytest.FixtureRequest
) -> None:
    intake_id, root = mapped(store), request.config.rootpath
    before = counts(store)
    n_statements = int(killed(store, root, intake_id, sys.maxsize))
    assert counts(store) == before, "killed at the commit"
    for tenths in (2, 5, 8):
        assert killed(store, root, intake_id, n_statements * tenths // 10) == ""
        assert counts(store) == before, f"killed at {tenths} tenths"
    assert verify_register(store) == []
    assert apply_intake(store, OPERATOR, intake_id, NOW)["n_added"] == N_ROWS
    with reading(store) as session:
        assert len(stored_documents(session)) == N_ROWS
    assert verify_register(store) == []
    again = import_ledger(store, ("台账.csv", made(N_ROWS)))
    assert (again.counts["n_unchanged"], again.counts["n_added"]) == (N_ROWS, 0)
