"""A list in the words of an office is taken row by row; what cannot be is refused with the row's number."""

from datetime import date
from pathlib import Path

import pytest

from registry.actions.cleanups.return_workbook import Returned, return_workbook
from registry.domain.cleanups import Outcome
from registry.domain.documents import Dates
from registry.domain.errors import Refusal
from registry.domain.returned_rows import Side
from registry.domain.roles import OPERATOR
from registry.exports.tables import render_xlsx
from registry.storage.engine import Store
from tests.building.documents import register_old, register_secret
from tests.building.round_workbooks import take_book
from tests.building.rounds import NOW, item_of, start_round

HEADER = "发文字号,标题,清理意见,理由,责任单位,完成时限\n"


def take(store: Store, round_id: int, folder: Path, body: str) -> Returned:
    path = folder / "outcomes.csv"
    path.write_text(HEADER + body, "utf-8-sig")
    return return_workbook(store, OPERATOR, round_id, path, path.name, side=Side.DECISIONS, now=NOW)


def test_rows_are_matched_by_number_in_any_brackets_by_title_and_by_local_serial(
    store: Store, tmp_path: Path
) -> None:
    numbered = register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号")
    titled, secret = register_old(store, "关于乙的通知"), register_secret(store)
    round_id = start_round(store)
    result = take(
        store,
        round_id,
        tmp_path,
        "示农[2020]1号,,拟修改,依据已修订,农业农村局,2026年6月30日\n,《关于乙的通知》,继续有效,,,\n密-1,,废止,过时,,\n",
    )
    assert (result.n_read, result.n_changed, result.refused) == (3, 3, [])
    assert item_of(store, round_id, numbered).outcome is Outcome.TO_AMEND
    assert item_of(store, round_id, numbered).responsible == "农业农村局"
    assert item_of(store, round_id, titled).outcome is Outcome.RETAIN
    assert item_of(store, round_id, secret).outcome is Outcome.REPEAL


def test_refused_rows_are_named_and_the_counts_add_up(store: Store, tmp_path: Path) -> None:
    first = register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号")
    register_old(store, "关于同名的通知")
    register_old(store, "关于同名的通知", authority_id=3)
    round_id = start_round(store)
    result = take(
        store,
        round_id,
        tmp_path,
        "示农〔2020〕1号,关于甲的通知,废止,过时,,\n"
        "示农〔2020〕1号,关于甲的通知,继续有效,,,\n"
        "示农〔2020〕9号,,废止,,,\n"
        ",关于同名的通知,废止,,,\n"
        "示农〔2020〕1号,关于丁的通知,废止,,,\n"
        ",关于甲的通知,再议,,,\n"
        ",关于甲的通知,,,,\n"
        "示农〔2020〕1号,,修改,,,2026年2月31日\n",
    )
    assert (result.n_read, result.n_changed, result.n_refused) == (8, 1, 7)
    places = [refused.line.place for refused in result.refused]
    assert places == [f"第{row}行" for row in range(3, 10)]
    for words, refused in zip(
        (
            "第2行是同一件",
            "没有发文字号为",
            "有2件文件与此行相符",
            "不一致",
            "认不出来",
            "没有填写",
            "2月31日",
        ),
        result.refused,
        strict=True,
    ):
        assert words in refused.sentence
    assert item_of(store, round_id, first).outcome is Outcome.REPEAL


def test_a_workbook_is_read_and_a_file_without_headings_is_refused(store: Store, tmp_path: Path) -> None:
    document_id = register_old(store, "关于甲的通知")
    round_id = start_round(store)
    book = tmp_path / "outcomes.xlsx"
    book.write_bytes(render_xlsx(("文件名称", "清理结果"), [("关于甲的通知", "失效")], "结果"))
    assert take_book(store, OPERATOR, round_id, book).n_changed == 1
    assert item_of(store, round_id, document_id).outcome is Outcome.LAPSE
    book.write_bytes(render_xlsx(("甲", "乙"), [("关于甲的通知", "失效")], "结果"))
    with pytest.raises(Refusal, match="没有找到表头"):
        take_book(store, OPERATOR, round_id, book)


def test_documents_of_one_title_are_told_apart_or_get_the_same_outcome(store: Store, tmp_path: Path) -> None:
    first = register_old(store, "关于同名的通知", dates=Dates(published_on=date(2019, 1, 1)))
    second = register_old(store, "关于同名的通知", authority_id=3)
    round_id = start_round(store)
    assert take(store, round_id, tmp_path, ",关于同名的通知,废止,过时,,\n" * 2).refused == []
    assert {item_of(store, round_id, document_id).outcome for document_id in (first, second)} == {
        Outcome.REPEAL
    }
    table = tmp_path / "told.csv"
    table.write_text(
        "标题,制定机关,公布日期,清理意见\n关于同名的通知,示范区青石镇人民政府,,失效\n关于同名的通知,,2019.1.1,继续有效\n",
        "utf-8",
    )
    result = take_book(store, OPERATOR, round_id, table)
    assert (result.n_changed, result.refused) == (2, [])
    assert item_of(store, round_id, first).outcome is Outcome.RETAIN
    assert item_of(store, round_id, second).outcome is Outcome.LAPSE


def test_the_words_of_the_file_are_kept_beside_the_outcome(store: Store, tmp_path: Path) -> None:
    document_id = register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号")
    round_id = start_round(store)
    assert take(store, round_id, tmp_path, "示农〔2020〕1号,,适时修改,依据已修订,,\n").refused == []
    item = item_of(store, round_id, document_id)
    assert (item.outcome, item.worded) == (Outcome.TO_AMEND, "适时修改")
    assert take(store, round_id, tmp_path, "示农〔2020〕1号,,继续有效,,,\n").refused == []
    item = item_of(store, round_id, document_id)
    assert (item.outcome, item.worded) == (Outcome.RETAIN, "")
