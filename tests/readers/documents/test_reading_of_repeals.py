"""What an order that ends another act, or a paper that explains one, never takes from it."""

import pytest

from registry.readers.documents.facts import Reading
from registry.readers.documents.reading import read_extract
from registry.readers.files.markup import Extract
from registry.readers.files.text import plain_paragraphs

REPEAL = "青溪市人民政府关于废止《青溪市渡口管理暂行办法》的决定"
SIGNED = "青溪市人民政府\n2024年5月6日"


def read(text: str) -> Reading:
    return read_extract(Extract("txt", plain_paragraphs(text)), "渡口.txt")


def test_a_repeal_takes_nothing_of_the_repealed_act() -> None:
    reading = read(
        f"{REPEAL}\n各县人民政府：\n决定废止《青溪市渡口管理暂行办法》（2015年4月10日青溪市人民政府令第7号发布，"
        f"有效期至2025年4月9日）。\n{SIGNED}"
    )
    assert {"doc_no", "published_on", "valid_until", "provisional"}.isdisjoint(reading.facts)
    assert reading.value("signed_on") == "2024-05-06"
    assert [(relation.kind, relation.doc_no) for relation in reading.relations] == [
        ("repeals", "青溪市人民政府令第7号")
    ]


def test_a_cited_act_without_a_number_has_none() -> None:
    reading = read(f"{REPEAL}\n各县人民政府：\n决定废止《青溪市渡口管理暂行办法》。\n{SIGNED}")
    assert [relation.doc_no for relation in reading.relations] == [""]


def test_a_notice_that_issues_a_trial_rule_is_provisional() -> None:
    reading = read(
        f"青溪市人民政府关于印发《青溪市渡口管理暂行办法》的通知\n各县人民政府：\n请执行。\n{SIGNED}"
    )
    assert reading.value("provisional") == "暂行"


def test_an_interpretation_does_not_own_what_it_cites() -> None:
    reading = read(
        "关于《青溪县护林办法》（青政规〔2024〕5号）的政策解读\n一、背景\n2024年4月18日，县政府印发《青溪县护林办法》"
        "（青政规〔2024〕5号），自2024年5月1日起施行，有效期5年。"
    )
    assert {"doc_no", "effective_on", "valid_until", "validity_months"}.isdisjoint(reading.facts)


@pytest.mark.parametrize(
    ("note", "number"),
    [
        ("（2006年3月23日青溪市人民政府令〔2006〕第4号）", "青溪市人民政府令〔2006〕4号"),
        ("（2006年3月23日以青溪市人民政府令第197号公布）", "青溪市人民政府令第197号"),
        (
            "（1993年7月22日青溪市人民政府公布 1998年1月1日青溪市人民政府令第212号第一次修订）",
            "青溪市人民政府令第212号",
        ),
        (
            "（2006年3月23日青溪市人民政府令第4号公布 根据2010年8月1日青溪市人民政府令第15号修正）",
            "青溪市人民政府令第4号",
        ),
    ],
)
def test_the_order_in_the_note_is_read(note: str, number: str) -> None:
    assert read(f"青溪市渡口管理办法\n{note}\n第一条 为了管好渡口，制定本办法。").value("doc_no") == number


def test_an_order_that_promulgates_a_repeal_has_the_title_of_the_repeal() -> None:
    title = "青溪县人民政府关于废止《青溪县护林暂行办法》的决定"
    text = (
        f"青溪县人民政府令\n第3号\n《{title}》已经县政府第2次常务会议审议通过，现予公布，自公布之日起施行。\n县长 王某\n"
        f"2021年5月6日\n{title}\n废止《青溪县护林暂行办法》（2012年3月4日青溪县人民政府令第30号发布）。"
    )
    reading = read_extract(Extract("txt", text.split("\n")), "令.txt")
    assert reading.value("title") == title
    assert reading.value("provisional") is None


@pytest.mark.parametrize("number", ["青政规〔2015〕3号", "青政规（2015）3号"])
def test_the_period_of_a_repealed_document_is_not_that_of_the_repeal(number: str) -> None:
    text = (
        "青溪县人民政府关于废止部分行政规范性文件的决定\n经研究，决定废止下列文件：\n"
        f"1.《青溪县护林办法》（{number}，2015年4月8日印发，有效期5年）\n本决定自印发之日起施行。\n青溪县人民政府\n2021年5月6日"
    )
    facts = read_extract(Extract("txt", text.split("\n")), "废止.txt").facts
    assert not facts.keys() & {"valid_until", "validity_months"}


def test_what_an_amendment_quotes_is_not_said_of_the_amendment() -> None:
    text = (
        "青溪县人民政府关于修改《青溪县护林办法》的决定\n一、将第九条修改为：“本办法自2012年1月1日起施行，有效期10年。”\n"
        "本决定自2025年6月1日起施行。\n青溪县人民政府\n2025年5月6日"
    )
    facts = read_extract(Extract("txt", text.split("\n")), "修改.txt").facts
    assert facts["effective_on"].value == "2025-06-01"
    assert not facts.keys() & {"valid_until", "validity_months"}


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("青溪县林业局关于延长《青溪县护林办法》有效期的通知", "决定延长《青溪县护林办法》有效期2年。"),
        ("青溪县林业局关于公布清理结果的通知", "继续有效的文件目录\n1 青溪县护林办法 有效期5年"),
    ],
)
def test_the_periods_of_other_documents_are_not_those_of_the_notice(title: str, sentence: str) -> None:
    text = f"{title}\n各镇：\n{sentence}\n青溪县林业局\n2025年5月6日"
    facts = read_extract(Extract("txt", text.split("\n")), "通知.txt").facts
    assert not facts.keys() & {"valid_until", "validity_months"}


def test_a_notice_that_prolongs_others_may_say_its_own_period() -> None:
    text = "青溪县林业局关于延长《青溪县护林办法》有效期的通知\n各镇：\n本通知有效期至2027年5月6日。\n青溪县林业局\n2025年5月6日"
    assert read_extract(Extract("txt", text.split("\n")), "通知.txt").value("valid_until") == "2027-05-06"
