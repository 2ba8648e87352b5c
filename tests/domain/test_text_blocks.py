"""The parts of a text as a paper shows them; what is not sure is a plain paragraph, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.text_blocks import BlockKind, blocks, letterhead

TITLE = "示范区农业农村局关于印发《示范区蜜源植物保护办法》的通知"
ISSUER = "示范区农业农村局"


def _told(text: str, title: str = "", issuers: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(block.kind.value, block.words) for block in blocks(text, title, issuers)]


NOTICE = """示范区农业农村局文件
示农规〔2026〕3号

示范区农业农村局关于印发
《示范区蜜源植物保护办法》的通知

各镇人民政府，局属各单位：
　　《示范区蜜源植物保护办法》已经局务会议审议通过，现印发给你们，请遵照执行。
示范区农业农村局
2026年3月5日
（此件公开发布）
示范区蜜源植物保护办法
第一章　总则
第一条　为了保护蜜源植物，制定本办法。
附件1
蜜源植物名录
荆条。
"""


def test_a_notice_has_the_parts_of_a_paper() -> None:
    assert _told(NOTICE, TITLE) == [
        ("head", "示范区农业农村局文件"),
        ("number", "示农规〔2026〕3号"),
        ("title", "示范区农业农村局关于印发\n《示范区蜜源植物保护办法》的通知"),
        ("addressee", "各镇人民政府，局属各单位："),
        ("paragraph", "《示范区蜜源植物保护办法》已经局务会议审议通过，现印发给你们，请遵照执行。"),
        ("signature", "示范区农业农村局"),
        ("date", "2026年3月5日"),
        ("paragraph", "（此件公开发布）"),
        ("title", "示范区蜜源植物保护办法"),
        ("heading", "第一章　总则"),
        ("paragraph", "第一条　为了保护蜜源植物，制定本办法。"),
        ("annex", "附件1"),
        ("title", "蜜源植物名录"),
        ("paragraph", "荆条。"),
    ]


HEADS = {
    "文件 beside joint issuers": (
        "示范区教育局\n示范区财政局\n文件\n示教规〔2026〕3号 签发人：赵一\n示范区教育局 示范区财政局关于课后服务的通知\n各学校：",
        ["head", "number", "title", "addressee"],
    ),
    "an order": (
        "示范区人民政府令\n第3号\n《示范区烟花爆竹管理办法》已经审议通过，现予公布。\n区长　钱二\n2026年3月5日",
        ["head", "number", "paragraph", "signature", "date"],
    ),
    "a 函": (
        "示范区教育局\n示教函〔2026〕3号\n示范区教育局关于商请支持的函\n区财政局：\n现将有关事项函商如下：",
        ["head", "number", "title", "addressee", "paragraph"],
    ),
    "the number below the title, with a note": (
        "示范区教育局关于课后服务的通知\n示教规〔2026〕3号\n（2026年3月5日公布）\n各学校：\n现通知如下：",
        ["title", "number", "note", "addressee", "paragraph"],
    ),
    "the addressee alone": ("各镇人民政府：\n现将有关事项通知如下：", ["addressee", "paragraph"]),
}


@pytest.mark.parametrize("case", HEADS)
def test_heads_are_told_by_their_wording(case: str) -> None:
    text, kinds = HEADS[case]
    assert [kind for kind, _ in _told(text)] == kinds


PLAIN = {
    "nothing": "",
    "prose": "为了保护蜜源植物，现将有关事项通知如下：\n各镇要高度重视。\n请遵照执行。",
    "a list of others' numbers": "现予废止的文件如下：\n示政〔2001〕3号\n示政〔2002〕4号",
    "cells of a table": "下列文件继续有效。\n1\n示范区教育局\n2019年3月5日\n2\n示范区财政局\n2020年4月6日\n3\n示范区水利局\n2020年4月6日\n"
    "4\n示范区民政局\n2020年4月6日",
    "a day in prose": "示范区教育局\n自2026年3月5日",
    "a sentence with a colon": "本办法适用于下列部门：\n教育局。",
    "indents": "\t为了保护蜜源植物。\n\t请照办。",
    "a single line with a tab": "名称\t数量",
}


@pytest.mark.parametrize("case", PLAIN)
def test_what_is_not_sure_is_a_plain_paragraph(case: str) -> None:
    assert {kind for kind, _ in _told(PLAIN[case])} <= {"paragraph"}


def test_the_registered_title_is_found_where_its_wording_tells_nothing() -> None:
    text = "蜜源植物名录\n一、范围\n各镇。"
    assert _told(text, "蜜源植物名录")[0] == ("title", "蜜源植物名录")
    assert _told(text)[0] == ("paragraph", "蜜源植物名录")


def test_a_signature_below_loose_lines_needs_the_registered_issuer() -> None:
    text = "联系人名单\n赵一\n示范区农业农村局\n2026年3月5日"
    assert [kind for kind, _ in _told(text, issuers=(ISSUER,))][-2:] == ["signature", "date"]
    assert {kind for kind, _ in _told(text)} == {"paragraph"}


def test_an_issuer_below_the_last_sentence_signs_without_a_date() -> None:
    text = f"请遵照执行。\n{ISSUER}\n（此件公开发布）\n附件\n名录"
    assert [kind for kind, _ in _told(text, issuers=(ISSUER,))][1:3] == ["signature", "paragraph"]
    assert [kind for kind, _ in _told(text)][1] == "paragraph"


def test_lines_below_the_mark_of_an_annex_are_no_signature() -> None:
    text = f"请遵照执行。\n附件\n已经核对。\n{ISSUER}\n2026年3月5日"
    assert [kind for kind, _ in _told(text)] == ["paragraph", "annex", "paragraph", "paragraph", "paragraph"]


def test_the_list_of_annexes_is_no_mark_of_one() -> None:
    assert [kind for kind, _ in _told("附件：\n1．名录\n附件：\n名录")] == [
        "paragraph",
        "paragraph",
        "annex",
        "paragraph",
    ]


def test_the_list_of_annexes_keeps_its_colon_and_has_no_anchor() -> None:
    listed, *_ = blocks("附件：\n1.甲表\n2.乙表")
    assert [(part.rest, part.label, part.anchor) for part in listed.paragraphs] == [("附件：", "", "")]
    assert not listed.paragraphs[0].is_heading


def test_rows_of_as_many_cells_are_a_table() -> None:
    (before, table, after) = blocks("收费标准如下：\n车型\t元/小时\n小型车\t5\n\t8\n以上。")
    assert (before.kind, table.kind, after.kind) == (
        BlockKind.PARAGRAPH,
        BlockKind.TABLE,
        BlockKind.PARAGRAPH,
    )
    assert [cells for _, cells in table.rows] == [["车型", "元/小时"], ["小型车", "5"], ["", "8"]]


def test_articles_and_headings_keep_their_anchors() -> None:
    anchors = [part.anchor for block in blocks(NOTICE, TITLE) for part in block.paragraphs if part.anchor]
    assert anchors == ["chapter-1", "art-1", "annex-1"]


@pytest.mark.parametrize(
    ("doc_no", "word", "names"),
    [
        ("示农规〔2026〕3号", "文件", [ISSUER]),
        ("示农函〔2026〕3号", "", [ISSUER]),
        ("示范区人民政府令第3号", "", []),
        ("示范区人民政府公告2026年第3号", "", []),
        ("", "", []),
    ],
)
def test_a_number_tells_the_head(doc_no: str, word: str, names: list[str]) -> None:
    assert letterhead(doc_no, [ISSUER]) == (names, word)


_PARTS = [
    *NOTICE.splitlines(),
    *"\n".join(text for text, _ in HEADS.values()).splitlines(),
    *"\n".join(PLAIN.values()).splitlines(),
    *("甲\t乙", "丙\t", "\t丁", "", "　", "\u2028", "第二条的规定", "一、范围"),
]


@given(st.lists(st.sampled_from(_PARTS) | st.text(max_size=8), max_size=14), st.sampled_from([TITLE, ""]))
def test_no_word_is_lost_or_moved(lines: list[str], title: str) -> None:
    text = "\n".join(lines)
    shown = [line for block in blocks(text, title, [ISSUER]) for line in block.lines]
    assert [line.strip() for line in shown] == [line.strip() for line in text.splitlines() if line.strip()]
