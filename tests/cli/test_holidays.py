"""`registry holidays`: a year is shown, recorded, and changed within its year."""

from pathlib import Path

from tests.cli.conftest import Run, done

SOURCE = "国务院办公厅关于延长2026年春节假期的通知"


def test_a_change_of_the_year_is_shown_then_recorded(registry: Run, tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text("延长2026年春节假期至2月25日，2月26日起正常上班。", "utf-8")
    shown = done(registry("holidays", "add", "2026", str(notice), "--source", SOURCE, "--dry-run"))
    assert shown.stdout.splitlines() == [
        "2026-02-24\t周二\t未作安排 → 春节放假",
        "2026-02-25\t周三\t未作安排 → 春节放假",
    ]
    assert "第1版" in done(registry("holidays", "show", "2026")).stdout
    done(registry("holidays", "add", "2026", str(notice), "--source", SOURCE))
    listed = done(registry("holidays", "show", "2026")).stdout
    assert "第2版" in listed
    assert "2026-02-25\t周三\t春节\t放假" in listed


def test_a_change_of_a_year_without_a_decree_is_refused(registry: Run, tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text("延长2031年春节假期至2月2日。", "utf-8")
    result = registry("holidays", "add", "2031", str(notice), "--source", SOURCE)
    assert result.exit_code == 1
    assert "没有读到这些节日的放假日期" in result.stderr
    assert "尚未录入" in registry("holidays", "show", "2031").stderr


def test_a_notice_in_another_encoding_is_refused(registry: Run, tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_bytes("延长2026年春节假期至2月25日。".encode("gb18030"))
    result = registry("holidays", "add", "2026", str(notice), "--source", SOURCE)
    assert result.exit_code == 1
    assert "UTF-8" in result.stderr
