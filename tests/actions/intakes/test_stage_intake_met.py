"""Two processes and one intake: it is discarded or read again while it is read, or shares a package."""

import io
import zipfile
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from registry.actions.intakes import stage_intake as stage_module
from registry.actions.intakes.discard_intake import discard_intake
from registry.actions.intakes.stage_intake import stage_intake
from registry.actions.intakes.upload_intake import upload_intake
from registry.actions.office.back_up import back_up
from registry.domain.errors import Refusal
from registry.domain.intakes import IntakeState, Options
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading
from registry.storage.intakes import Intake, rows_of, waiting_intakes
from tests.building.ledgers import ledger
from tests.cast import NOW
from tests.kept import kept_hashes

LEDGER = ledger(("关于印发种子补贴办法的通知", "示农〔2019〕3号", "示范区农业农村局", "2019-05-06"))


def _upload(store: Store, name: str = "台账.csv", content: bytes = LEDGER) -> int:
    return upload_intake(store, OPERATOR, name, [(name, content)], Options(), NOW)


def test_an_intake_discarded_while_it_is_read_stays_discarded(store: Store) -> None:
    intake_id = _upload(store)
    with pytest.raises(Refusal, match="状态已经变化"):
        stage_intake(store, OPERATOR, intake_id, NOW, lambda *_: discard_intake(store, OPERATOR, intake_id))
    with reading(store) as session:
        assert session.get_one(Intake, intake_id).state == IntakeState.DISCARDED


def test_a_process_taken_for_killed_leaves_the_intake_to_the_next(store: Store) -> None:
    intake_id, later = _upload(store), NOW + timedelta(minutes=11)
    again = iter([lambda: stage_intake(store, OPERATOR, intake_id, later)])
    with pytest.raises(Refusal, match="状态已经变化"):
        stage_intake(store, OPERATOR, intake_id, NOW, lambda *_: next(again, dict)())
    with reading(store) as session:
        assert session.get_one(Intake, intake_id).state == IntakeState.STAGED
        assert len(rows_of(session, intake_id)) == 1


def test_a_process_that_reads_for_long_is_not_taken_for_killed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    minutes = count(step=4)
    monkeypatch.setattr(stage_module, "monotonic", lambda: 60.0 * next(minutes))
    files = [(f"{n}.txt", f"第{n}份".encode()) for n in range(5)]
    intake_id = upload_intake(store, OPERATOR, "文件", files, Options(), NOW)
    free: list[bool] = []

    def look(n_done: int, _: int) -> None:
        with reading(store) as session:
            free.append(bool(waiting_intakes(session, NOW + timedelta(minutes=4 * n_done))))

    stage_intake(store, OPERATOR, intake_id, NOW, look)
    assert not any(free)


def test_a_package_that_two_intakes_hold_is_kept_until_both_are_unpacked(
    store: Store, tmp_path: Path
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("台账.csv", LEDGER)
    first, second = (_upload(store, "文件.zip", out.getvalue()) for _ in range(2))
    stage_intake(store, OPERATOR, first, NOW)
    assert back_up(store, OPERATOR, tmp_path / "备份.zip", now=NOW) == 2
    assert stage_intake(store, OPERATOR, second, NOW)["n_added"] == 1
    assert len(kept_hashes(store)) == 1
