"""What an intake writes: wholly in or wholly out, once, and never more than the rows say."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from registry.actions import apply_intake as module
from registry.actions._documents import compute_spans, events_by_document
from registry.actions.apply_intake import apply_intake
from registry.actions.discard_intake import discard_intake
from registry.actions.export_refused import export_refused
from registry.actions.verify_register import verify_register
from registry.domain.documents import Disclosure
from registry.domain.errors import Refusal
from registry.domain.filings import FilingState
from registry.domain.intakes import Options
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind, Status, status_on
from registry.storage.audit import AuditEntry
from registry.storage.authorities import Authority
from registry.storage.changes import last_change
from registry.storage.documents import DocumentAuthority, DocumentText
from registry.storage.engine import Store, open_store, reading
from registry.storage.files import Attachment
from registry.storage.filings import Filing
from registry.storage.migrate import migrate
from tests.actions.ledgers import documents, ledger, staged, taken
from tests.cast import NOW, fill
from tests.kept import kept_hashes

AGRI = "示范区农业农村局"
PLAIN = ("示范区农业农村局关于印发种子补贴办法的通知", "示农〔2019〕3号", AGRI, "2019-05-06")
FULL = (
    "文件名称",
    "发文字号",
    "制定机关",
    "公布日期",
    "施行日期",
    "时效性",
    "废止日期",
    "备案日期",
    "备案登记号",
)
PAPER = """示范区农业农村局文件

示农〔2019〕3号

示范区农业农村局关于印发种子补贴办法的通知

各镇人民政府：

现将《种子补贴办法》印发给你们，请遵照执行。本办法自2019年6月1日起施行。

示范区农业农村局
2019年5月6日
"""


def test_a_row_becomes_a_document_with_its_issuers_text_and_span(store: Store) -> None:
    taken(store, ("台账.csv", ledger((PLAIN[0], PLAIN[1], f"{AGRI}、示范区人民政府", "2019.5.6"))))
    with reading(store) as session:
        (document,) = documents(session)
        assert (document.doc_no_key, document.published_on) == ("示农|2019|3", date(2019, 5, 6))
        assert document.is_published
        assert document.disclosure is Disclosure.WITHHELD
        assert document.source == "台账《台账.csv》第2行"
        issuers = session.exec(select(DocumentAuthority).order_by(sa.column("position"))).all()
        assert [one.name_as_issued for one in issuers] == [AGRI, "示范区人民政府"]
        assert session.exec(select(DocumentText)).one().normal
    assert verify_register(store) == []


def test_importing_twice_changes_nothing(store: Store) -> None:
    file = ("台账.csv", ledger(PLAIN, ("关于防汛的通知", "", "", ""), ("某通知", "", AGRI, "2019-2-31")))
    first = taken(store, file)
    with reading(store) as session:
        before = last_change(session), [one.model_dump() for one in documents(session)]
    second = taken(store, file)
    with reading(store) as session:
        assert (last_change(session), [one.model_dump() for one in documents(session)]) == before
    assert first.verdicts == ["added", "added", "refused"]
    assert second.verdicts == ["unchanged", "unchanged", "refused"]


def test_an_import_fills_blanks_and_only_an_update_overwrites(store: Store) -> None:
    taken(store, ("旧.csv", ledger((PLAIN[0], PLAIN[1], AGRI, ""))))
    headings = ("文件名称", "发文字号", "制定机关", "公布日期", "施行日期")
    filled = taken(store, ("新.csv", ledger((*PLAIN, "2019-06-01"), headings=headings)))
    assert filled.verdicts == ["updated"]
    assert filled.rows[0].changes["published_on"] == ["", "2019-05-06"]
    other = ("再.csv", ledger((*PLAIN[:3], "2019-05-07", "2019-06-01"), headings=headings))
    kept = taken(store, other)
    assert kept.verdicts == ["unchanged"]
    assert "登记为“2019-05-06”，本次为“2019-05-07”" in kept.sentences(0)
    changed = taken(store, other, options=Options(is_update=True))
    assert changed.rows[0].changes == {"published_on": ["2019-05-06", "2019-05-07"]}
    with reading(store) as session:
        assert documents(session)[0].published_on == date(2019, 5, 7)
    assert verify_register(store) == []


def test_the_column_or_the_option_opens_documents(store: Store) -> None:
    headings = ("文件名称", "发文字号", "公开属性")
    rows = [("关于甲的通知", "示农〔2019〕1号", "主动公开"), ("关于乙的通知", "示农〔2019〕2号", "")]
    taken(
        store,
        ("台账.csv", ledger(*rows, headings=headings)),
        options=Options(disclosure=Disclosure.ON_REQUEST),
    )
    with reading(store) as session:
        assert [one.disclosure for one in documents(session)] == [Disclosure.PUBLIC, Disclosure.ON_REQUEST]


def test_a_stated_status_is_an_event_that_names_its_row(store: Store) -> None:
    rows = [
        (*PLAIN, "2019-06-01", "废止", "2021-03-04", "", ""),
        ("关于乙的通知", "示农〔2019〕4号", AGRI, "2019-05-06", "", "失效", "", "", ""),
        ("关于丙的通知", "示农〔2019〕5号", AGRI, "2019-05-06", "", "修改", "", "", ""),
    ]
    taken(store, ("台账.csv", ledger(*rows, headings=FULL)))
    with reading(store) as session:
        repealed, lapsed, to_amend = documents(session)
        events = events_by_document(session, [1, 2, 3])
        assert [one.kind for one in events[1]] == [EventKind.STATED]
        assert (events[1][0].effective_on, events[1][0].source) == (date(2021, 3, 4), "台账《台账.csv》第2行")
        assert status_on(compute_spans(repealed, events[1]), date(2021, 3, 4)).status is Status.REPEALED
        assert events[2][0].effective_on is None
        assert status_on(compute_spans(lapsed, events[2]), date(2026, 12, 31)).status is Status.LAPSED
        assert 3 not in events
        assert "修改" in to_amend.note


def test_a_filing_the_ledger_states_is_historic_and_concluded(store: Store) -> None:
    taken(store, ("台账.csv", ledger((*PLAIN, "", "", "", "2019-05-15", "备〔2019〕7号"), headings=FULL)))
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
    done = taken(store, ("台账.csv", ledger(*rows, headings=FULL)))
    assert done.verdicts == ["added", "added"]
    assert "已用于另一件备案" in done.sentences(1)
    assert taken(store, ("台账.csv", ledger(*rows, headings=FULL))).verdicts == ["unchanged", "unchanged"]


def test_what_was_published_since_tracking_owes_a_filing(store: Store) -> None:
    taken(store, ("台账.csv", ledger(PLAIN, ("关于春耕的通知", "示农〔2026〕3号", AGRI, "2026-02-01"))))
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
    taken(store, ("台账.csv", ledger(("关于某事的通知", "", name, "2019-01-02"))))
    with reading(store) as session:
        authority = session.exec(select(Authority).where(Authority.name == name)).one()
        assert (authority.kind, authority.needs_review) == (kind, True)


def test_one_authority_stands_for_all_that_are_missing(store: Store) -> None:
    for title in ("关于甲的通知", "关于乙的通知"):
        taken(store, ("台账.csv", ledger((title, "", "", "2019-01-02"))))
    with reading(store) as session:
        unknown = session.exec(select(Authority).where(Authority.code == "unknown")).one()
        assert {one.lead_authority_id for one in documents(session)} == {unknown.id}
        assert unknown.needs_review


def test_a_file_joins_its_row_and_brings_its_text(store: Store) -> None:
    file = ("种子补贴办法.txt", PAPER.encode())
    taken(store, ("台账.csv", ledger(PLAIN)))
    joined = taken(store, file)
    assert joined.verdicts == ["updated"]
    with reading(store) as session:
        assert len(documents(session)) == 1
        assert "请遵照执行" in session.exec(select(DocumentText)).one().text
        assert session.exec(select(Attachment)).one().name == "种子补贴办法.txt"
        assert documents(session)[0].effective_on == date(2019, 6, 1)
    assert taken(store, file).verdicts == ["unchanged"]
    assert verify_register(store) == []


def test_a_folder_matches_its_files_to_its_ledger(store: Store) -> None:
    done = taken(store, ("正文/种子.txt", PAPER.encode()), ("台账.csv", ledger(PLAIN)))
    assert done.verdicts == ["added", "updated"]
    with reading(store) as session:
        assert len(documents(session)) == 1
        assert session.exec(select(Attachment)).one().name == "种子.txt"


def test_a_file_of_its_own_is_registered_from_its_facts(store: Store) -> None:
    taken(store, ("种子.txt", PAPER.encode()), options=Options(registers_files=True))
    with reading(store) as session:
        (document,) = documents(session)
        assert (document.title, document.doc_no_key) == (PLAIN[0], "示农|2019|3")
        assert document.signed_on == date(2019, 5, 6)
        assert "取自" in document.note


def test_a_secret_file_leaves_no_bytes(store: Store) -> None:
    done = taken(store, ("密.txt", f"机密★10年\n{PAPER}".encode()))
    assert done.verdicts == ["refused"]
    assert kept_hashes(store) == []


def test_killed_half_way_nothing_is_in_and_it_can_be_sent_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake_id = staged(store, ("台账.csv", ledger(PLAIN))).id

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module.changes, "touch", die)
        with pytest.raises(KeyboardInterrupt):
            apply_intake(store, OPERATOR, intake_id, NOW)
    with reading(store) as session:
        assert documents(session) == []
    assert apply_intake(store, OPERATOR, intake_id, NOW)["n_added"] == 1


def test_verdicts_are_taken_anew_when_the_register_moved(store: Store) -> None:
    waiting = staged(store, ("台账.csv", ledger(PLAIN)))
    taken(store, ("同样.csv", ledger(PLAIN)))
    assert apply_intake(store, OPERATOR, waiting.id, NOW)["n_unchanged"] == 1


def test_one_intake_is_one_line_of_audit_and_goes_in_once(store: Store) -> None:
    done = taken(store, ("台账.csv", ledger(PLAIN, PLAIN)))
    with pytest.raises(Refusal, match="已经写入"):
        apply_intake(store, OPERATOR, done.id, NOW)
    with reading(store) as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.act == "apply_intake")).one()
        assert entry.fields == {
            "name": "台账.csv",
            "sha256": done.intake.sha256,
            "n_added": 1,
            "n_updated": 0,
            "n_refused": 0,
            "n_kept": 0,
        }


def test_a_discarded_intake_leaves_nothing_behind(store: Store) -> None:
    judged = staged(store, ("台账.csv", ledger(PLAIN)))
    discard_intake(store, OPERATOR, judged.id)
    assert kept_hashes(store) == []
    with pytest.raises(Refusal):
        apply_intake(store, OPERATOR, judged.id, NOW)


def test_refused_rows_come_back_and_go_in_once_mended(store: Store) -> None:
    refused = taken(
        store, ("台账.csv", ledger(PLAIN, ("关于乙的通知", "示农〔2019〕4号", AGRI, "2019年13月1日")))
    )
    workbook = export_refused(store, OPERATOR, refused.id)
    assert taken(store, ("未通过.xlsx", workbook)).verdicts == ["refused"]
    mended = _mended(workbook)
    assert taken(store, ("改好.xlsx", mended)).verdicts == ["added"]
    with reading(store) as session:
        document = documents(session)[-1]
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


_ROWS = st.lists(
    st.tuples(
        st.sampled_from(
            ["关于甲的通知", "关于乙的通知", "示范区农业农村局关于甲的通知", "《关于丙的办法》", ""]
        ),
        st.sampled_from(["", "示农〔2019〕1号", "示农[2019]01号", "示农〔2020〕2号", "乱写"]),
        st.sampled_from([AGRI, "示范区种子站", "示范区人民政府"]),
        st.sampled_from(["", "2019-05-06", "2020.1.2", "2026年2月1日", "2019-02-30"]),
        st.sampled_from(["", "2019-06-01", "2021-01-01"]),
        st.sampled_from(["", "废止", "继续有效", "修改", "乱写"]),
        st.sampled_from(["", "2021-03-04"]),
        st.sampled_from(["", "2019-05-15"]),
        st.sampled_from(["", "备〔2019〕7号", "备〔2020〕8号"]),
    ),
    max_size=8,
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_ROWS)
def test_any_ledger_adds_up_and_a_second_time_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    store = _fresh(tmp_path_factory.mktemp("register"))
    file = ("台账.csv", ledger(*rows, headings=FULL))
    first = taken(store, file)
    _adds_up(first.counts)
    with reading(store) as session:
        assert len(documents(session)) == first.counts["n_added"]
        before = last_change(session)
    second = taken(store, file)
    _adds_up(second.counts)
    assert second.counts["n_added"] == second.counts["n_updated"] == 0
    assert second.counts["n_refused"] == first.counts["n_refused"]
    with reading(store) as session:
        assert last_change(session) == before
    assert verify_register(store) == []
    store.engine.dispose()


def _adds_up(counts: dict[str, int]) -> None:
    assert counts["n_read"] == sum(n for name, n in counts.items() if name != "n_read")


def _fresh(folder: Path) -> Store:
    store = open_store(f"sqlite:///{folder / 'registry.sqlite'}", folder)
    migrate(store)
    fill(store)
    return store
