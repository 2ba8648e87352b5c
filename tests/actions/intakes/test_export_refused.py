"""The workbook of refused rows: its contents, and that it can be imported once corrected."""

import io
from datetime import date

import openpyxl

from registry.actions.intakes.export_refused import export_refused
from registry.domain.intakes import Verdict
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading
from tests.building.ledgers import AGRI, PLAIN, import_ledger, ledger, stored_documents


def test_refused_rows_are_imported_once_corrected(store: Store) -> None:
    refused = import_ledger(
        store, ("台账.csv", ledger(PLAIN, ("关于乙的通知", "示农〔2019〕4号", AGRI, "2019年13月1日")))
    )
    workbook = export_refused(store, OPERATOR, refused.id)
    assert import_ledger(store, ("未通过.xlsx", workbook)).verdicts == [Verdict.REFUSED]
    mended = _mended(workbook)
    assert import_ledger(store, ("改好.xlsx", mended)).verdicts == [Verdict.ADDED]
    with reading(store) as session:
        document = stored_documents(session)[-1]
        assert (document.published_on, document.note) == (date(2019, 12, 1), "")


def _mended(workbook: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    sheet = book.worksheets[0]
    assert sheet["E1"].value == "未能导入的原因"
    assert "13月" in sheet["E2"].value
    sheet["D2"].value = "2019-12-01"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
