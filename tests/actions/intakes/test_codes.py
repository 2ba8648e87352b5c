"""A number belongs to who may give it: a row whose number carries another body's code is a doubt."""

from sqlmodel import select

from registry.actions.office.verify_register import verify_register
from registry.domain.doubts import Doubt
from registry.storage.documents.tables import Document
from registry.storage.doubts.tables import DocumentDoubt
from registry.storage.engine import Store, reading
from tests.building.ledgers import import_ledger, ledger

BUREAU, OFFICE = "青溪区水利局", "青溪区人民政府办公室"
OWN = [(f"青溪区第{n}号水渠管理办法", f"青水规〔2016〕{n}号", BUREAU, "2016-03-01") for n in (1, 2, 3)]


def doubts(store: Store) -> dict[str, set[str]]:
    """title → its doubts about numbers."""
    with reading(store) as session:
        titles = {document.id: document.title for document in session.exec(select(Document))}
        told: dict[str, set[str]] = {title: set() for title in titles.values()}
        for row in session.exec(select(DocumentDoubt)):
            if row.doubt in (Doubt.FOREIGN_NUMBER, Doubt.SAME_NUMBER):
                told[titles[row.document_id]].add(row.doubt)
    return told


def test_a_national_number_on_a_bureaus_document_is_a_doubt_that_quotes_it(store: Store) -> None:
    row = ("青溪区河道管理办法", "国办发〔2016〕9号", BUREAU, "2016-03-01")
    taken = import_ledger(store, ("台账.csv", ledger(*OWN, row)))
    assert (
        "发文字号国办发〔2016〕9号的机关代字是国务院、中央及其办公厅的，制定机关却是“青溪区水利局”"
        in taken.sentences(3)
    )
    assert doubts(store) == {
        **{title: set() for title, *_ in OWN},
        row[0]: {Doubt.FOREIGN_NUMBER},
    }
    assert import_ledger(store, ("台账.csv", ledger(*OWN, row))).verdicts == ["unchanged"] * 4
    assert verify_register(store) == []


def test_the_number_is_whose_body_gives_it_whichever_came_first(store: Store) -> None:
    stray = ("青溪区学校管理办法", "青水规〔2016〕1号", "青溪区教育局", "2016-03-01")
    import_ledger(store, ("旧.csv", ledger(stray)))
    assert doubts(store) == {stray[0]: set()}
    import_ledger(store, ("新.csv", ledger(*OWN)))
    assert doubts(store) == {
        **{title: set() for title, *_ in OWN},
        stray[0]: {Doubt.FOREIGN_NUMBER},
    }
    assert verify_register(store) == []


def test_the_same_number_with_another_title_is_kept_and_doubted(store: Store) -> None:
    other = ("青溪区河道管理办法", "青水规〔2016〕1号", BUREAU, "2016-03-01")
    taken = import_ledger(store, ("台账.csv", ledger(*OWN, other)))
    assert taken.verdicts == ["added"] * 4
    assert (
        "已用于《青溪区第1号水渠管理办法》（第2行），与《青溪区河道管理办法》不是同一标题；两件都登记"
        in taken.sentences(3)
    )
    told = doubts(store)
    assert told[other[0]] == told[OWN[0][0]] == {Doubt.SAME_NUMBER}
    assert import_ledger(store, ("台账.csv", ledger(*OWN, other))).verdicts == ["unchanged"] * 4
    assert verify_register(store) == []


def test_an_office_writes_for_its_government_and_new_codes_are_no_doubt(store: Store) -> None:
    rows = [
        *((f"青溪区第{n}号通知", f"青政办规〔2016〕{n}号", OFFICE, "2016-03-01") for n in (1, 2, 3)),
        ("青溪区人民政府通知", "青政办规〔2016〕4号", "青溪区人民政府", "2016-03-01"),
        ("青溪区联合通知", "青水规〔2016〕9号", f"青溪区教育局、{BUREAU}", "2016-03-01"),
        ("青溪区学校通知", "青学〔2016〕1号", "青溪区教育局", "2016-03-01"),
    ]
    import_ledger(store, ("台账.csv", ledger(*OWN, *rows)))
    assert set().union(*doubts(store).values()) == set()
