"""Imports staged by the first release are shown, placed, corrected and written like those of today."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from registry.domain.intakes import Options
from registry.storage.engine import Store, reading, transaction
from registry.storage.intake_options import options_from_json, options_to_json
from registry.storage.intakes import Intake, rows_of
from tests.building.ledgers import PLAIN, import_ledger, ledger, stage_ledger, stored_documents

SignIn = Callable[[str], FlaskClient]
KEYS = (
    *("file", "sheet", "row", "cells", "values", "authorities", "problems"),
    *("text", "sha256", "size", "is_forbidden"),
)
STRAY = "示范区农业农村局关于农机补贴的通知\n示农〔2019〕9号\n各镇人民政府：\n现将农机补贴有关事项通知如下，请遵照执行。"


def _plain(problems: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{name: problem[name] for name in ("sentence", "is_refusal")} for problem in problems]


@pytest.fixture
def of_old(store: Store) -> int:
    """A staged import with a row that differs, a refused row and a stray file, as the first release kept it."""
    import_ledger(store, ("旧.csv", ledger(PLAIN)))
    rows = [(*PLAIN[:3], "2019-05-07"), ("某通知", "", PLAIN[2], "2019-02-30"), ("新通知", "", PLAIN[2], "")]
    result = stage_ledger(
        store, ("新.csv", ledger(*rows)), ("农机.txt", STRAY.encode()), options=Options(True)
    )
    with transaction(store) as session:
        intake = session.get_one(Intake, result.id)
        intake.columns = {"title": "文件名称", "doc_no": "发文字号"}
        options = options_to_json(intake.options)
        intake.options = options_from_json(
            {name: options[name] for name in ("is_update", "disclosure", "files")}
        )
        session.add(intake)
        for row in rows_of(session, result.id):
            problems = _plain(row.cells["problems"])
            row.cells = {name: row.cells[name] for name in KEYS} | {"problems": problems}
            row.problems, row.outlook = _plain(row.problems), {}
            session.add(row)
    return result.id


def test_they_are_shown_and_written(store: Store, sign_in: SignIn, of_old: int) -> None:
    clerk, address = sign_in("clerk"), f"/desk/intakes/{of_old}"
    assert "2月30日" in clerk.get(address).text
    for page in (f"/desk/intake_rows/{of_old}/match/4", f"{address}/apply", f"{address}/refused.xlsx"):
        assert clerk.get(page).status_code == 200
    assert clerk.get(f"{address}/columns").location == address
    keep = {"field": "published_on", "choice": "keep", "position": "1"}
    assert clerk.post(f"/desk/intake_rows/{of_old}/choose", data=keep).status_code == 303
    belongs = {"belongs": "anew"}
    assert clerk.post(f"/desk/intake_rows/{of_old}/match/4", data=belongs).status_code == 303
    assert clerk.post(f"{address}/apply").location == address
    assert "新增2件" in clerk.get(address).text
    with reading(store) as session:
        assert len(stored_documents(session)) == 3
