"""Every row of a ledger gets one verdict, and every doubt names its row."""

import hashlib
import io
import zipfile

import pytest
from openpyxl import Workbook

from registry.actions.intakes._entries import Problem, entry_from_json
from registry.actions.intakes.stage_intake import stage_intake
from registry.actions.intakes.upload_intake import upload_intake
from registry.domain.errors import Denied, Refusal
from registry.domain.intakes import IntakeState, Options, Verdict
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading
from tests.building.ledgers import HEADINGS, import_ledger, ledger, stage_ledger, stored_documents
from tests.cast import NOW, Cast
from tests.kept import kept_hashes

AGRI = "示范区农业农村局"
PLAIN = ("示范区农业农村局关于印发种子补贴办法的通知", "示农〔2019〕3号", AGRI, "2019-05-06")


def test_staging_judges_and_writes_nothing(store: Store) -> None:
    judged = stage_ledger(store, ("台账.csv", ledger(PLAIN)))
    assert judged.counts == {"n_read": 1, "n_added": 1, "n_unchanged": 0, "n_updated": 0, "n_refused": 0}
    assert judged.intake.state == IntakeState.STAGED
    (header,) = judged.intake.columns.values()
    assert header["sheets"] == ["台账.csv·CSV"]
    assert header["columns"][0] == ["文件名称", "title", PLAIN[0]]
    with reading(store) as session:
        assert stored_documents(session) == []


def test_the_same_number_with_another_title_is_doubted_and_names_the_first_row(store: Store) -> None:
    other = ("关于完全不同的另一件事的通知", "示农〔2019〕3号", AGRI, "2019-05-06")
    judged = stage_ledger(store, ("台账.csv", ledger(PLAIN, other)))
    assert judged.verdicts == [Verdict.ADDED, Verdict.ADDED]
    assert "第2行" in judged.sentences(1)
    assert "重号说明" in judged.sentences(1)


def test_a_reason_lets_two_documents_share_a_number(store: Store) -> None:
    headings = ("文件名称", "发文字号", "制定机关", "公布日期", "重号说明")
    rows = [(*PLAIN, ""), ("关于另一件事的通知", "示农〔2019〕3号", AGRI, "2019-05-06", "当年编号错误")]
    done = import_ledger(store, ("台账.csv", ledger(*rows, headings=headings)))
    assert done.verdicts == [Verdict.ADDED, Verdict.ADDED]
    again = import_ledger(store, ("台账.csv", ledger(*rows, headings=headings)))
    assert again.verdicts == [Verdict.UNCHANGED, Verdict.UNCHANGED]


def test_a_repeated_row_is_unchanged_with_a_warning(store: Store) -> None:
    judged = stage_ledger(store, ("台账.csv", ledger(PLAIN, PLAIN)))
    assert judged.verdicts == [Verdict.ADDED, Verdict.UNCHANGED]
    assert "与第2行重复" in judged.sentences(1)


def test_spellings_of_one_number_are_one_document(store: Store) -> None:
    spelled = (PLAIN[0], "示农[2019]第03号", AGRI, "2019年5月6日")
    assert stage_ledger(store, ("台账.csv", ledger(PLAIN, spelled))).verdicts == [
        Verdict.ADDED,
        Verdict.UNCHANGED,
    ]


def test_without_a_number_title_authority_and_day_decide(store: Store) -> None:
    rows = [
        ("关于防汛的通知", "", AGRI, "2018-06-01"),
        ("关于防汛的通知", "", AGRI, "2018-06-01"),
        ("关于防汛的通知", "", AGRI, "2019-06-01"),
        ("关于防汛的通知", "", "示范区青石镇人民政府", "2018-06-01"),
    ]
    judged = stage_ledger(store, ("台账.csv", ledger(*rows)))
    assert judged.verdicts == [Verdict.ADDED, Verdict.UNCHANGED, Verdict.ADDED, Verdict.ADDED]
    assert "已有同名文件" in judged.sentences(2)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("", "示农〔2019〕4号", AGRI, "2019-05-06"), "标题"),
        (("某通知", "示农〔2019〕4号", AGRI, "2019-02-30"), "2月30日"),
        (("某通知", "示农〔2019〕4号", AGRI, "1912-02-03"), "1949年"),
        (("字" * 501, "示农〔2019〕4号", AGRI, "2019-05-06"), "501字"),
    ],
)
def test_a_row_that_cannot_be_saved_is_refused_with_the_reason(
    store: Store, row: tuple[str, ...], sentence: str
) -> None:
    judged = stage_ledger(store, ("台账.csv", ledger(PLAIN, row)))
    assert judged.verdicts == [Verdict.ADDED, Verdict.REFUSED]
    assert sentence in judged.sentences(1)


def test_doubts_are_warnings_and_refuse_nothing(store: Store) -> None:
    headings = ("文件名称", "发文字号", "制定机关", "成文日期", "公布日期")
    rows = [
        ("关于甲的通知", "没有号", AGRI, "2019-05-08", "2019-05-06"),
        ("关于乙的通知", "示农〔2019〕8号", "示范区种子站", "", ""),
        ("关于丙的通知", "示农〔2019〕9号", "", "", ""),
    ]
    judged = stage_ledger(store, ("台账.csv", ledger(*rows, headings=headings)))
    assert judged.verdicts == [Verdict.ADDED, Verdict.ADDED, Verdict.ADDED]
    assert "不是发文字号" in judged.sentences(0)
    assert "早于成文日期" in judged.sentences(0)
    assert "示范区种子站" in judged.sentences(1)
    assert "制定机关待核" in judged.sentences(2)


@pytest.mark.parametrize("mark", ["秘密", "机密★10年", "涉密"])
def test_a_secret_row_is_refused_and_nothing_of_it_is_kept(store: Store, mark: str) -> None:
    headings = ("文件名称", "发文字号", "制定机关", "密级")
    judged = stage_ledger(
        store, ("台账.csv", ledger(("不可说的事", "示密〔2019〕1号", AGRI, mark), headings=headings))
    )
    assert judged.verdicts == [Verdict.REFUSED]
    assert "涉密文件不得录入" in judged.sentences(0)
    assert "不可说" not in str(judged.rows[0].cells)
    assert kept_hashes(store) == []


def packed(member: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, content)
    return out.getvalue()


BOMB = packed("word/document.xml", b" " * (30 * 1024 * 1024))


@pytest.mark.parametrize("name", ["台账.xlsx", "台账.xlsm", "办法.docx", "办法.doc", "办法.txt"])
def test_a_bomb_is_refused_and_its_bytes_are_not_kept(store: Store, name: str) -> None:
    judged = stage_ledger(store, (name, BOMB))
    assert judged.verdicts == [Verdict.REFUSED]
    assert "可能有害" in judged.sentences(0)
    assert kept_hashes(store) == []


def test_a_bomb_does_not_take_its_namesake_with_it(store: Store) -> None:
    good = "示范区护林办法\n第一条 为了护林，制定本办法。".encode()
    stage_ledger(store, ("办法.txt", BOMB), ("办法.txt", good))
    assert kept_hashes(store) == [hashlib.sha256(good).hexdigest()]


def test_a_title_about_secrets_is_not_secret(store: Store) -> None:
    row = ("关于国家秘密技术出口审查的规定", "示农〔2019〕5号", AGRI, "2019-05-06")
    assert stage_ledger(store, ("台账.csv", ledger(row))).verdicts == [Verdict.ADDED]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("坏.xlsx", b"PK\x03\x04 broken"),
        ("空.csv", b""),
        ("无标题.csv", "甲,乙\n1,2\n".encode()),
        ("坏.docx", b"\x00\x01"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_refusal(store: Store, name: str, content: bytes) -> None:
    judged = stage_ledger(store, (name, content))
    assert judged.counts["n_read"] == judged.counts["n_refused"] == 1
    assert name in judged.sentences(0)


def test_progress_is_told_and_seen(store: Store) -> None:
    rows = [(f"关于第{n}件事的通知", f"示农〔2018〕{n}号", AGRI, "2018-01-02") for n in range(1, 1201)]
    intake_id = upload_intake(store, OPERATOR, "台账.csv", [("台账.csv", ledger(*rows))], Options(), NOW)
    told: list[tuple[int, int]] = []
    stage_intake(store, OPERATOR, intake_id, NOW, lambda n_done, n_total: told.append((n_done, n_total)))
    assert told == [(1, 1), (500, 1200), (1000, 1200), (1200, 1200)]


def test_an_intake_that_is_being_read_is_not_read_twice(store: Store) -> None:
    intake_id = upload_intake(store, OPERATOR, "台账.csv", [("台账.csv", ledger(PLAIN))], Options(), NOW)

    def again(*_: int) -> None:
        with pytest.raises(Refusal, match="正在读取"):
            stage_intake(store, OPERATOR, intake_id, NOW)

    assert stage_intake(store, OPERATOR, intake_id, NOW, again)["n_added"] == 1


def test_a_contact_cannot_import(store: Store, cast: Cast) -> None:
    with pytest.raises(Denied):
        upload_intake(store, cast.drafter, "台账.csv", [("台账.csv", ledger(PLAIN))], Options(), NOW)


def test_a_document_published_in_the_future_is_refused_with_the_reason(store: Store) -> None:
    """It is published on its day, as on the page where a draft is published."""
    judged = stage_ledger(store, ("台账.csv", ledger((*PLAIN[:3], "2026-03-06"), PLAIN)))
    assert judged.verdicts == [Verdict.REFUSED, Verdict.ADDED]
    assert "公布日期2026年3月6日晚于今天" in judged.sentences(0)


def test_two_documents_with_the_same_title_and_day_are_imported_with_a_reason(store: Store) -> None:
    headings = ("文件名称", "制定机关", "公布日期", "重号说明")
    rows = [
        ("关于防汛的通知", AGRI, "2018-06-01", ""),
        ("关于防汛的通知", AGRI, "2018-06-01", "另一件，致各镇"),
    ]
    first = import_ledger(store, ("台账.csv", ledger(*rows, headings=headings)))
    assert first.verdicts == [Verdict.ADDED, Verdict.ADDED]
    assert import_ledger(store, ("台账.csv", ledger(*rows, headings=headings))).verdicts == [
        Verdict.UNCHANGED,
        Verdict.UNCHANGED,
    ]
    plain = stage_ledger(store, ("台账.csv", ledger(rows[0], rows[0], headings=headings)))
    assert "重号说明" in plain.sentences(1)


def test_a_harmful_ledger_leaves_no_bytes(store: Store) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (60 * 1024 * 1024))
    judged = stage_ledger(store, ("台账.xlsx", out.getvalue()))
    assert "可能有害" in judged.sentences(0)
    assert kept_hashes(store) == []


def test_a_refusal_names_file_sheet_row_and_column_once(store: Store) -> None:
    book, headings = Workbook(), ("文件名称", "发文字号", "制定机关", "公布日期")
    for title, rows in {"区政府": [PLAIN], "部门": [("关于乙的通知", PLAIN[1], AGRI, "2019-05-06")]}.items():
        sheet = book.create_sheet(title)
        for row in (headings, *rows, ("关于丙的通知", "", AGRI, "2019年2月30日")):
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    judged = stage_ledger(store, ("台账.xlsx", out.getvalue()))
    assert judged.verdicts == [Verdict.ADDED, Verdict.REFUSED, Verdict.ADDED, Verdict.REFUSED]
    sentences = [
        entry_from_json(row.cells).sentence_of(Problem(**row.problems[-1])) for row in judged.rows[1:]
    ]
    assert (
        sentences[0]
        == "“台账.xlsx”工作表“区政府”第3行“公布日期”列：“2019年2月30日”不存在：2019年没有2月30日，请核对"
    )
    assert sentences[1].startswith("“台账.xlsx”工作表“部门”第2行：发文字号")
    assert "（工作表“区政府”第2行）" in sentences[1]


def test_authorities_left_out_are_named_and_skipped_rows_are_counted(store: Store) -> None:
    names = [f"示范区第{n}中学" for n in range(1, 23)]
    rows = [
        ("关于春耕的通知", "示农〔2019〕9号", "、".join(names), "2019-05-06"),
        *[HEADINGS] * 12,
    ]
    judged = stage_ledger(store, ("台账.csv", ledger(*rows)))
    assert "制定机关有22个，登记前20个，没有登记的是：示范区第21中学、示范区第22中学" in judged.sentences(0)
    (skipped,) = [
        warning["sentence"] for warning in judged.intake.warnings if "没有作为文件读入" in warning["sentence"]
    ]
    assert skipped.endswith("）等12行")
    assert (
        "第12行（" in skipped
    )  # each with its own words, so that nobody has to open the file to see what it was
