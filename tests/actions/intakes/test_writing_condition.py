"""A validity bound to a task comes in with a ledger or a text like any other."""

from sqlmodel import Session

from registry.domain.intakes import Options
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from tests.building.ledgers import AGRI, HEADINGS, import_ledger, ledger, stored_documents

LETTER = (
    "示范区农业农村局文件\n示农〔2024〕5号\n示范区农业农村局关于开展土壤普查的通知\n各镇人民政府：\n"
    "请认真组织。\n本通知自印发之日起施行，至第三次土壤普查结束为止。\n示范区农业农村局\n2024年3月1日\n"
).encode()


def _only(session: Session) -> Document:
    (document,) = stored_documents(session)
    return document


def test_a_cell_names_the_task_and_a_second_import_changes_nothing(store: Store) -> None:
    row = ("示范区农业农村局关于普查的通知", "示农〔2024〕6号", AGRI, "2024-03-01", "至本次普查结束")
    file = ("台账.csv", ledger(row, headings=(*HEADINGS, "有效期")))
    import_ledger(store, file)
    with reading(store) as session:
        assert _only(session).ends_when == "本次普查结束"
    again = import_ledger(store, file)
    assert [verdict.value for verdict in again.verdicts] == ["unchanged"]


def test_a_text_brings_the_task_with_its_quote(store: Store) -> None:
    import_ledger(store, ("通知.txt", LETTER), options=Options(registers_files=True))
    with reading(store) as session:
        assert _only(session).ends_when == "第三次土壤普查结束"
