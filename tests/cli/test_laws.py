"""registry law."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run, printed

ROWS = "法律名称,状态,废止日期,替代法规\n示例省促进条例,废止,2022.1.1,新促进条例\n甲法,废止,2022年13月1日,\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "法规.csv"
    path.write_bytes(ROWS.encode("gbk"))
    return path


def test_a_table_is_previewed_then_loaded_then_unchanged(registry: Run, table: Path, tmp_path: Path) -> None:
    refused = tmp_path / "未通过.xlsx"
    tried = registry("law", "load", str(table), "--dry-run", "--json")
    assert tried.exit_code == 1
    assert (printed(tried)["n_new"], printed(tried)["n_refused"]) == (1, 1)
    assert printed(tried)["lines"][1]["place"] == "“法规.csv”第3行"
    assert "示例省促进条例" not in registry("law", "list").stdout
    assert registry("law", "load", str(table), "--refused", str(refused)).exit_code == 1
    assert refused.read_bytes().startswith(b"PK")
    again = registry("law", "load", str(table))
    assert "新增0，更新0，不变1，未通过1" in again.stderr
    assert (
        "《示例省促进条例》\t废止\t2022-01-01\t新促进条例"
        in registry("law", "list", "--status", "废止").stdout
    )


def test_the_documents_that_rest_on_what_is_gone_are_listed(
    registry: Run, table: Path, tmp_path: Path
) -> None:
    assert printed(registry("law", "resting", "--json")) == []
    text = tmp_path / "办法.txt"
    text.write_text(
        "示范区人民政府关于印发示范区补贴办法的通知\n示政〔2023〕1号\n各镇人民政府：\n"
        "第一条　根据《示例省促进条例》，制定本办法。\n第二条　本办法自2023年3月1日起施行，有效期五年。\n"
        "示范区人民政府\n2023年2月1日\n",
        "utf-8",
    )
    registry("law", "load", str(table))
    assert registry("import", str(text), "--new-files").exit_code == 0
    (row,) = printed(registry("law", "resting", "--json"))
    assert row["says"].startswith("依据《示例省促进条例》已于2022年1月1日废止，由《新促进条例》替代")
    found = registry("law", "resting")
    assert found.exit_code == 1
    assert "1件文件，1处依据" in found.stderr


def test_an_unknown_status_is_refused(registry: Run) -> None:
    assert "没有“什么”这种状态" in registry("law", "list", "--status", "什么").stderr
