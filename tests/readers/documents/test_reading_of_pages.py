"""What a web page says around a document: its table, its marks, its frame, against what the document says itself."""

import pytest

from registry.readers.documents.facts import Reading
from registry.readers.documents.reading import read_extract
from registry.readers.files.markup import Extract
from registry.readers.files.pages import page
from registry.readers.files.text import plain_paragraphs

TITLE = "青溪县人民政府关于印发青溪县护林办法的通知"
BODY = (
    f"<p>青政规〔2024〕5号</p><p>{TITLE}</p><p>各镇人民政府：</p>"
    "<p>《青溪县护林办法》已经县政府常务会议审议通过，现印发给你们。</p><p>青溪县人民政府</p><p>2024年4月18日</p>"
)


def read_page(table: str = "", head: str = "", body: str = BODY) -> Reading:
    rows = f"<table>{table}</table>" if table else ""
    return read_extract(page(f"<html><head>{head}</head><body>{rows}{body}</body></html>"), "护林.html")


def row(label: str, value: str) -> str:
    return f"<tr><td>{label}：</td><td>{value}</td></tr>"


def read_text(text: str) -> Reading:
    return read_extract(Extract("txt", plain_paragraphs(text)), "护林.txt")


@pytest.mark.parametrize(
    "head",
    [
        f"<title>{TITLE}_青溪县人民政府门户网站</title>",
        "<title>青溪县人民政府门户网站</title>",
        f"<title>{TITLE}-青溪县政府网</title>",
    ],
)
def test_the_title_of_the_page_is_not_the_title_of_the_document(head: str) -> None:
    assert read_page(head=head).value("title") == TITLE


@pytest.mark.parametrize("publisher", ["青溪县人民政府办公室", "县政府网站", "青溪县融媒体平台"])
def test_title_and_signature_beat_the_body_that_put_the_page_up(publisher: str) -> None:
    reading = read_page(row("发文机关", publisher) + row("发文字号", "青政规〔2024〕5号"))
    assert reading.value("issuing_authority") == "青溪县人民政府"


def test_a_table_against_a_signature_alone_is_a_choice() -> None:
    body = "<p>关于护林的通知</p><p>各镇：</p><p>请护林。</p><p>青溪县林业局</p><p>2024年4月18日</p>"
    fact = read_page(row("发文机关", "青溪县人民政府"), body=body).facts["issuing_authority"]
    assert fact.value is None
    assert fact.choices == ["青溪县林业局", "青溪县人民政府"]


@pytest.mark.parametrize("label", ["生成日期", "发文日期", "公文生成日期"])
def test_the_day_of_the_entry_never_beats_the_signature(label: str) -> None:
    assert read_page(row(label, "2024-04-23")).value("signed_on") == "2024-04-18"


def test_a_day_of_signature_that_differs_from_the_signature_is_a_choice() -> None:
    fact = read_page(row("成文日期", "2024-04-23")).facts["signed_on"]
    assert (fact.value, fact.choices) == (None, ["2024-04-18", "2024-04-23"])


def test_the_day_of_the_entry_counts_where_nothing_else_does() -> None:
    body = "<p>青溪县林业局关于护林的通知</p><p>各镇：请护林。</p>"
    assert read_page(row("生成日期", "2024-04-23"), body=body).value("signed_on") == "2024-04-23"


@pytest.mark.parametrize("marked", [f"【已失效】{TITLE}", f"（已废止）{TITLE}", f"{TITLE}（已失效）"])
def test_a_mark_of_its_end_is_no_part_of_the_title_and_is_told(marked: str) -> None:
    for reading in (read_page(row("名称", marked)), read_page(body=BODY.replace(TITLE, marked))):
        assert reading.value("title") == TITLE
        assert reading.value("issuing_authority") == "青溪县人民政府"
        assert any("可能已经终止" in problem for problem in reading.problems)


@pytest.mark.parametrize(
    ("label", "value"), [("有效性", "失效"), ("废止时间", "2025-01-01"), ("失效日期", "2025-01-01")]
)
def test_an_end_in_the_table_is_told(label: str, value: str) -> None:
    assert any(value in problem for problem in read_page(row(label, value)).problems)


def test_a_page_that_says_it_is_valid_tells_nothing() -> None:
    assert read_page(row("有效性", "有效")).problems == []


def test_labels_above_their_values_are_read_and_are_no_title() -> None:
    reading = read_text(
        f"标题\n{TITLE}\n发文机关\n青溪县人民政府\n发文字号\n青政规〔2024〕5号\n成文日期\n2024-04-18\n有效性\n有效\n"
        f"{TITLE}\n青政规〔2024〕5号\n各镇人民政府：\n请护林。\n青溪县人民政府\n2024年4月18日"
    )
    facts = [reading.value(name) for name in ("title", "issuing_authority", "doc_no", "signed_on")]
    assert facts == [TITLE, "青溪县人民政府", "青政规〔2024〕5号", "2024-04-18"]


def test_a_list_of_bracketed_labels_is_no_title() -> None:
    reading = read_text(
        "- 【发布单位】青溪县\n- 【发布文号】青政规〔2024〕5号\n- 【生效日期】2024-06-01\n- 【失效日期】--\n- 【所属类别】地方文件\n"
        f"{TITLE}\n{TITLE}\n各镇人民政府：\n请护林。\n青溪县人民政府\n2024年4月18日"
    )
    facts = [reading.value(name) for name in ("title", "issuing_authority", "doc_no", "effective_on")]
    assert facts == [TITLE, "青溪县人民政府", "青政规〔2024〕5号", "2024-06-01"]


@pytest.mark.parametrize(
    "title",
    [
        "青溪县人民政府办公室关于废止《青溪县集市收费办法》（青政办〔2015〕12号）的通知",
        "青溪县人民政府办公室关于废止《青溪县集市收费办法》（青政办〔2015〕12号）等3件行政规范性文件的决定",
        "青溪县人民政府办公室关于延长《青溪县集市收费办法》（青政办〔2015〕12号）有效期的通知",
        "青溪县人民政府办公室关于废止青政办〔2015〕12号文件的通知",
    ],
)
def test_a_title_goes_on_behind_a_number_in_brackets(title: str) -> None:
    reading = read_text(
        f"青政办规〔2024〕8号\n{title}\n各镇人民政府：\n现通知如下。\n青溪县人民政府办公室\n2024年5月6日"
    )
    assert (reading.value("title"), reading.value("doc_no")) == (title, "青政办规〔2024〕8号")


@pytest.mark.parametrize(
    "table",
    [
        "索引号：1133/2024-1　主题分类：农业\n名　　称：{title}\n文　　号：青政规〔2024〕5号　发布日期：2025年1月5日\n",
        "索引号\t1133\t组配分类\t规范性文件\n发布机构\t县政府办公室\t生成日期\t2025年1月5日\n文件编号\t青政规〔2024〕5号\t是否有效\t是\n",
        "索引号 1133\n标题 {title}\n发布机构 县政府办公室\n文号 青政规〔2024〕5号\n",
        "索 引 号：\n1133\n发文机关：\n青溪县政府门户网站\n生成日期：\n2025年1月5日\n文号：\n青政规〔2024〕5号\n标题：\n{title}\n",
    ],
)
def test_a_table_copied_with_the_text_is_read_and_is_no_part_of_it(table: str) -> None:
    body = f"{TITLE}\n各镇人民政府：\n现印发给你们。\n青溪县人民政府\n2024年4月18日"
    reading = read_text(table.format(title=TITLE) + body)
    assert reading.value("title") == TITLE
    assert reading.value("doc_no") == "青政规〔2024〕5号"
    assert reading.value("issuing_authority") == "青溪县人民政府"
    assert reading.value("signed_on") == "2024-04-18"


@pytest.mark.parametrize(
    "head",
    [
        "{title}_青溪县人民政府\n青政规〔2024〕5号",
        "{title} - 规范性文件 - 青溪县人民政府门户网站\n{title}\n青政规〔2024〕5号",
        "{title}{title}\n青政规〔2024〕5号",
        "[政策原文]{title}\n青政规〔2024〕5号",
        "县政府办公室：{title}\n青政规〔2024〕5号",
        "{title}【有效】\n青政规〔2024〕5号",
        "{title}...\n青政规〔2024〕5号",
        "{title}文件下载：{title}.pdf\n青政规〔2024〕5号",
        "护林工作\n{title}\n青政规〔2024〕5号",
        "青溪县人民政府\n{title}\n青政规〔2024〕5号",
        "青溪县人民政府公报 2024年第3期\n县政府文件\n{title}\n青政规〔2024〕5号",
        "内部资料 注意保存\n青政规〔2024〕5号\n{title}",
        "样本 仅供核对\n青政规〔2024〕5号\n{title}",
        "第 1 页 共 5 页\n青政规〔2024〕5号\n{title}",
    ],
)
def test_what_a_site_or_an_office_writes_around_a_title_is_no_part_of_it(head: str) -> None:
    text = f"{head.format(title=TITLE)}\n各镇人民政府：\n现印发给你们。\n青溪县人民政府\n2024年4月18日"
    reading = read_text(text)
    assert reading.value("title") == TITLE
    assert reading.value("doc_no") == "青政规〔2024〕5号"


def test_a_title_that_the_site_cut_short_keeps_its_mark() -> None:
    cut = "青溪县人民政府关于进一步加强林业和草原..."
    assert read_text(f"{cut}\n各镇人民政府：\n请护林。").value("title") == cut


def test_the_parts_of_one_title_stay_together() -> None:
    text = "青溪县人民政府转发\n县林业局关于印发护林办法的通知的通知\n各镇人民政府：\n请遵照执行。"
    assert read_text(text).value("title") == "青溪县人民政府转发县林业局关于印发护林办法的通知的通知"


def test_a_notice_with_its_number_below_is_no_banner() -> None:
    text = "青溪县林业局关于封山的通告\n2024年第1号\n为了护林，现通告如下：\n一、封山。\n青溪县林业局\n2024年4月18日"
    assert read_text(text).value("title") == "青溪县林业局关于封山的通告"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "青溪县林业局公告\n（2024年第1号）\n根据《护林条例》，现将禁火期公告如下：\n一、禁火。",
            "青溪县林业局公告",
        ),
        (
            "关于《青溪县护林办法》的起草说明\n现将有关情况说明如下：\n一、依据。",
            "关于《青溪县护林办法》的起草说明",
        ),
    ],
)
def test_the_first_sentence_is_no_title(text: str, title: str) -> None:
    assert read_text(f"{text}\n青溪县林业局\n2024年4月18日").value("title") == title
