"""A whole round at the command line: opened, decided from a table, barred, mended, released, never twice."""

import json
import zipfile
from datetime import date
from pathlib import Path

import time_machine
from click.testing import CliRunner, Result

from registry.cli import main
from registry.domain.cleanups import Outcome
from registry.exports.plain_text import plain_text
from registry.storage.cleanups.board import meeting_changes
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import Store, reading, transaction
from registry.storage.pdfs import note_failed_pdf
from registry.storage.releases import ReleasePdf
from tests.building.documents import register_old
from tests.building.round_workbooks import fill_in
from tests.building.rounds import answer as items_answered
from tests.cast import NOW


def run(store: Store, *args: str) -> Result:
    with time_machine.travel(NOW):
        return CliRunner().invoke(main, ["--instance", str(store.folder), *args])


def answer(store: Store, *args: str, exit_code: int = 0) -> dict:  # type: ignore[type-arg]
    result = run(store, *args, "--json")
    assert result.exit_code == exit_code, result.output
    return json.loads(result.stdout)


def test_a_round_from_its_opening_to_its_word_file(store: Store, tmp_path: Path) -> None:
    register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号")
    register_old(store, "关于乙的通知", doc_no="示农〔2020〕2号")
    opened = answer(store, "cleanup", "open", "集中清理", "--cut-off", "2025-12-31", "--authority", "agri")
    nothing = {"n_documents": 0, "authorities": [], "documents": []}
    assert opened == {"id": 1, "n_documents": 2, "left_out": nothing, "excluded": [], "n_secret": 0}
    table = tmp_path / "outcomes.csv"
    table.write_text(
        "发文字号,标题,清理意见,理由\n示农〔2020〕1号,,继续有效,\n示农〔2020〕2号,,废止,\n", "utf-8"
    )
    assert answer(store, "cleanup", "outcomes", "集中清理", str(table))["n_decided"] == 2
    (finding,) = answer(store, "cleanup", "check", "1", exit_code=1)["findings"]
    assert (finding["code"], finding["hard"], finding["accepted"]) == ("reason_missing", False, False)
    paper = tmp_path / "paper.docx"
    facts = ("--decided-on", "2026-02-27", "--published-on", "2026-03-05", "--meeting", "局务会议")
    barred = run(store, "cleanup", "release", "1", *facts, "-o", str(paper))
    assert barred.exit_code == 1
    assert "没有写明理由" in barred.stderr
    assert not paper.exists()
    assert run(store, "cleanup", "accept", "1", finding["id"], "--reason", "见会议纪要").exit_code == 0
    assert all(finding["accepted"] for finding in answer(store, "cleanup", "check", "1")["findings"])
    released = answer(store, "cleanup", "release", "1", *facts, "-o", str(paper))
    assert released["counts"] == {"retain": 1, "repeal": 1}
    assert paper.read_bytes().startswith(b"PK")
    waiting = run(store, "cleanup", "print-again", "集中清理")
    assert (waiting.exit_code, "没有生成成功" in waiting.stderr) == (1, True)
    with transaction(store) as session:
        note_failed_pdf(session, ReleasePdf, released["id"], "转换时出错中断", NOW)
    assert "make_pdfs" in run(store, "cleanup", "print-again", "集中清理").stderr
    again = run(store, "cleanup", "release", "1", *facts, "-o", str(paper))
    assert again.exit_code == 1
    assert "本轮已于2026年3月5日发布" in again.stderr


def test_refused_rows_and_unknown_names_end_with_one(store: Store, tmp_path: Path) -> None:
    register_old(store, "关于甲的通知")
    answer(store, "cleanup", "open", "集中清理", "--cut-off", date(2025, 12, 31).isoformat())
    table = tmp_path / "outcomes.csv"
    table.write_text("标题,清理意见\n关于甲的通知,再议\n", "utf-8")
    taken = answer(store, "cleanup", "outcomes", "1", str(table), exit_code=1)
    assert (taken["n_read"], taken["n_decided"], taken["n_refused"]) == (1, 0, 1)
    assert run(store, "cleanup", "check", "别的").exit_code == 1
    stranger = run(store, "cleanup", "open", "再来", "--cut-off", "2025-12-31", "--authority", "无此机关")
    assert "没有代码或名称为“无此机关”的制定机关" in stranger.stderr


def test_a_released_list_is_corrected_by_number_and_by_title(store: Store, tmp_path: Path) -> None:
    register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号")
    register_old(store, "关于乙的通知", doc_no="示农〔2020〕2号")
    answer(store, "cleanup", "open", "集中清理", "--cut-off", "2025-12-31")
    table = tmp_path / "outcomes.csv"
    table.write_text(
        "发文字号,清理意见,理由\n示农〔2020〕1号,继续有效,\n示农〔2020〕2号,废止,不再适用\n", "utf-8"
    )
    answer(store, "cleanup", "outcomes", "1", str(table))
    days = ("--decided-on", "2026-03-05", "--published-on", "2026-03-05")
    facts = (*days, "--meeting", "局务会议")
    answer(store, "cleanup", "release", "1", *facts, "-o", str(tmp_path / "first.docx"))
    paper = tmp_path / "second.docx"
    told = (*facts, "--because", "乙误列为废止", "-o", str(paper))
    for wrong in (("关于丙的通知=retain",), ("示农[2020]2号=再议",), ("示农[2020]2号",)):
        assert run(store, "cleanup", "correct", "1", "--row", *wrong, *told).exit_code == 1
    assert not paper.exists()
    corrected = answer(store, "cleanup", "correct", "集中清理", "--row", "示农[2020]2号=retain", *told)
    assert (corrected["corrects_id"], corrected["counts"], corrected["n_changed"]) == (1, {"retain": 2}, 1)
    assert corrected["changes"][0]["before"].startswith("列为“废止”")
    assert paper.read_bytes().startswith(b"PK")
    again = ("--row", "关于甲的通知=repeal", "--why", "1=依据已废止")
    stale = run(store, "cleanup", "correct", "1", *again, *told)
    assert "编号2" in stale.stderr
    text = run(store, "cleanup", "correct", "2", *again, *told).stdout
    assert "关于甲的通知：列为“继续有效”" in text
    assert run(store, "verify").exit_code == 0


def test_documents_from_outside_this_level_are_counted_and_named(store: Store, tmp_path: Path) -> None:
    answer(store, "authority", "add", "示例省司法厅", "--kind", "outside", "--code", "province")
    register_old(store, "关于甲的通知")
    register_old(store, "关于省里的通知", doc_no="示司〔2020〕1号", authority_id=4)
    opened = answer(store, "cleanup", "open", "集中清理", "--cut-off", "2025-12-31")
    assert opened["n_documents"] == 1
    left_out = {
        "n_documents": 1,
        "authorities": [{"name": "示例省司法厅", "n_documents": 1}],
        "documents": [{"document_id": 2, "label": "关于省里的通知（示司〔2020〕1号）"}],
    }
    assert opened["left_out"] == left_out
    table = tmp_path / "outcomes.csv"
    table.write_text("标题,清理意见\n关于甲的通知,继续有效\n", "utf-8")
    answer(store, "cleanup", "outcomes", "1", str(table))
    assert answer(store, "cleanup", "check", "1")["left_out"] == left_out
    assert "示例省司法厅1件" in run(store, "cleanup", "check", "1").stdout
    paper = tmp_path / "paper.docx"
    days = ("--decided-on", "2026-03-05", "--published-on", "2026-03-05", "--meeting", "局务会议")
    assert answer(store, "cleanup", "release", "1", *days, "-o", str(paper))["left_out"] == left_out
    assert "另有非本级机关制定的文件1件（示例省司法厅1件）" in plain_text(paper.read_bytes())


def test_status_tells_who_is_silent_and_how_far_each_is(store: Store, tmp_path: Path) -> None:
    register_old(store, "关于甲的通知")
    register_old(store, "关于乙的通知", authority_id=3)
    answer(store, "cleanup", "open", "集中清理", "--cut-off", "2025-12-31")
    items_answered(store, 1, {1: Outcome.RETAIN})
    told = answer(store, "cleanup", "status", "1")
    assert (told["n_scope"], told["n_answered"], told["n_examined"], told["n_sent_back"]) == (2, 1, 0, 0)
    assert told["silent"] == [{"name": "示范区青石镇人民政府", "id": 3, "n_documents": 1}]
    assert [part["is_silent"] for part in told["authorities"]] == [False, True]
    text = run(store, "cleanup", "status", "集中清理").stdout
    assert "清理范围2件，已报送1件，已审查0件" in text
    assert "未报送的1个机关：示范区青石镇人民政府" in text


def test_the_decisions_of_a_meeting_are_taken_from_a_table_each_row_accounted_for(
    store: Store, tmp_path: Path
) -> None:
    for n, name in enumerate("甲乙", 1):
        register_old(store, f"关于{name}的通知", doc_no=f"示农〔2020〕{n}号")
    answer(store, "cleanup", "open", "集中清理", "--cut-off", "2025-12-31")
    table = tmp_path / "office.csv"
    table.write_text(
        "发文字号,清理意见,理由\n示农〔2020〕1号,继续有效,\n示农〔2020〕2号,废止,不再适用\n", "utf-8"
    )
    assert answer(store, "cleanup", "decide", "1", str(table))["n_changed"] == 2
    table.write_text(
        "发文字号,清理意见,理由\n示农〔2020〕1号,失效,会议认为任务已完成\n示农〔2020〕2号,废止,\n示农〔2020〕9号,废止,\n",
        "utf-8",
    )
    meeting = ("--meeting", "区政府第12次常务会议", "--on", "2026-03-04")
    met = answer(store, "cleanup", "decide", "1", str(table), *meeting, exit_code=1)
    assert (met["n_read"], met["n_changed"], met["n_unchanged"], met["n_refused"]) == (3, 1, 1, 1)
    assert "示农〔2020〕9号" in met["refused"][0]
    with reading(store) as session:
        (change,) = meeting_changes(session, 1)
        cleanup = session.get_one(CleanupRound, 1)
    assert (change.met.outcome, change.meeting) == (Outcome.LAPSE, "区政府第12次常务会议")
    assert (cleanup.meeting, cleanup.met_on) == ("区政府第12次常务会议", date(2026, 3, 4))
    assert "同时写明" in run(store, "cleanup", "decide", "1", str(table), *meeting[:2]).stderr


def test_a_workbook_goes_out_and_comes_back(store: Store, tmp_path: Path) -> None:
    register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号")
    register_old(store, "关于乙的通知", authority_id=3)
    answer(store, "cleanup", "open", "集中清理", "--cut-off", "2025-12-31")
    book, zipped = tmp_path / "表.xlsx", tmp_path / "表.zip"
    assert run(store, "cleanup", "workbook", "1", "-o", str(zipped)).exit_code == 0
    assert len(zipfile.ZipFile(zipped).namelist()) == 2
    assert run(store, "cleanup", "workbook", "1", "-o", str(tmp_path / "表.csv")).exit_code == 1
    made = ("cleanup", "workbook", "集中清理", "--authority", "agri", "-o", str(book))
    assert run(store, *made).exit_code == 0
    again = tmp_path / "again.xlsx"
    assert run(store, *made[:-1], str(again)).exit_code == 0
    assert again.read_bytes() == book.read_bytes()
    book.write_bytes(fill_in(book.read_bytes(), {"关于甲的通知": {"清理意见": "继续有效"}}))
    nothing = {"clashes": [], "refused": [], "incomplete": [], "missing": []}
    assert answer(store, "cleanup", "returns", "1", str(book)) == {
        "n_read": 1, "n_same": 0, "n_changed": 1, "n_clashes": 0, "n_refused": 0, **nothing
    }  # fmt: skip
    other = fill_in(book.read_bytes(), {"关于甲的通知": {"清理意见": "废止", "理由": "依据已废止"}})
    book.write_bytes(other)
    told = answer(store, "cleanup", "returns", "1", str(book), "--as", "decisions", exit_code=1)
    assert (told["n_clashes"], told["clashes"]) == (
        1,
        [
            {
                "row": 2,
                "place": "工作表“清理意见”第2行",
                "document_id": 1,
                "document": "关于甲的通知（示农〔2020〕1号）",
                "stands": "继续有效",
                "says": "废止；理由：依据已废止",
                "by": "命令行",
            }
        ],
    )
    said = run(store, "cleanup", "returns", "1", str(book), "--as", "decisions")
    assert "冲突1行" in said.stdout
    assert "现有（命令行）：继续有效" in said.stdout
    check = answer(store, "cleanup", "check", "1", exit_code=1)
    assert {finding["code"] for finding in check["findings"] if finding["hard"]} >= {"clashes"}
    refused = answer(store, "cleanup", "outcomes", "1", str(book), exit_code=1)
    assert (refused["n_decided"], refused["n_refused"]) == (0, 1)
    assert "没有覆盖" in refused["refused"][0]
