import os
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from registry.domain.errors import Refusal
from registry.readers import sandbox
from registry.readers.sandbox import Worker, read_file, read_files, read_ledger_safely
from tests.building.reading_process import a_process_for_each_worker

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = f'<w:document xmlns:w="{WORD}"><w:body>%s</w:body></w:document>'
PARAGRAPH = "<w:p><w:r><w:t>青溪区护林办法</w:t></w:r></w:p>"


@pytest.fixture(autouse=True)
def _a_process_of_its_own() -> Iterator[None]:
    with a_process_for_each_worker():
        yield


def word_file(path: Path, xml: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return path


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\x00" * (60 * 1024 * 1024))
    return path


def write_workbook(path: Path, rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)


def hostile(folder: Path) -> dict[str, tuple[Path, str]]:
    """Name of the attack → the file and the words its owner must read."""
    entity = (
        '<!DOCTYPE w [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + BODY % "<w:p><w:r><w:t>&c;</w:t></w:r></w:p>"
    )
    (folder / "jpeg.docx").write_bytes(b"\xff\xd8\xff\xe0" + b"x" * 100)
    (folder / "empty.docx").write_bytes(b"")
    whole = word_file(folder / "whole.docx", BODY % PARAGRAPH * 50).read_bytes()
    (folder / "truncated.docx").write_bytes(whole[: len(whole) // 2])
    with (folder / "spaces.txt").open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    (folder / "locked.docx").write_bytes(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    return {
        "bomb": (bomb(folder / "bomb.docx"), "异常庞大"),
        "entity": (word_file(folder / "entity.docx", entity), "外部实体"),
        "renamed picture": (folder / "jpeg.docx", "一张图片"),
        "empty": (folder / "empty.docx", "空文件"),
        "truncated": (folder / "truncated.docx", "已损坏"),
        "300 MB of spaces": (folder / "spaces.txt", "超过 50 MB"),
        "deep nesting": (word_file(folder / "deep.docx", "<a>" * 5000 + "</a>" * 5000), "已损坏"),
        "encrypted": (folder / "locked.docx", "加了密码"),
        "broken pdf": (folder / "broken.pdf", "已损坏"),
        "missing": (folder / "nowhere.docx", "读不出来"),
    }


def test_each_hostile_file_costs_one_sentence_and_the_next_is_read(tmp_path: Path) -> None:
    attacks = hostile(tmp_path)
    good = word_file(tmp_path / "good.docx", BODY % PARAGRAPH)
    files = [pair for path, _ in attacks.values() for pair in ((path, path.name), (good, "好.docx"))]
    readings = list(read_files(files))
    for (name, (path, words)), reading in zip(attacks.items(), readings[::2], strict=True):
        assert words in reading.problems[0], name
        assert path.name in reading.problems[0], name
        assert not reading.text, name
    assert all(reading.value("title") == "青溪区护林办法" for reading in readings[1::2])


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    good = word_file(tmp_path / "good.docx", BODY % PARAGRAPH)
    with Worker() as worker:
        worker.ask("document", good, "好.docx")
        assert worker._process is not None
        worker._process.kill()
        os.waitid(os.P_PID, worker._process.pid, os.WEXITED | os.WNOWAIT)
        assert worker.ask("document", good, "好.docx")["reading"]["file"] == "好.docx"


def test_a_worker_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_SECONDS", 0)
    good = word_file(tmp_path / "good.docx", BODY % PARAGRAPH)
    reading = read_file(good, "慢.docx")
    sentence, notice = reading.problems
    assert sentence == "“慢.docx”读了 60 秒还没有读完，已停止；请拆分或另存后再上传"
    assert "查不出有没有宏" in notice
    assert reading.has_macros


def test_the_cause_of_a_crash_is_logged_and_not_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    reading = read_file(tmp_path / "nowhere.docx", "无.docx")
    assert "FileNotFoundError" in caplog.text
    assert "check_size" in caplog.text
    assert "Error" not in reading.problems[0]


def test_the_error_output_of_a_dead_worker_is_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    dying = (
        "import sys; sys.stdin.readline(); sys.stderr.write('out of luck'); sys.stderr.flush(); sys.exit(3)"
    )
    monkeypatch.setattr(sandbox, "_COMMAND", [sys.executable, "-c", dying])
    reading = read_file(tmp_path / "a.docx", "坏.docx")
    assert "读取时出错中断" in reading.problems[0]
    assert "status 3): out of luck" in caplog.text


def test_an_endless_answer_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_MAX_ANSWER", 1000)
    monkeypatch.setattr(sandbox, "_COMMAND", [sys.executable, "-c", "while True: print('x' * 999, end='')"])
    assert "内容太多" in read_file(tmp_path / "a.docx", "多.docx").problems[0]


def test_a_ledger_with_a_cell_in_the_farthest_corner_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "文件名称", "误填"
    book.save(path)
    with pytest.raises(Refusal, match="很远的行列"):
        read_ledger_safely(path, "台账.xlsx")


def test_processes_that_the_worker_started_end_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = tmp_path / "pid"
    starts = "import subprocess, time; started = subprocess.Popen(['sleep', '600'])"
    notes = f"open({str(noted)!r}, 'w').write(str(started.pid))"
    talks = f"{starts}; {notes}; print('x', flush=True); time.sleep(600)"
    monkeypatch.setattr(sandbox, "_COMMAND", [sys.executable, "-c", talks])
    monkeypatch.setattr(sandbox, "_MAX_ANSWER", 1)  # so that it is stopped as soon as it has noted
    assert "内容太多" in read_file(tmp_path / "a.docx", "多.docx").problems[0]
    patience = time.monotonic() + 60
    while not _has_gone(noted.read_text()) and time.monotonic() < patience:
        time.sleep(0.1)
    assert _has_gone(noted.read_text())


def _has_gone(number: str) -> bool:
    try:
        return Path("/proc", number, "stat").read_text().split()[2] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_macros_are_reported_and_the_text_is_read(tmp_path: Path) -> None:
    path = word_file(tmp_path / "a.docm", BODY % PARAGRAPH)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    reading = read_file(path, "宏.docm")
    assert reading.value("title") == "青溪区护林办法"
    assert [problem for problem in reading.problems if "“宏.docm”含有宏" in problem and "另存" in problem]


def test_macros_in_a_ledger_are_reported_with_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsm"
    write_workbook(path, [["文件名称", "发文字号"], ["青溪区护林办法", "青政〔2020〕5号"]])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    ledger = read_ledger_safely(path, "台账.xlsm")
    assert len(ledger.rows) == 1
    assert any("含有宏" in warning and ".xlsx" in warning for warning in ledger.warnings)


def test_a_ledger_bomb_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="异常庞大"):
        read_ledger_safely(bomb(tmp_path / "bomb.xlsx"), "台账.xlsx")
