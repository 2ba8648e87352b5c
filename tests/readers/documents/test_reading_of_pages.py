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
