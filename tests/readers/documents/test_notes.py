import pytest

from registry.readers.documents.notes import (
    note_of,
    read_adopting_body,
    read_note_date,
    read_note_publication,
    read_order,
    read_promulgator,
)

AMENDED = [
    "青溪市护林条例",
    "（1998年4月29日青溪市第二届人民代表大会常务委员会第二次会议通过　根据2016年7月2日青溪市第六届人民代表大会"
    "常务委员会第九次会议《关于修改〈青溪市河道条例〉等六件地方性法规的决定》第一次修正　2021年4月29日青溪市第七届"
    "人民代表大会常务委员会第三次会议修订）",
    "第一条　为了护林，根据2020年1月1日施行的上位法，制定本条例。",
]


@pytest.mark.parametrize(
    ("lines", "on", "where"),
    [
        (AMENDED, "2021-04-29", "题注（最近一次修订）"),
        (["甲条例", "2007年8月30日 第十届人民代表大会常务委员会第二次会议通过", "第一条 内容。"], "2007-08-30", "题注"),
        (["甲条例", "2004年9月13日 国务院第64次常务会议通过", "2004年9月27日 国务院令第421号公布", "2004年12月1日 施行"],
         "2004-09-27", "题注（最近一次公布）"),
        (["甲法", "2020-04-30 公布", "2020-11-01 施行", "第一条 内容。"], "2020-04-30", "题注"),
        (["甲办法", "（2013年10月2日国务院令第641号公布　自2014年1月1日起施行）"], "2013-10-02", "题注"),
        (["甲办法（2019年3月2日青溪市人民政府令第5号公布）第一条为了护林。"], "2019-03-02", "题注"),
        (["甲办法", "（二○○四年六月一日青溪市第十届人民代表大会第二次会议通过）"], "2004-06-01", "题注"),
        (["甲条例", "（2019年4月3日《某地关于修改2001年5月6日通过的条例的决定》修正）"], "2019-04-03", "题注"),
    ],
)  # fmt: skip
def test_the_last_act_dates_the_text(lines: list[str], on: str, where: str) -> None:
    fact = read_note_date(note_of(lines))
    assert fact is not None
    assert (fact.value, fact.where) == (on, where)
    assert fact.quote


@pytest.mark.parametrize(
    "lines",
    [
        ["甲办法", "第一条　2019年3月2日通过的甲条例，适用本办法。"],
        ["甲通知", "各区县：", "2019年3月2日，市政府公布了甲办法。"],
        ["甲办法", "（2014年1月1日起施行）"],
        [],
    ],
)
def test_a_date_in_the_body_is_not_a_note(lines: list[str]) -> None:
    assert read_note_date(note_of(lines)) is None


def test_only_a_promulgation_gives_the_publication_date() -> None:
    assert read_note_publication(note_of(AMENDED)) is None
    note = note_of(["甲办法", "（2013年9月18日常务会议通过 2013年10月2日国务院令第641号公布）"])
    fact = read_note_publication(note)
    assert fact is not None
    assert (fact.value, fact.quote) == ("2013-10-02", "2013年10月2日国务院令第641号公布")


def test_a_promulgation_before_an_amendment_is_only_offered() -> None:
    note = note_of(["甲办法", "（2009年2月25日国务院令第551号公布　根据2019年3月2日《决定》修订）"])
    fact = read_note_publication(note)
    assert fact is not None
    assert (fact.value, fact.choices) == (None, ["2009-02-25"])


@pytest.mark.parametrize(
    ("note", "number"),
    [
        ("（2007年4月5日国务院令第492号公布　2019年4月3日国务院令第711号修订）", "国务院令第711号"),
        ("（2007年4月5日国务院令第492号公布　根据2019年4月3日国务院令第711号修订）", "国务院令第492号"),
        ("（青溪省人民政府令〔2008〕第1号公布，青溪省人民政府令〔2019〕第11号修正）", "青溪省人民政府令〔2008〕1号"),
        ("（2009年7月20日国务院令第557号公布 2016年2月6日《决定》修订 2019年10月11日国务院令第721号公布）",
         "国务院令第721号"),
        ("（青溪省人民政府批准 1993年7月22日省公安厅公布 1998年1月1日青溪省人民政府令第212号第一次修订）",
         "青溪省人民政府令第212号"),
        ("（2007年4月5日常务会议通过）", None),
    ],
)  # fmt: skip
def test_the_order_that_promulgated_the_whole_text_numbers_it(note: str, number: str | None) -> None:
    fact = read_order(note_of(["甲规定", note]))
    assert (fact.value if fact else None) == number


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (
            "（2021年1月22日第十三届全国人民代表大会常务委员会第二十五次会议修订）",
            "全国人民代表大会常务委员会",
        ),
        ("2019年11月29日青溪省第十三届人大常委会第十三次会议通过", "青溪省人民代表大会常务委员会"),
        ("2014年8月29日 市十二届人大常委会第二十一次会议通过", "青溪市人民代表大会常务委员会"),
        ("市政府第三次常务会议通过", None),
        ("护林条例二〇〇四年六月一日青溪市第十届人民代表大会第二次会议通过", "青溪市人民代表大会"),
        ("2019年11月29日日照市第十届人民代表大会第二次会议通过", "日照市人民代表大会"),
        ("已由中华人民共和国第九届全国人民代表大会常务委员会第二次会议通过", "全国人民代表大会常务委员会"),
    ],
)
def test_the_meeting_names_the_adopting_body(head: str, name: str | None) -> None:
    fact = read_adopting_body(head, "青溪市护林条例")
    assert (fact.value if fact else None) == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("1987年5月4日 国务院发布", "国务院"),
        ("（1993年7月22日青溪省林业厅公布）", "青溪省林业厅"),
        ("2008年7月17日 经人力资源和社会保障部第6次部务会议通过", "人力资源和社会保障部"),
        ("2019年12月2日 最高人民检察院第十三届检察委员会第二十八次会议通过", "最高人民检察院"),
        ("2019年12月2日修订", None),
    ],
)
def test_the_note_names_the_promulgator(line: str, name: str | None) -> None:
    fact = read_promulgator(note_of(["甲条例", line, "第一条 内容。"]))
    assert (fact.value if fact else None) == name
