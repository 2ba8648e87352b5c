import pytest

from registry.intake.authorities import names_in_title, split_names


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("国家科委、国家保密局", ["国家科委", "国家保密局"]),
        ("青溪市财政局 青溪市教育局", ["青溪市财政局", "青溪市教育局"]),
        ("财政部税务总局", ["财政部", "税务总局"]),
        ("河北省财政厅国家税务总局河北省税务局", ["河北省财政厅", "国家税务总局河北省税务局"]),
        ("青溪市人民政府办公室", ["青溪市人民政府办公室"]),
        ("青溪市教育局；青溪市教育局", ["青溪市教育局"]),
        (
            "青溪省总工会青溪省工商业联合会共青团青溪省委员会",
            ["青溪省总工会", "青溪省工商业联合会", "共青团青溪省委员会"],
        ),
        ("青 溪 市 教 育 局 青溪市财政局", ["青溪市教育局", "青溪市财政局"]),
        ("", []),
    ],
)
def test_a_cell_of_authorities_is_told_apart(written: str, names: list[str]) -> None:
    assert split_names(written) == names


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("江西省人民政府办公厅关于护林的通知", ["江西省人民政府办公厅"]),
        ("国务院、中央军委关于同意迁址的批复", ["国务院", "中央军委"]),
        ("青溪市财政局 青溪市教育局印发《学费办法》的通知", ["青溪市财政局", "青溪市教育局"]),
        ("人力资源社会保障部民政部中国残联关于护林的通知", ["人力资源社会保障部", "民政部", "中国残联"]),
        ("青溪省商务厅等十七部门关于护林的通知", ["青溪省商务厅"]),
        ("关于转发省教育厅意见的通知", []),
        ("转发省教育厅关于午餐意见的通知", []),
        ("青溪市护林办法", []),
        ("《青溪市人民政府关于护林的通知》解读", []),
    ],
)
def test_the_head_of_a_title_names_who_issued_it(title: str, names: list[str]) -> None:
    assert names_in_title(title) == names
