"""An intake that somebody else meets while it is read: given up, read anew, or made of the same package."""

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


def test_one_that_is_given_up_while_it_is_read_stays_given_up(store: Store) -> None:
    one = _upload(store)
    with pytest.raises(Refusal, match="状态已经变化"):
        stage_intake(store, OPERATOR, one, NOW, lambda *_: discard_intake(store, OPERATOR, one))
    with reading(store) as session:
        assert session.get_one(Intake, one).state == IntakeState.DISCARDED


def test_who_was_taken_for_dead_leaves_it_to_the_one_who_reads_it_anew(store: Store) -> None:
    one, later = _upload(store), NOW + timedelta(minutes=11)
    again = iter([lambda: stage_intake(store, OPERATOR, one, later)])
    with pytest.raises(Refusal, match="状态已经变化"):
        stage_intake(store, OPERATOR, one, NOW, lambda *_: next(again, dict)())
    with reading(store) as session:
        assert session.get_one(Intake, one).state == IntakeState.STAGED
        assert len(rows_of(session, one)) == 1


def test_who_reads_for_long_is_not_taken_for_dead(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    minutes = count(step=4)
    monkeypatch.setattr(stage_module, "monotonic", lambda: 60.0 * next(minutes))
    files = [(f"{n}.txt", f"第{n}份".encode()) for n in range(5)]
    one = upload_intake(store, OPERATOR, "文件", files, Options(), NOW)
    free: list[bool] = []

    def look(n_done: int, _: int) -> None:
        with reading(store) as session:
            free.append(bool(waiting_intakes(session, NOW + timedelta(minutes=4 * n_done))))

    stage_intake(store, OPERATOR, one, NOW, look)
    assert not any(free)


def test_a_package_that_two_intakes_hold_is_kept_until_both_are_unpacked(
    store: Store, tmp_path: Path
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("台账.csv", LEDGER)
    one, two = (_upload(store, "文件.zip", out.getvalue()) for _ in range(2))
    stage_intake(store, OPERATOR, one, NOW)
    assert back_up(store, OPERATOR, tmp_path / "备份.zip", now=NOW) == 2
    assert stage_intake(store, OPERATOR, two, NOW)["n_added"] == 1
    assert len(kept_hashes(store)) == 1
