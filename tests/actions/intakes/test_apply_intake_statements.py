"""What a ledger states of a status becomes: a status with its doubt, an extension, a relation of the ending act."""

from datetime import date

from sqlmodel import Session, select

from registry.actions.office.verify_register import verify_register
from registry.domain.doubts import Doubt
from registry.domain.validity import EventKind, Status, status_on
from registry.storage.documents.tables import Document, DocumentEvent, Relation
from registry.storage.documents.timelines import compute_spans, events_by_document
from registry.storage.doubts.tables import DocumentDoubt
from registry.storage.engine import Store, reading
from tests.building.ledgers import AGRI, import_ledger, ledger
from tests.cast import NOW

TODAY = NOW.date()
HEADINGS = ("文件名称", "发文字号", "制定机关", "公布日期", "施行日期", "有效期至", "时效性")


def stored_events(session: Session, document: Document) -> list[DocumentEvent]:
    return events_by_document(session, [document.id or 0]).get(document.id or 0, [])


def statuses(store: Store) -> dict[str, Status]:
    with reading(store) as session:
        documents = session.exec(select(Document)).all()
        return {
            d.title: status_on(compute_spans(d, stored_events(session, d)), TODAY).status for d in documents
        }


def test_a_document_called_valid_after_its_last_day_is_unclear(store: Store) -> None:
    row = ("青溪区渡口管理办法", "青农规〔2016〕1号", AGRI, "2016-03-01", "2016-04-01", "2021-03-31", "有效")
    taken = import_ledger(store, ("台账.csv", ledger(row, headings=HEADINGS)))
    words = "时效性：有效；有效期至：2021-03-31"
    assert f"“{words}”前后矛盾" in taken.sentences(0)
    assert statuses(store) == {row[0]: Status.UNKNOWN}
    with reading(store) as session:
        (document,) = session.exec(select(Document)).all()
        assert (document.note, document.valid_until) == (f"台账载明：{words}", None)
        (event,) = session.exec(select(DocumentEvent)).all()
        assert event.source == f"台账《台账.csv》第2行：“{words}”"
        assert Doubt.UNCLEAR_STATUS in session.exec(select(DocumentDoubt.doubt)).all()
    again = import_ledger(store, ("台账.csv", ledger(row, headings=HEADINGS)))
    assert again.verdicts == ["unchanged"]
    assert verify_register(store) == []


def test_an_unreadable_status_stays_so_after_the_last_day(store: Store) -> None:
    row = (
        "青溪区渡口管理办法",
        "青农规〔2016〕1号",
        AGRI,
        "2016-03-01",
        "2016-04-01",
        "2021-03-31",
        "废止或失效",
    )
    import_ledger(store, ("台账.csv", ledger(row, headings=HEADINGS)))
    assert statuses(store) == {row[0]: Status.UNKNOWN}
    with reading(store) as session:
        assert session.exec(select(Document)).one().note == "台账载明：废止或失效；有效期至：2021-03-31"


def test_an_end_in_a_year_to_come_is_unclear(store: Store) -> None:
    row = ("青溪区渡口管理办法", "青农规〔2016〕1号", AGRI, "2016-03-01", "", "", f"{TODAY.year + 1}年到期")
    import_ledger(store, ("台账.csv", ledger(row, headings=HEADINGS)))
    assert statuses(store) == {row[0]: Status.UNKNOWN}


def test_an_extension_is_an_event_with_its_last_day(store: Store) -> None:
    last = date(TODAY.year + 1, 3, 31).isoformat()
    said = f"延长有效期至{TODAY.year + 4}年3月31日"
    row = ("青溪区渡口管理办法", "青农规〔2016〕1号", AGRI, "2016-03-01", "2016-04-01", last, said)
    import_ledger(store, ("台账.csv", ledger(row, headings=HEADINGS)))
    with reading(store) as session:
        events = session.exec(select(DocumentEvent).order_by(DocumentEvent.kind)).all()  # type: ignore[arg-type]
        assert {event.kind: event.new_valid_until for event in events} == {
            EventKind.EXTENDED: date(TODAY.year + 4, 3, 31),
            EventKind.STATED: None,
        }
        (document,) = session.exec(select(Document)).all()
        spans = compute_spans(document, stored_events(session, document))
    assert status_on(spans, date(TODAY.year + 4, 3, 31)).status is Status.IN_FORCE
    assert status_on(spans, date(TODAY.year + 4, 4, 1)).status is Status.LAPSED
    again = import_ledger(store, ("台账.csv", ledger(row, headings=HEADINGS)))
    assert again.verdicts == ["unchanged"]
    assert verify_register(store) == []


def test_the_act_that_ended_a_document_waits_as_its_relation(store: Store) -> None:
    rows = [
        (
            "青溪区渡口管理办法",
            "青农规〔2016〕1号",
            AGRI,
            "2016-03-01",
            "",
            "",
            "2020年1月1日被青农规〔2020〕3号替代",
        ),
        ("青溪区港口管理办法", "青农规〔2020〕3号", AGRI, "2020-01-01", "", "", "有效"),
    ]
    import_ledger(store, ("台账.csv", ledger(*rows, headings=HEADINGS)))
    with reading(store) as session:
        relation = session.exec(select(Relation)).one()
        titles = {document.id: document.title for document in session.exec(select(Document))}
    assert (titles[relation.document_id], titles[relation.other_id]) == (rows[1][0], rows[0][0])
    assert (relation.kind, relation.is_confirmed) == ("replaces", False)
    assert relation.clause == "台账《台账.csv》第2行：“2020年1月1日被青农规〔2020〕3号替代”"
    assert statuses(store)[rows[0][0]] is Status.REPEALED
    assert verify_register(store) == []
