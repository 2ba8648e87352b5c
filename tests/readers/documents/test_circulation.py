import pytest

from registry.readers.documents.circulation import read_addressees, read_attachments


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (["关于护林的通知", "各镇人民政府，区直各单位："], "各镇人民政府，区直各单位"),
        (["关于护林的通知", "青教〔2021〕3号各学校，局直属单位："], "各学校，局直属单位"),
        (["关于护林的通知青教〔2021〕3号各学校，局直属单位：近年来，护林很好。"], "各学校，局直属单位"),
        (["关于护林的通知", "青溪市教育局："], "青溪市教育局"),
        (
            ["关于护林的通知", "园区管委会，各镇人民政府、", "街道办事处："],
            "园区管委会，各镇人民政府、街道办事处",
        ),
        (["关于护林的通知", "全区各企事业单位："], "全区各企事业单位"),
        (["关于护林的通知", "有关单位："], "有关单位"),
        (["关于护林的通知", "有关要求："], None),
        (["护林办法", "各单位应当遵守以下规定："], None),
        ([], None),
    ],
)
def test_the_addressees_stand_before_the_first_colon(lines: list[str], value: str | None) -> None:
    fact = read_addressees(lines)
    assert (fact.value if fact else None) == value


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (["附件：护林办法"], "护林办法"),
        (["附件：1.护林办法", "2. 分工表", "青溪市教育局", "3.不是附件"], "护林办法；分工表"),
        (["附 件: 1.2021年甲表、2.2021年乙表 3.2020-2025年丙表"], "2021年甲表；2021年乙表；2020-2025年丙表"),
        (["附件：", "1.护林办法", "2.分工表"], "护林办法；分工表"),
        (["附件：（1）护林办法；", "（2）分工表。", "正文"], "护林办法；分工表"),
        (["附：一、护林办法", "二、分工表"], "护林办法；分工表"),
        (["附件1：护林办法", "附件2：分工表", "落款", "附件1：护林办法（试行）"], "护林办法；分工表"),
        (["附件：", "护林办法", "第一条 内容"], None),
        (["附件1", "护林办法"], None),
    ],
)
def test_the_attachments_are_separated(lines: list[str], value: str | None) -> None:
    fact = read_attachments(["正文。", *lines])
    assert (fact.value if fact else None) == value
