"""The text of a document on a page has every word of the text that was kept."""

from flask import Flask, get_template_attribute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from registry.domain.text_blocks import blocks
from registry.web.amended_texts import ShownText

TITLE, ISSUER = "示范区司法局关于印发《蜜源植物保护办法》的通知", "示范区司法局"
PARTS = [
    f"{ISSUER}文件",
    "示司规〔2026〕3号",
    TITLE,
    "各镇人民政府：",
    "第一章　总则",
    "第一条：为了保护蜜源植物。",
    "第二条",
    "一、总体要求",
    "附件：",
    "附 件 2:",
    "附件1",
    "1.甲表",
    "１、乙表",
    "蜜源植物名录",
    "名称\t数量",
    "\t8",
    "请遵照执行。",
    ISSUER,
    "2026年3月5日",
    "<b>&amp;",
]


def _shown(app: Flask, text: str) -> tuple[str, ShownText]:
    shown = ShownText(blocks(text, TITLE, [ISSUER]), [], "", [], None, {}, [])
    with app.test_request_context():
        page = str(get_template_attribute("_components/document_text.html", "document_text")(shown))
    (article,) = html.fromstring(page).iter("article")
    return str(article.text_content()), shown


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=12))
def test_every_word_of_the_text_is_on_the_page(app: Flask, lines: list[str]) -> None:
    text = "\n".join(lines)
    page, _ = _shown(app, text)
    assert "".join(page.split()) == "".join(text.split())


def test_the_list_of_annexes_is_not_in_the_contents(app: Flask) -> None:
    page, shown = _shown(app, "请遵照执行。\n附件：\n1.甲表\n2.乙表\n附件1\n甲表")
    assert "附件：" in page
    assert [words for _, words, _ in shown.contents] == ["附件1"]
