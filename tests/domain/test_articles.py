"""Headings, anchors and contents of an act's text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.articles import Paragraph, Places, contents, paragraphs, passages

ACT = """示范区犬只管理办法
第一章　总则
第一条　为了规范养犬行为，制定本办法。
第二条 本办法适用于本区。
第三条所称犬只，包括幼犬。
第二章 管理
第一节 登记
第十二条　养犬应当登记。
第一百零五条　本办法自2026年1月1日起施行。"""


@pytest.mark.parametrize(
    ("line", "label", "anchor", "level"),
    [
        ("第一章　总则", "第一章", "chapter-1", 1),
        ("第十二条　养犬应当登记。", "第十二条", "art-12", 3),
        ("第一百零五条 附则", "第一百零五条", "art-105", 3),
        ("第二十条 附则", "第二十条", "art-20", 3),
        ("第12条 附则", "第12条", "art-12", 3),
        ("第三节 处罚", "第三节", "section-3", 2),
        ("第二编 分则", "第二编", "part-2", 1),
        ("一、总体要求", "一、", "item-1", 1),
        ("附件2", "附件2", "annex-2", 1),
        ("附件", "附件", "annex-1", 1),
    ],
)
def test_a_heading_is_recognised_by_its_beginning(line: str, label: str, anchor: str, level: int) -> None:
    (paragraph,) = paragraphs(line)
    assert (paragraph.label, paragraph.anchor, paragraph.level) == (label, anchor, level)


@pytest.mark.parametrize(
    "line",
    [
        "第三条所称犬只，包括幼犬。",
        "第三条、第四条予以删除。",
        "第五条规定的期限为三日。",
        "各镇人民政府：",
        "第十二届大会",
    ],
)
def test_a_sentence_about_an_article_does_not_begin_one(line: str) -> None:
    assert paragraphs(line) == [Paragraph(line)]


def test_anchors_are_unique_even_when_an_annex_starts_counting_again() -> None:
    anchors = [part.anchor for part in paragraphs("第一条 甲\n第二条 乙\n附件\n第一条 丙")]
    assert anchors == ["art-1", "art-2", "annex-1", "art-1-2"]


def test_the_contents_are_the_chapters_and_sections() -> None:
    assert contents(paragraphs(ACT)) == [
        ("chapter-1", "第一章 总则", 1),
        ("chapter-2", "第二章 管理", 1),
        ("section-1", "第一节 登记", 2),
    ]


def test_a_text_without_chapters_lists_its_articles_when_there_are_more_than_five() -> None:
    few = "\n".join(f"第{n}条 甲" for n in "一二三四五")
    assert contents(paragraphs(few)) == []
    assert contents(paragraphs(few + "\n第六条 甲"))[-1] == ("art-6", "第六条", 2)


def test_a_long_paragraph_after_a_number_is_not_a_heading() -> None:
    long = "一、" + "各单位应当于每年年底以前报送材料" * 4
    assert paragraphs(long) == [Paragraph(long)]


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("四、本通知自印发之日起施行。", False),
        ("三、各镇应当建立台账；", False),
        ("二、加强领导。各镇要明确专人", False),
        ("一、总体要求", True),
        ("一、主要任务：", True),
        ("第一章 总则", True),
    ],
)
def test_a_sentence_after_a_number_is_not_a_heading(line: str, is_heading: bool) -> None:
    (paragraph,) = paragraphs(line)
    assert (paragraph.is_heading, bool(contents([paragraph]))) == (is_heading, is_heading)
    assert is_heading or paragraph == Paragraph(line)


@given(st.text(alphabet="第一二十百零章条节、，。 \n甲12", max_size=80))
def test_no_text_is_lost_and_no_anchor_is_given_twice(text: str) -> None:
    parts = paragraphs(text)
    words = "".join(part.label + part.rest for part in parts)
    assert "".join(words.split()) == "".join(text.split())
    anchors = [part.anchor for part in parts if part.anchor]
    assert len(anchors) == len(set(anchors))


def test_a_text_is_cut_into_the_parts_that_a_finding_may_quote() -> None:
    text = (
        "为了管理渔港，制定本办法。\n第一章 总则\n第一条 本办法适用于渔港。\n本区的渔港包括：\n（一）东港；\n"
        "第二章 收费\n第二条 每船每日二十元。\n第三条 本办法自公布之日起施行。"
    )
    assert [(part.key, part.label, part.words) for part in passages(text)] == [
        ("par-1", "第1段", "为了管理渔港，制定本办法。"),
        ("chapter-1", "第一章", "总则"),
        ("art-1", "第一条", "本办法适用于渔港。\n本区的渔港包括：\n（一）东港；"),
        ("chapter-2", "第二章", "收费"),
        ("art-2", "第二条", "每船每日二十元。"),
        ("art-3", "第三条", "本办法自公布之日起施行。"),
    ]


def test_a_notice_without_articles_is_cut_by_its_numbers_and_paragraphs() -> None:
    text = "各乡镇：\n一、总体要求\n加强管理。\n五、取消村奖补资金。有关镇应当在年底前清算。\n2.按时报送。\n3.5万元以上的另报。"
    assert [(part.key, part.label, part.words) for part in passages(text)] == [
        ("par-1", "第1段", "各乡镇："),
        ("item-1", "一、", "总体要求"),
        ("par-3", "第3段", "加强管理。"),
        ("par-4", "五、", "取消村奖补资金。有关镇应当在年底前清算。"),
        ("par-5", "2.", "按时报送。"),
        ("par-6", "第6段", "3.5万元以上的另报。"),
    ]


def test_no_two_parts_of_a_text_have_the_same_key() -> None:
    keys = [part.key for part in passages("第一条 甲。\n第一条 乙。\n一、丙\n一、丁")]
    assert len(set(keys)) == len(keys) == 4


PLACED = (
    "示范办法\r\n\n　第一条　为了管理，制定本办法。\n  应当依法。\n\n第二章　管理\n第二条\n每户十元。\n"
    "一、总则\n（一） 甲项\n1.乙项\n附件1：\n附表\u2028末行"
)


@pytest.mark.parametrize("text", [PLACED, "", "\n\n", "一、", "第三条", "   只有一段"])
def test_each_line_of_a_passage_stands_at_its_place(text: str) -> None:
    for part in passages(text):
        assert len(part.starts) >= len(part.lines)
        for words, start in part.lines:
            assert text[start : start + len(words)] == words


@given(st.text(alphabet="第一二三条章、（）1.附件： \n\r\u3000\u2028\x0c甲乙。", max_size=80))
def test_lines_stand_at_their_places_in_any_text(text: str) -> None:
    for part in passages(text):
        assert all(text[start : start + len(words)] == words for words, start in part.lines)


def test_a_place_belongs_to_the_passage_around_it() -> None:
    places = Places(passages(PLACED))

    def label_at(words: str) -> str:
        part = places.passage_at(PLACED.index(words))
        return part.label if part else ""

    assert label_at("第一条") == label_at("为了管理") == label_at("应当依法") == "第一条"
    assert label_at("每户十元") == label_at("第二条") == "第二条"
    assert label_at("甲项") == "（一）"
    assert label_at("末行") == "第12段"
    assert Places(passages("")).passage_at(0) is None
