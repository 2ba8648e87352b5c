import pytest

from registry.readers.documents.facts import Fact
from registry.readers.documents.issuers import read_authorities

ORDER = "《青溪市护林办法》已经2020年6月1日市人民政府第30次常务会议通过，现予公布，自2020年8月1日起施行。"


@pytest.mark.parametrize(
    ("title", "lines", "number", "signer", "names", "where"),
    [
        ("青溪市教育局关于护林的通知", [], "", "青溪市财政局", "青溪市教育局", "标题"),
        ("青溪省商务厅等17部门关于护林的通知", [], "", "", "青溪省商务厅", "标题"),
        ("市教育局关于护林的通知", [], "", "青溪市教育局", "青溪市教育局", "落款"),
        ("市教育局关于护林的通知", [], "", "市教育局", "市教育局", "标题"),
        ("关于护林的通知", [], "", "青溪市教育局 青溪市财政局", "青溪市教育局、青溪市财政局", "落款"),
        ("护林办法", [], "青溪市人民政府令第12号", "青溪市林业局", "青溪市人民政府", "令号或公告号"),
        ("护林条例", [], "青溪市第十七届人民代表大会常务委员会公告第5号", "", "青溪市人民代表大会常务委员会",
         "令号或公告号"),
        ("青溪市护林办法", [ORDER, "市长 王明"], "", "", "青溪市人民政府", "公布令正文"),
        ("甲条例", ["甲条例", "（2020年1月2日青溪省第九届人民代表大会常务委员会第三次会议通过）"], "", "",
         "青溪省人民代表大会常务委员会", "题注"),
        ("关于护林的通知", ["请护林。"], "", "", None, None),
    ],
)  # fmt: skip
def test_the_first_authority_that_the_document_names_is_the_issuer(
    title: str, lines: list[str], number: str, signer: str, names: str | None, where: str | None
) -> None:
    stated = Fact(number, number, "文首") if number else None
    fact = read_authorities(title, lines, {}, stated, signer)
    assert (fact and fact.value, fact and fact.where) == (names, where)


def test_the_table_of_the_page_decides_the_issuer() -> None:
    fact = read_authorities(
        "市教育局关于护林的通知", [], {"authority": "青溪市教育局 青溪市财政局"}, None, ""
    )
    assert fact is not None
    assert fact.value == "青溪市教育局、青溪市财政局"


def test_the_printing_office_of_an_unsigned_document_is_offered_with_its_superior_body() -> None:
    lines = ["护林办法", "第一条 请护林。", "青溪市林业局办公室", "2021年3月5日印发"]
    fact = read_authorities("护林办法", lines, {}, None, "")
    assert fact is not None
    assert (fact.value, fact.choices) == (None, ["青溪市林业局", "青溪市林业局办公室"])
