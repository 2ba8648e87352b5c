"""What the rows of a ledger become: documents with their issuers, texts, spans, stated status and filings."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import select

from registry.actions.intakes.apply_intake import apply_intake
from registry.actions.office.verify_register import verify_register
from registry.domain.documents import Disclosure
from registry.domain.filings import FilingState
from registry.domain.intakes import Options, Verdict
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind, Status, status_on
from registry.storage.authorities import Authority
from registry.storage.documents.tables import DocumentAuthority, DocumentText
from registry.storage.documents.timelines import compute_spans, events_by_document
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing
from tests.building.ledgers import AGRI, FULL, PLAIN, import_ledger, ledger, stage_ledger, stored_documents
from tests.cast import NOW


def test_a_row_becomes_a_document_with_its_issuers_text_and_span(store: Store) -> None:
    import_ledger(store, ("台账.csv", ledger((PLAIN[0], PLAIN[1], f"{AGRI}、示范区人民政府", "2019.5.6"))))
    with reading(store) as session:
        (document,) = stored_documents(session)
        assert (document.doc_no_key, document.published_on) == ("示农|2019|3", date(2019, 5, 6))
        assert document.is_published
        assert document.disclosure is Disclosure.WITHHELD
        assert document.source == "台账《台账.csv》第2行"
        issuers = session.exec(select(DocumentAuthority).order_by(sa.column("position"))).all()
        assert [issuer.name_as_issued for issuer in issuers] == [AGRI, "示范区人民政府"]
        assert session.exec(select(DocumentText)).one().normal
    assert verify_register(store) == []


def test_an_import_fills_blanks_and_only_an_update_overwrites(store: Store) -> None:
    import_ledger(store, ("旧.csv", ledger((PLAIN[0], PLAIN[1], AGRI, ""))))
    headings = ("文件名称", "发文字号", "制定机关", "公布日期", "施行日期")
    filled = import_ledger(store, ("新.csv", ledger((*PLAIN, "2019-06-01"), headings=headings)))
    assert filled.verdicts == [Verdict.UPDATED]
    assert filled.rows[0].changes["published_on"] == ["", "2019-05-06"]
    other = ("再.csv", ledger((*PLAIN[:3], "2019-05-07", "2019-06-01"), headings=headings))
    kept = import_ledger(store, other)
    assert kept.verdicts == [Verdict.UNCHANGED]
    assert "登记为“2019-05-06”，本次为“2019-05-07”" in kept.sentences(0)
    changed = import_ledger(store, other, options=Options(is_update=True))
    assert changed.rows[0].changes == {"published_on": ["2019-05-06", "2019-05-07"]}
    with reading(store) as session:
        assert stored_documents(session)[0].published_on == date(2019, 5, 7)
    assert verify_register(store) == []


def test_an_update_of_the_publication_settles_what_is_owed(store: Store) -> None:
    update = Options(is_update=True)
    for day in ("2026-02-02", "2025-12-30", "2026-02-02"):
        import_ledger(store, (f"{day}.csv", ledger((*PLAIN[:3], day))), options=update)
    with reading(store) as session:
        filings = session.exec(select(Filing).order_by(sa.column("passage"))).all()
    assert [(filing.state, filing.passage) for filing in filings] == [
        (FilingState.WITHDRAWN, 1),
        (FilingState.OWED, 2),
    ]
    assert verify_register(store) == []


def test_a_number_filled_in_later_is_searched(store: Store) -> None:
    import_ledger(store, ("旧.csv", ledger((PLAIN[0], "", *PLAIN[2:]))))
    text = f"{PLAIN[1]}\n{PLAIN[0]}\n各镇：\n{AGRI}\n{PLAIN[3]}"
    import_ledger(store, ("正文.txt", text.encode()))
    with reading(store) as session:
        assert "示农2019,3号" in session.exec(select(DocumentText)).one().normal
    assert verify_register(store) == []


def test_the_disclosure_column_or_the_option_opens_documents(store: Store) -> None:
    headings = ("文件名称", "发文字号", "公开属性")
    rows = [("关于甲的通知", "示农〔2019〕1号", "主动公开"), ("关于乙的通知", "示农〔2019〕2号", "")]
    import_ledger(
        store,
        ("台账.csv", ledger(*rows, headings=headings)),
        options=Options(disclosure=Disclosure.ON_REQUEST),
    )
    with reading(store) as session:
        assert [document.disclosure for document in stored_documents(session)] == [
            Disclosure.PUBLIC,
            Disclosure.ON_REQUEST,
        ]


def test_a_stated_status_is_an_event_that_names_its_row(store: Store) -> None:
    rows = [
        (*PLAIN, "2019-06-01", "废止", "2021-03-04", "", ""),
        ("关于乙的通知", "示农〔2019〕4号", AGRI, "2019-05-06", "", "失效", "", "", ""),
        ("关于丙的通知", "示农〔2019〕5号", AGRI, "2019-05-06", "", "修改", "", "", ""),
    ]
    import_ledger(store, ("台账.csv", ledger(*rows, headings=FULL)))
    with reading(store) as session:
        repealed, lapsed, to_amend = stored_documents(session)
        events = events_by_document(session, [1, 2, 3])
        assert [event.kind for event in events[1]] == [EventKind.STATED]
        assert (events[1][0].effective_on, events[1][0].source) == (date(2021, 3, 4), "台账《台账.csv》第2行")
        assert status_on(compute_spans(repealed, events[1]), date(2021, 3, 4)).status is Status.REPEALED
        assert events[2][0].effective_on is None
        assert status_on(compute_spans(lapsed, events[2]), date(2026, 12, 31)).status is Status.LAPSED
        assert 3 not in events
        assert "修改" in to_amend.note
    assert verify_register(store) == []


def test_a_filing_the_ledger_states_is_historic_and_concluded(store: Store) -> None:
    import_ledger(
        store, ("台账.csv", ledger((*PLAIN, "", "", "", "2019-05-15", "备〔2019〕7号"), headings=FULL))
    )
    with reading(store) as session:
        filing = session.exec(select(Filing)).one()
        assert (filing.state, filing.is_historic) == (FilingState.PASSED, True)
        assert (filing.filing_no, filing.submitted_on) == ("备〔2019〕7号", date(2019, 5, 15))
    assert verify_register(store) == []


def test_two_rows_never_share_a_filing_number(store: Store) -> None:
    rows = [
        (*PLAIN, "", "", "", "2019-05-15", "备〔2019〕7号"),
        ("关于乙的通知", "示农〔2019〕4号", AGRI, "2019-05-06", "", "", "", "2019-05-16", "备〔2019〕7号"),
    ]
    done = import_ledger(store, ("台账.csv", ledger(*rows, headings=FULL)))
    assert done.verdicts == [Verdict.ADDED, Verdict.ADDED]
    assert "已用于另一件备案" in done.sentences(1)
    assert import_ledger(store, ("台账.csv", ledger(*rows, headings=FULL))).verdicts == [
        Verdict.UNCHANGED,
        Verdict.UNCHANGED,
    ]


def test_a_document_published_since_tracking_owes_a_filing(store: Store) -> None:
    import_ledger(
        store, ("台账.csv", ledger(PLAIN, ("关于春耕的通知", "示农〔2026〕3号", AGRI, "2026-02-01")))
    )
    with reading(store) as session:
        filing = session.exec(select(Filing)).one()
        assert (filing.document_id, filing.state, filing.due_on) == (2, FilingState.OWED, date(2026, 2, 24))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("示范区人民政府办公室", "office"),
        ("示范区白沙镇人民政府", "township"),
        ("示范区南门街道办事处", "subdistrict"),
        ("另一区人民政府", "government"),
        ("示范区水利局", "department"),
        ("国务院办公厅", "outside"),
    ],
)
def test_an_unknown_authority_is_added_for_review(store: Store, name: str, kind: str) -> None:
    import_ledger(store, ("台账.csv", ledger(("关于某事的通知", "", name, "2019-01-02"))))
    with reading(store) as session:
        authority = session.exec(select(Authority).where(Authority.name == name)).one()
        assert (authority.kind, authority.needs_review) == (kind, True)


def test_all_documents_without_an_authority_share_the_placeholder(store: Store) -> None:
    for title in ("关于甲的通知", "关于乙的通知"):
        import_ledger(store, ("台账.csv", ledger((title, "", "", "2019-01-02"))))
    with reading(store) as session:
        unknown = session.exec(select(Authority).where(Authority.code == "unknown")).one()
        assert {document.lead_authority_id for document in stored_documents(session)} == {unknown.id}
        assert unknown.needs_review


def test_a_short_name_is_completed_where_the_title_has_the_full_one(store: Store) -> None:
    rows = [
        (f"{AGRI}关于印发种子补贴办法的通知", "示农〔2019〕3号", "区农业农村局", "2019-05-06"),
        ("关于春耕的通知", "示农〔2019〕4号", "农业农村局", "2019-05-06"),
        ("示范区人民政府办公室关于防汛的通知", "示政办〔2019〕5号", "区人民政府", "2019-05-06"),
    ]
    result = stage_ledger(store, ("台账.csv", ledger(*rows)))
    assert f"“区农业农村局”不是机关全称，标题开头写明是“{AGRI}”" in result.sentences(0)
    assert f"以它结尾的只有“{AGRI}”，标题没有写明是不是它" in result.sentences(1)
    assert "以它结尾的只有“示范区人民政府”" in result.sentences(2)
    apply_intake(store, OPERATOR, result.id, NOW)
    with reading(store) as session:
        issuers = session.exec(select(DocumentAuthority).order_by(sa.column("document_id"))).all()
        assert [issuer.name_as_issued for issuer in issuers] == [AGRI, "农业农村局", "区人民政府"]
        leads = [
            session.get_one(Authority, document.lead_authority_id) for document in stored_documents(session)
        ]
        assert [(lead.name, lead.needs_review) for lead in leads] == [
            (AGRI, False),
            ("农业农村局", True),
            ("区人民政府", True),
        ]


def test_an_unclear_status_is_unknown_quoted_in_the_history_and_settled_by_a_later_ledger(
    store: Store,
) -> None:
    headings = (*FULL[:4], "时效性")
    first = import_ledger(store, ("台账.csv", ledger((*PLAIN, "已了结"), headings=headings)))
    assert "“已了结”看不出现在是否有效" in first.sentences(0)
    with reading(store) as session:
        (document,) = stored_documents(session)
        assert document.note == "台账载明：已了结"
        (event,) = events_by_document(session, [document.id or 0])[document.id or 0]
        assert (event.stated, event.source) == (Status.UNKNOWN, "台账《台账.csv》第2行：“已了结”")
        assert (
            status_on(
                compute_spans(document, events_by_document(session, [document.id or 0])[document.id or 0]),
                date(2026, 1, 1),
            ).status
            is Status.UNKNOWN
        )
    assert verify_register(store) == []
    settled = import_ledger(store, ("新.csv", ledger((*PLAIN, "2020年1月1日废止"), headings=headings)))
    assert settled.rows[0].changes["stated"] == ["unknown", "repealed"]
    with reading(store) as session:
        (document,) = stored_documents(session)
        assert (
            status_on(
                compute_spans(document, events_by_document(session, [document.id or 0])[document.id or 0]),
                date(2026, 1, 1),
            ).status
            is Status.REPEALED
        )


def test_a_planned_end_is_in_force_with_the_plan_in_the_note(store: Store) -> None:
    import_ledger(store, ("台账.csv", ledger((*PLAIN, "拟废止"), headings=(*FULL[:4], "时效性"))))
    with reading(store) as session:
        (document,) = stored_documents(session)
        assert document.note == "台账载明：拟废止"
        assert (
            status_on(
                compute_spans(document, events_by_document(session, [document.id or 0])[document.id or 0]),
                date(2026, 1, 1),
            ).status
            is Status.IN_FORCE
        )
