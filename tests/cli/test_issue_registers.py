"""registry issue-register."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run, printed


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "发文.csv"
    path.write_text(
        "标题,文号,印发日期\n关于甲的通知,示政〔2024〕3号,2024-02-01\n关于乙的通知,,2024年13月5日\n", "utf-8"
    )
    return path


def test_a_list_is_previewed_then_written_then_unchanged(registry: Run, ledger: Path, tmp_path: Path) -> None:
    documents = tmp_path / "台账.csv"
    documents.write_text("文件名称,发文字号,制定机关\n示范区甲办法,示政〔2020〕1号,示范区人民政府\n", "utf-8")
    assert registry("import", str(documents)).exit_code == 0
    words = ("issue-register", str(ledger), "--authority", "示范区人民政府")
    tried = registry(*words, "--dry-run", "--json")
    assert tried.exit_code == 1
    assert printed(tried)["n_added"] == 1
    assert printed(tried)["refused"][0]["place"] == "第3行"
    assert printed(registry(*words, "--json"))["n_added"] == 1
    again = registry(*words)
    assert "不变1，未通过1" in again.stderr
    assert "13月" in again.stdout


def test_an_unknown_authority_is_refused(registry: Run, ledger: Path) -> None:
    result = registry("issue-register", str(ledger), "--authority", "气象局")
    assert result.exit_code == 1
    assert "气象局" in result.stderr
