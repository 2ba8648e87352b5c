"""Where titles and names break: between words, in a shape that the standard has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.exports.titles import name_lines, title_lines
from registry.exports.wording import em_width

ISSUER = "示范区人民政府"
TITLES = (
    f"{ISSUER}关于公布2026年度行政规范性文件清理结果的通告",
    "示范区关于印发《涉及民生的重点项目管理办法》的通知",
    f"{ISSUER}关于废止和宣布失效一批涉及营商环境、涉及公平竞争的行政规范性文件的决定",
    "示范省示范市示范区住房和城乡建设局示范关于印发房屋建筑和市政基础设施工程消防设计的通知",
    f"{ISSUER}关于修改《示范区城市生活垃圾分类管理办法》等12件行政规范性文件的决定",
    "示范区关于涉及民法典的规范性文件清理情况和2018年至2024年度现行有效文件目录的公告",
    "Notice of the People's Government of Shifan District on the Administration of Normative Documents",
)
TORN = (
    "涉/及",
    "规/范",
    "人/民",
    "People/",
    "People'/s",
    "20/",
    "年/度",
    "1/2",
    "12/件",
    "《涉及民生/",
    "建/设",
    "通/知",
)


@pytest.mark.parametrize("width", [19, 28])
@pytest.mark.parametrize("title", TITLES)
def test_no_word_number_or_short_cited_title_is_torn(title: str, width: int):
    lines = title_lines(title, ISSUER, width)
    laid_out = "/".join(lines)
    assert not [torn for torn in TORN if torn in laid_out]
    assert not [line for line in lines if line.startswith(("》", "、", "的", "）"))]
    assert all(em_width(line.strip()) <= width for line in lines)


@pytest.mark.parametrize("title", TITLES)
def test_the_lines_grow_then_shrink_and_never_make_an_hourglass(title: str):
    widths = [em_width(line.strip()) for line in title_lines(title, ISSUER)]
    widest = widths.index(max(widths))
    assert widths[: widest + 1] == sorted(widths[: widest + 1])
    assert widths[widest:] == sorted(widths[widest:], reverse=True)


def test_a_title_goes_on_after_its_issuer():
    assert title_lines(TITLES[0], ISSUER) == [ISSUER, "关于公布2026年度", "行政规范性文件清理结果的通告"]


def test_an_issuer_gets_no_line_of_its_own_above_a_line_of_a_few_characters():
    assert title_lines("示范区关于印发《涉及民生的重点项目管理办法》的通知", "示范区") == [
        "示范区关于印发",
        "《涉及民生的重点项目管理办法》的通知",
    ]


def test_a_short_title_stays_on_one_line():
    assert title_lines("规范性文件备案登记通知", "示范区司法局") == ["规范性文件备案登记通知"]


def test_joined_names_begin_their_own_lines():
    assert name_lines("示范市示范区住房和城乡建设局、示范区发展和改革委员会", 17) == [
        "示范市示范区住房和城乡建设局、",
        "示范区发展和改革委员会",
    ]


@given(st.text(st.sampled_from("区政府行政规范性文件的、《》（）2026年废止abc〇㟃"), min_size=1, max_size=90))
def test_every_line_of_a_title_fits_and_nothing_is_lost(title: str):
    lines = title_lines(title, ISSUER)
    assert "".join(lines) == title
    assert all(0 < em_width(line) <= 19 for line in lines)
