"""A workbook that comes back is taken row by row: the same, written, a clash, or refused with the row's number."""

import io
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from registry.actions.cleanups._rounds import Decision
from registry.actions.cleanups.make_workbook import refused_workbook
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.actions.cleanups.return_workbook import Returned
from registry.domain.cleanups import Answer, Outcome
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.returned_rows import Side
from registry.storage.cleanups.clashes import open_clashes
from registry.storage.cleanups.tables import CleanupReturn, CleanupRound
from registry.storage.engine import Store, reading, transaction
from tests.building.documents import register_old
from tests.building.libreoffice import needs_calc
from tests.building.round_workbooks import fill_in, send_back, take_book, workbook_of
from tests.building.rounds import NOW, decide, item_of, start_round
from tests.cast import Cast


@pytest.fixture
def documents(store: Store) -> list[int]:
    """Two documents of the drafter's authority and one of the stranger's."""
    return [
        register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号"),
        register_old(store, "关于乙的通知", doc_no="示农〔2020〕2号"),
        register_old(store, "关于丙的通知", doc_no="青政〔2020〕3号", authority_id=3),
    ]


RETAIN = {"清理意见": "继续有效"}
REPEAL = {"清理意见": "废止", "理由": "依据已废止", "替代文件或依据": "示农规〔2025〕1号"}


def counts(result: Returned) -> tuple[int, int, int, int, int]:
    parts = (result.n_same, result.n_changed, result.n_clashes, result.n_refused)
    assert result.n_read == sum(parts)
    return (result.n_read, *parts)


def test_a_contact_sends_its_workbook_back_and_its_answers_are_written(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int]
) -> None:
    round_id = start_round(store)
    book = workbook_of(store, cast.drafter, round_id)
    amend = {
        "清理意见": "修改",
        "理由": "依据已修订",
        "要修改的条款": "第五条",
        "责任单位": "农业农村局",
        "完成时限": "２０２６年９月３０日",
    }
    result = send_back(store, cast.drafter, round_id, tmp_path, fill_in(book, {"关于甲的通知": amend}))
    assert counts(result) == (2, 1, 1, 0, 0)
    assert result.incomplete == result.missing == []
    item = item_of(store, round_id, documents[0])
    assert item.proposal == Answer(Outcome.TO_AMEND, "依据已修订", "农业农村局", date(2026, 9, 30), "第五条")
    assert (item.is_answered, item.proposed_by, item.outcome) == (True, cast.drafter.name, None)
    again = send_back(store, cast.drafter, round_id, tmp_path, workbook_of(store, cast.drafter, round_id))
    assert counts(again) == (2, 2, 0, 0, 0)


def test_a_row_is_known_by_its_mark_though_title_and_number_were_touched_and_by_them_without_it(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int]
) -> None:
    round_id = start_round(store)
    book = workbook_of(store, cast.drafter, round_id)
    touched = {**RETAIN, "标题": "关于甲的通告", "发文字号": "示农2020第1号"}
    without = {**RETAIN, "系统标记": None}
    book = fill_in(book, {"关于甲的通知": touched, "关于乙的通知": without})
    result = send_back(store, cast.drafter, round_id, tmp_path, book)
    assert counts(result) == (2, 0, 2, 0, 0)
    assert item_of(store, round_id, documents[0]).proposed_outcome is Outcome.RETAIN


def test_a_mark_beside_another_document_is_refused_and_so_is_one_of_another_round(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int]
) -> None:
    first, second = start_round(store), start_round(store, "2026年度集中清理")
    moved = {**RETAIN, "标题": "关于乙的通知", "发文字号": "示农〔2020〕2号"}
    book = fill_in(workbook_of(store, cast.drafter, first), {"关于甲的通知": moved})
    result = send_back(store, cast.drafter, first, tmp_path, book)
    assert counts(result) == (2, 1, 0, 0, 1)
    assert "不是同一件文件" in result.refused[0].sentence
    other = send_back(
        store,
        cast.drafter,
        second,
        tmp_path,
        fill_in(workbook_of(store, cast.drafter, first), {"关于甲的通知": RETAIN}),
    )
    assert "另一轮清理" in other.refused[0].sentence


def test_a_contact_sends_rows_of_its_own_documents_only(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int]
) -> None:
    round_id = start_round(store)
    of_all = workbook_of(store, cast.clerk, round_id)
    book = fill_in(of_all, dict.fromkeys(("关于甲的通知", "关于丙的通知"), RETAIN))
    result = send_back(store, cast.drafter, round_id, tmp_path, book)
    assert counts(result) == (3, 1, 1, 0, 1)
    assert "本机关在本轮清理中没有" in result.refused[0].sentence
    named = tmp_path / "名单.csv"
    named.write_text("标题,清理意见\n关于丙的通知,废止\n", "utf-8")
    result = take_book(store, cast.drafter, round_id, named, Side.ANSWERS)
    assert "本机关在本轮清理中没有标题为《关于丙的通知》的文件" in result.refused[0].sentence
    assert item_of(store, round_id, documents[2]).proposal == Answer()
    with pytest.raises(Denied):
        take_book(store, cast.drafter, round_id, named, Side.DECISIONS)


def test_what_was_changed_since_the_workbook_was_made_is_a_clash_and_stays(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int]
) -> None:
    round_id = start_round(store)
    book = fill_in(workbook_of(store, cast.drafter, round_id), {"关于甲的通知": REPEAL})
    item_id = item_of(store, round_id, documents[0]).id or 0
    propose_outcome(store, cast.drafter, round_id, [Decision(item_id, Answer(Outcome.RETAIN))], now=NOW)
    for _ in range(2):
        result = send_back(store, cast.drafter, round_id, tmp_path, book)
        assert counts(result) == (2, 1, 0, 1, 0)
    (clash,) = result.clashes
    assert (clash.line.row, clash.document) == (2, "关于甲的通知（示农〔2020〕1号）")
    assert (clash.stands, clash.by) == ("继续有效", cast.drafter.name)
    assert clash.says == "废止；理由：依据已废止；替代文件或依据：示农规〔2025〕1号"
    assert item_of(store, round_id, documents[0]).proposed_outcome is Outcome.RETAIN
    with reading(store) as session:
        (kept,) = open_clashes(session, round_id)
    assert (kept.is_proposal, kept.by, kept.answer["outcome"]) == (True, cast.drafter.name, "repeal")


def test_a_decided_item_and_a_contacts_proposal_are_never_overwritten(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int]
) -> None:
    round_id = start_round(store)
    book = fill_in(workbook_of(store, cast.drafter, round_id), {"关于甲的通知": REPEAL})
    decide(store, round_id, {documents[0]: Outcome.RETAIN})
    result = send_back(store, cast.drafter, round_id, tmp_path, book)
    assert counts(result) == (2, 1, 0, 1, 0)
    assert result.clashes[0].stands.startswith("继续有效")
    whose = {"关于乙的通知": REPEAL}
    send_back(
        store,
        cast.drafter,
        round_id,
        tmp_path,
        fill_in(book, {**whose, "关于甲的通知": {"清理意见": None, "理由": None, "替代文件或依据": None}}),
    )
    of_office = fill_in(workbook_of(store, cast.clerk, round_id), {"关于乙的通知": RETAIN | {"理由": None}})
    for side in Side:
        result = send_back(store, cast.clerk, round_id, tmp_path, of_office, side)
        assert [clash.document for clash in result.clashes] == ["关于乙的通知（示农〔2020〕2号）"]
    item = item_of(store, round_id, documents[1])
    assert (item.proposed_outcome, item.outcome) == (Outcome.REPEAL, None)


def test_the_office_types_in_signed_answers_or_decides(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int]
) -> None:
    round_id = start_round(store)
    filled = {"关于甲的通知": REPEAL, "关于丙的通知": RETAIN}
    book = fill_in(workbook_of(store, cast.clerk, round_id), filled)
    assert counts(send_back(store, cast.clerk, round_id, tmp_path, book)) == (3, 1, 2, 0, 0)
    item = item_of(store, round_id, documents[2])
    assert (item.proposed_outcome, item.outcome) == (Outcome.RETAIN, None)
    result = send_back(store, cast.clerk, round_id, tmp_path, book, Side.DECISIONS)
    assert counts(result) == (3, 1, 2, 0, 0)
    assert item_of(store, round_id, documents[0]).decision == item_of(store, round_id, documents[0]).proposal


def test_rows_that_are_not_in_the_file_are_named_and_what_is_missing_in_an_answer_too(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int]
) -> None:
    round_id = start_round(store)
    path = tmp_path / "一行.csv"
    path.write_text("标题,清理意见\n关于甲的通知,废止\n", "utf-8")
    result = take_book(store, cast.drafter, round_id, path, Side.ANSWERS)
    assert result.missing == ["关于乙的通知（示农〔2020〕2号）"]
    assert "请写明废止的理由" in result.incomplete[0]
    assert not item_of(store, round_id, documents[0]).is_answered
    path.write_text("标题,清理意见\n关于甲的通知,废止\n", "utf-8")
    assert take_book(store, cast.clerk, round_id, path, Side.ANSWERS).missing == [
        "关于乙的通知（示农〔2020〕2号）"
    ]


def test_a_cleared_row_withdraws_nothing_in_silence(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int]
) -> None:
    round_id = start_round(store)
    empty = workbook_of(store, cast.drafter, round_id)
    send_back(store, cast.drafter, round_id, tmp_path, fill_in(empty, {"关于甲的通知": RETAIN}))
    assert counts(send_back(store, cast.drafter, round_id, tmp_path, empty)) == (2, 2, 0, 0, 0)
    cleared = fill_in(workbook_of(store, cast.drafter, round_id), {"关于甲的通知": {"清理意见": None}})
    result = send_back(store, cast.drafter, round_id, tmp_path, cleared)
    assert counts(result) == (2, 1, 0, 0, 1)
    assert "清空" in result.refused[0].sentence
    half = fill_in(empty, {"关于乙的通知": {"理由": "仍需要"}})
    assert (
        send_back(store, cast.drafter, round_id, tmp_path, half).refused[0].sentence == "没有填写清理意见。"
    )


def test_a_formula_is_never_evaluated_and_merged_cells_count_for_each_row(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int]
) -> None:
    round_id = start_round(store)
    formula = {**REPEAL, "理由": '=HYPERLINK("http://example.cn","点")'}
    book = fill_in(workbook_of(store, cast.drafter, round_id), {"关于甲的通知": formula})
    result = send_back(store, cast.drafter, round_id, tmp_path, book)
    assert "“理由”一格是公式" in result.refused[0].sentence
    opened = openpyxl.load_workbook(io.BytesIO(workbook_of(store, cast.drafter, round_id)))
    sheet = opened.worksheets[0]
    sheet["H2"] = "保留（继续有效）"
    sheet.merge_cells("H2:H3")
    opened.save(tmp_path / "合并.xlsx")
    result = take_book(store, cast.drafter, round_id, tmp_path / "合并.xlsx", Side.ANSWERS)
    assert counts(result) == (2, 0, 2, 0, 0)


def test_refused_rows_are_mended_in_their_own_workbook_and_sent_again(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int]
) -> None:
    round_id = start_round(store)
    book = fill_in(
        workbook_of(store, cast.drafter, round_id), {"关于甲的通知": {**REPEAL, "清理意见": "废止或失效"}}
    )
    result = send_back(store, cast.drafter, round_id, tmp_path, book)
    assert "不止一种" in result.refused[0].sentence
    refused = refused_workbook([(row.line, row.sentence) for row in result.refused], "司法局")
    assert "不止一种" in str(list(openpyxl.load_workbook(io.BytesIO(refused)).worksheets[0].values)[1][-1])
    mended = fill_in(refused, {"关于甲的通知": {"清理意见": "废止"}})
    result = send_back(store, cast.drafter, round_id, tmp_path, mended)
    assert counts(result) == (1, 0, 1, 0, 0)
    assert item_of(store, round_id, documents[0]).proposal == Answer(
        Outcome.REPEAL, "依据已废止", successor="示农规〔2025〕1号"
    )


def test_a_contact_of_a_draft_round_or_with_a_signed_return_sends_nothing(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int]
) -> None:
    round_id = start_round(store)
    book = fill_in(workbook_of(store, cast.drafter, round_id), {"关于甲的通知": RETAIN})
    with transaction(store) as session:
        session.get_one(CleanupRound, round_id).is_draft = True
    with pytest.raises(Hidden):
        send_back(store, cast.drafter, round_id, tmp_path, book)
    with transaction(store) as session:
        session.get_one(CleanupRound, round_id).is_draft = False
        session.add(
            CleanupReturn(
                round_id=round_id, authority_id=2, signed_on=date(2026, 3, 1), signer="张三", recorded_at=NOW
            )
        )
    with pytest.raises(Refusal, match="签字报送"):
        send_back(store, cast.drafter, round_id, tmp_path, book)


@needs_calc
def test_a_workbook_saved_by_libreoffice_is_read_the_same(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int]
) -> None:
    round_id = start_round(store)
    amend = {
        "清理意见": "修改",
        "理由": "1-2",
        "要修改的条款": "第五条",
        "责任单位": "农业农村局",
        "完成时限": date(2026, 9, 30),
    }
    book = fill_in(
        workbook_of(store, cast.drafter, round_id), {"关于甲的通知": amend, "关于乙的通知": REPEAL}
    )
    (tmp_path / "in").mkdir()
    filled = tmp_path / "in" / "填好.xlsx"
    filled.write_bytes(book)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path),
        str(filled),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    saved = (tmp_path / "填好.xlsx").read_bytes()
    assert saved != book
    assert counts(send_back(store, cast.drafter, round_id, tmp_path, saved)) == (2, 0, 2, 0, 0)
    assert item_of(store, round_id, documents[0]).proposal == Answer(
        Outcome.TO_AMEND, "1-2", "农业农村局", date(2026, 9, 30), "第五条"
    )
    assert counts(send_back(store, cast.drafter, round_id, tmp_path, book)) == (2, 2, 0, 0, 0)
