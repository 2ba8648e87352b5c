"""A person chooses the fields of columns; later ledgers with the same header are read in the same way."""

import io

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from registry.actions.intakes.choose_values import choose_values
from registry.actions.intakes.export_refused import export_refused
from registry.actions.intakes.map_columns import map_columns
from registry.actions.intakes.match_file import match_file
from registry.actions.intakes.stage_intake import stage_intake
from registry.domain.errors import Refusal
from registry.domain.intakes import Choice, Options, Verdict
from registry.domain.roles import OPERATOR
from registry.storage.audit import AuditEntry
from registry.storage.engine import Store, reading
from registry.storage.intakes import Intake, rows_of
from tests.building.ledgers import StoredIntake, import_ledger, ledger, stage_ledger
from tests.cast import NOW

ODD = ("事由", "文书", "来自", "哪天")
ROW = ("关于春耕的通知", "示农〔2019〕3号", "示范区农业农村局", "2019-05-06")
MEANING = {"事由": "title", "文书": "doc_no", "来自": "authority", "哪天": "signed_on"}


def chosen(intake: StoredIntake, **changes: str) -> dict[str, dict[str, str]]:
    return dict.fromkeys(intake.intake.columns, MEANING | changes)


def test_a_ledger_without_a_title_column_waits_for_a_person_to_choose_one(store: Store) -> None:
    first = stage_ledger(store, ("台账.csv", ledger(ROW, headings=ODD)))
    assert first.verdicts == [Verdict.REFUSED]
    assert "列的含义" in first.sentences(0)
    map_columns(store, OPERATOR, first.id, chosen(first), NOW)
    assert stage_intake(store, OPERATOR, first.id, NOW)["n_added"] == 1
    with reading(store) as session:
        (row,) = rows_of(session, first.id)
        assert row.cells["values"]["signed_on"] == "2019-05-06"
        assert session.exec(select(AuditEntry).where(AuditEntry.act == "map_columns")).one()


def test_the_next_ledger_with_the_same_header_is_read_the_same_way(store: Store) -> None:
    first = stage_ledger(store, ("台账.csv", ledger(ROW, headings=ODD)))
    map_columns(store, OPERATOR, first.id, chosen(first), NOW)
    spaced = ("事 由", "文书", "来自", "哪天", "")
    second = stage_ledger(store, ("新台账.csv", ledger((*ROW, ""), headings=spaced)))
    (header,) = second.intake.columns.values()
    assert header["is_remembered"]
    assert second.verdicts == [Verdict.ADDED]


def test_refused_rows_with_their_reasons_are_read_like_their_ledger(store: Store) -> None:
    headings = ("文件名称", "哪天")
    first = stage_ledger(store, ("台账.csv", ledger(("关于甲的通知", "2019-05-06"), headings=headings)))
    meaning = {"文件名称": "title", "哪天": "signed_on"}
    map_columns(store, OPERATOR, first.id, dict.fromkeys(first.intake.columns, meaning), NOW)
    row = ("关于甲的通知", "2019-05-06", "与另一件同号", "当年编号有误")
    mended = ledger(row, headings=(*headings, "未能导入的原因", "重号说明"))
    second = stage_ledger(store, ("未通过的行.csv", mended))
    (header,) = second.intake.columns.values()
    assert header["is_remembered"]
    assert second.rows[0].cells["values"]["signed_on"] == "2019-05-06"
    assert second.rows[0].cells["values"]["duplicate_reason"] == "当年编号有误"


def test_earlier_choices_for_rows_are_kept_where_they_still_apply(store: Store) -> None:
    headings = ("文件名称", "文号", "公布日期", "主题分类", "类")
    old = ("关于甲的通知", "示农〔2019〕3号", "2019-05-06", "农业", "")
    import_ledger(store, ("旧.csv", ledger(old, headings=headings)))
    new = (*old[:3], "林业", "水利")
    files = (
        ("新.csv", ledger(new, headings=headings)),
        ("另一件.txt", b"\xe5\x8f\xa6\xe4\xb8\x80\xe4\xbb\xb6"),
    )
    result = stage_ledger(store, *files)
    choose_values(store, OPERATOR, result.id, "subject", Choice.TAKE, 1, now=NOW)
    match_file(store, OPERATOR, result.id, 2, "document:1", now=NOW)
    meaning = {
        "文件名称": "title",
        "文号": "doc_no",
        "公布日期": "signed_on",
        "主题分类": "subject",
        "类": "",
    }
    for subject, changed in (("主题分类", {"signed_on", "subject"}), ("类", {"signed_on"})):
        fields = {**meaning, "主题分类": "ignored", "类": "ignored", subject: "subject"}
        map_columns(store, OPERATOR, result.id, dict.fromkeys(result.intake.columns, fields), NOW)
        stage_intake(store, OPERATOR, result.id, NOW)
        with reading(store) as session:
            row, file = rows_of(session, result.id)
            warnings = str(session.get_one(Intake, result.id).warnings)
        assert set(row.changes) == changed
        assert file.document_id == 1
        assert ("有1处" in warnings) == (subject == "类")


def test_a_column_left_out_is_in_no_note_but_comes_back_with_a_refused_row(store: Store) -> None:
    headings = ("文件名称", "公布日期", "库房", "经办")
    rows = [
        ("关于甲的通知", "2019-05-06", "三号柜", "张某"),
        ("关于乙的通知", "1987年10年27日", "四号柜", "李某"),
    ]
    first = stage_ledger(store, ("台账.csv", ledger(*rows, headings=headings)))
    meaning = {"文件名称": "title", "公布日期": "published_on", "库房": "ignored", "经办": ""}
    map_columns(store, OPERATOR, first.id, dict.fromkeys(first.intake.columns, meaning), NOW)
    stage_intake(store, OPERATOR, first.id, NOW)
    with reading(store) as session:
        good, bad = rows_of(session, first.id)
    assert good.cells["values"]["note"] == "经办：张某"
    assert bad.cells["cells"]["库房"] == "四号柜"


def test_a_person_may_choose_that_a_printing_date_is_no_publication_date(store: Store) -> None:
    headings = ("文件名称", "印发日期")
    first = stage_ledger(store, ("台账.csv", ledger(("关于甲的通知", "2019-05-06"), headings=headings)))
    assert "published_on" in first.rows[0].cells["values"]
    meaning = {"文件名称": "title", "印发日期": "issued_on"}
    map_columns(store, OPERATOR, first.id, dict.fromkeys(first.intake.columns, meaning), NOW)
    stage_intake(store, OPERATOR, first.id, NOW)
    with reading(store) as session:
        (row,) = rows_of(session, first.id)
        assert session.get_one(Intake, first.id).warnings[0]["sentence"].startswith("台账没有")
    assert row.cells["values"]["issued_on"] == "2019-05-06"
    assert "published_on" not in row.cells["values"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"文书": "title"}, "“事由”、“文书”都选成了“标题”"),
        ({"事由": ""}, "请至少选定一列"),
        ({"文书": "nonsense"}, "从列表中选择"),
    ],
)
def test_an_impossible_choice_of_columns_is_refused(
    store: Store, changes: dict[str, str], sentence: str
) -> None:
    first = stage_ledger(store, ("台账.csv", ledger(ROW, headings=ODD)))
    with pytest.raises(Refusal, match=sentence):
        map_columns(store, OPERATOR, first.id, chosen(first, **changes), NOW)


def test_a_ledger_that_was_not_kept_cannot_be_read_again(store: Store) -> None:
    first = stage_ledger(store, ("台账.csv", ledger(ROW, ("绝密★", "", "", ""))))
    with pytest.raises(Refusal, match="重新上传"):
        map_columns(
            store, OPERATOR, first.id, {key: {"文件名称": "title"} for key in first.intake.columns}, NOW
        )


def test_an_import_may_bring_the_fields_of_its_columns(store: Store) -> None:
    options = Options(columns={"事由": "title", "哪天": "signed_on"})
    result = stage_ledger(store, ("台账.csv", ledger(ROW, headings=ODD)), options=options)
    assert result.verdicts == [Verdict.ADDED]
    assert result.rows[0].cells["values"]["signed_on"] == "2019-05-06"


def test_refused_rows_of_such_a_ledger_are_imported_once_corrected(store: Store) -> None:
    headings = ("事由", "", "文书", "哪天", "库房")
    rows = [
        ("关于甲的通知", "", "示农〔2019〕3号", "1987年10年27日", ""),
        ("关于乙的通知", "二", "", "2019-05-06", ""),
    ]
    first = stage_ledger(store, ("台账.csv", ledger(*rows, headings=headings)))
    meaning = {"事由": "title", "第2列": "", "文书": "doc_no", "哪天": "published_on", "库房": ""}
    map_columns(store, OPERATOR, first.id, dict.fromkeys(first.intake.columns, meaning), NOW)
    stage_intake(store, OPERATOR, first.id, NOW)
    sheet = load_workbook(io.BytesIO(export_refused(store, OPERATOR, first.id))).worksheets[0]
    (day,) = [cell for cell in sheet[1] if cell.value == "哪天"]
    sheet.cell(2, day.column).value = "1987年10月27日"
    mended = io.BytesIO()
    sheet.parent.save(mended)
    again = stage_ledger(store, ("未通过的行.xlsx", mended.getvalue()))
    assert again.verdicts == [Verdict.ADDED]
    assert again.rows[0].cells["values"] == {
        "title": "关于甲的通知",
        "doc_no": "示农〔2019〕3号",
        "published_on": "1987-10-27",
    }
