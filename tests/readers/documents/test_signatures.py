import pytest

from registry.readers.documents.signatures import read_printed, read_signature

HEAD = "关于护林的通知\n各学校：\n请于2021年6月1日前上报。\n"


@pytest.mark.parametrize(
    ("end", "on", "signer"),
    [
        ("青溪市教育局\n2021年3月5日", "2021-03-05", "青溪市教育局"),
        ("青溪市教育局 青溪市财政局\n青溪市卫生健康委员会\n2021年3月5日\n（此件公开发布）", "2021-03-05",
         "青溪市教育局 青溪市财政局 青溪市卫生健康委员会"),
        ("特此通知。青溪高新区管委会2021.3.5", "2021-03-05", "青溪高新区管委会"),
        ("青溪市第一中学 2021年3月5日", "2021-03-05", "青溪市第一中学"),
        ("特此通知。青溪市教育局2021年3月5日", "2021-03-05", "青溪市教育局"),
        ("青溪市人民政府\n市　长　王　明\n二○二一年三月五日", "2021-03-05", "青溪市人民政府"),
        ("青溪市教育局\n2021年3月5日 （联系人：王明）", "2021-03-05", "青溪市教育局"),
        ("附件：统计表\n2021年3月5日\n（联系人：王明）", "2021-03-05", ""),
        ("青溪市教育局\n2021年3月5日青溪市护林方案\n一、内容", "2021-03-05", "青溪市教育局"),
        ("市　长　王　明\n2021年3月5日青溪市护林办法第一章总则", "2021-03-05", ""),
        ("青溪市教育局\n2021年3月5日----------", "2021-03-05", "青溪市教育局"),
        ("附件：《护林办法》二○二一年三月五日附件：护林办法", "2021-03-05", ""),
        ("经研究决定，青溪市教育局\n2021年3月5日起执行新办法。", None, ""),
        ("电话0311-12345678青溪市教育局\n2021年3月5日", "2021-03-05", "青溪市教育局"),
        ("护林办法.doc青溪市教育局\n2021年3月5日", "2021-03-05", "青溪市教育局"),
        ("请执行。", None, ""),
        ("青溪市教育局办公室 2021年3月5日印发", None, ""),
    ],
)  # fmt: skip
def test_the_signature_gives_the_date_and_every_signer(end: str, on: str | None, signer: str) -> None:
    signature = read_signature(HEAD + end, "关于护林的通知", {})
    assert (signature.signed_on.value if signature.signed_on else None, signature.signer) == (on, signer)


@pytest.mark.parametrize(
    ("head", "on"),
    [
        ("护林办法2021年3月5日\n第一条　内容。", "2021-03-05"),
        ("护林办法\n2021年3月5日目录第一章总则", "2021-03-05"),
        ("护林办法\n青政〔2021〕3号2021年3月5日\n各镇：", "2021-03-05"),
        ("护林办法\n2021年3月5日，市政府召开会议。", None),
        ("护林办法\n第一条　2021年3月5日", None),
    ],
)
def test_a_date_directly_after_title_or_number_dates_an_unsigned_document(head: str, on: str | None) -> None:
    signed_on = read_signature(head + "\n请执行。", "护林办法", {}).signed_on
    assert (signed_on.value if signed_on else None) == on


def test_a_date_that_stands_alone_is_preferred_to_one_in_prose() -> None:
    prose = "该问题已有答复。2007年3月21日全国人大常委会法制工作委员会2007年3月21日答复。\n"
    signature = read_signature(f"{HEAD}{prose}青溪市教育局\n2021年3月5日", "关于护林的意见", {})
    assert signature.signed_on is not None
    assert (signature.signed_on.value, signature.signed_on.quote) == (
        "2021-03-05",
        "青溪市教育局\n2021年3月5日",
    )


def test_two_dates_that_both_stand_alone_are_choices() -> None:
    text = HEAD + "青溪市教育局\n2021年3月5日\n青溪市财政局\n2021年3月9日"
    signed_on = read_signature(text, "关于护林的意见", {}).signed_on
    assert signed_on is not None
    assert (signed_on.value, signed_on.choices) == (None, ["2021-03-05", "2021-03-09"])


@pytest.mark.parametrize(
    ("imprint", "on", "quote"),
    [
        ("青溪市教育局办公室 2026年11月12日印发", "2026-11-12", "青溪市教育局办公室 2026年11月12日印发"),
        ("青溪市教育局办公室2026年11月12日印发", "2026-11-12", "青溪市教育局办公室2026年11月12日印发"),
        ("抄送：市人大。\n青溪市教育局办公室\n二〇二六年十一月十二日 印发\n（共印50份）", "2026-11-12",
         "二〇二六年十一月十二日 印"),
        ("2026年11月12日印发 打字：王明 校对：李红", "2026-11-12", "2026年11月12日印发"),
        ("市教育局于2026年11月12日印发", None, ""),
        ("2026年11月12日印发的《甲办法》同时废止。", None, ""),
    ],
)  # fmt: skip
def test_the_imprint_gives_the_printing_date(imprint: str, on: str | None, quote: str) -> None:
    fact = read_printed(f"{HEAD}{imprint}")
    assert (fact.value if fact else None) == on
    assert not fact or (fact.where, fact.quote) == ("版记", quote)
