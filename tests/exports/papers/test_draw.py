"""A paper as a .docx, read back: its head, title, annexes, signatures, note and foot in their places."""

import io
import re
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from registry.domain.papers.kinds import Genre, Urgency
from registry.exports.papers.draw import draw_paper
from registry.exports.papers.model import PLAIN, OfficeStyle, Paper, PaperAnnex
from tests.exports.papers.samples import (
    COPIES,
    COUNTS,
    DIGITAL,
    GOVERNMENT,
    LONG_PRINTER,
    OFFICE,
    PREPRINTED,
    WIDE,
    letter,
    report,
    sample,
)


def read(paper: Paper, style: OfficeStyle = PLAIN) -> Any:
    return Document(io.BytesIO(draw_paper(paper, style)))


def words(paper: Paper, style: OfficeStyle = PLAIN) -> list[str]:
    """The words of all paragraphs in the order of the file, those in tables and boxes too, without empty ones."""
    body = read(paper, style).element.body
    said = ("".join(_said(paragraph)) for paragraph in body.iter(qn("w:p")))
    return [line for line in said if line.strip()]


def _said(paragraph: Any) -> Any:
    for node in paragraph.iter(qn("w:t"), qn("w:tab")):
        if next(node.iterancestors(qn("w:p"))) is paragraph:
            yield "\t" if node.tag == qn("w:tab") and node.getparent().tag == qn("w:r") else node.text or ""


def test_without_a_letterhead_the_number_stands_under_the_title():
    assert words(sample(title="关于甲的通知"))[:3] == [
        "关于甲的通知",
        "示政〔2026〕12号",
        "各镇人民政府，区政府各部门：",
    ]


@pytest.mark.parametrize("style", [DIGITAL, PREPRINTED])
def test_with_a_letterhead_the_number_stands_in_the_head_and_only_there(style: OfficeStyle):
    said = words(sample(title="关于甲的通知"), style)
    assert said.index("示政〔2026〕12号") < said.index("关于甲的通知")
    assert said.count("示政〔2026〕12号") == 1


@pytest.mark.parametrize("genre", [Genre.MATERIAL, Genre.RECORD])
def test_material_and_extracts_go_without_letterhead_and_foot(genre: Genre):
    said = words(sample(genre, title="关于甲的汇报"), DIGITAL)
    assert said[:2] == ["关于甲的汇报", "示政〔2026〕12号"]
    assert not [line for line in said if "印发" in line or line.endswith("文件")]


def test_the_mark_is_the_name_with_its_word_or_what_the_office_chose():
    assert words(sample(), DIGITAL)[0] == f"{GOVERNMENT}文件"
    chosen = replace(DIGITAL, marks={GOVERNMENT: "示范区人民政府"})
    assert words(sample(), chosen)[0] == "示范区人民政府"


@pytest.mark.parametrize("saved", ["文件", "\x00", " 文件"])
def test_a_saved_mark_without_a_name_gives_way_to_the_issuer(saved: str):
    nameless = replace(DIGITAL, marks={OFFICE: saved, GOVERNMENT: saved})
    assert words(sample(), nameless)[0] == f"{GOVERNMENT}文件"
    assert OFFICE in words(letter(), nameless)


def test_a_report_names_who_signed_it_beside_its_number():
    assert words(report(), DIGITAL)[1] == "示司〔2026〕3号\t签发人：王甲"
    signed = words(report(signatory="王甲、欧阳乙丙、李丁"), DIGITAL)
    assert signed[1:3] == ["\t签发人：王甲\t欧阳乙丙", "示司〔2026〕3号\t李丁"]


@pytest.mark.parametrize(
    "typed", ["王甲 欧阳乙丙，李丁、", "、王甲,欧阳乙丙\u3000李丁", "王甲；欧阳乙丙；；李丁"]
)
def test_names_of_signatories_may_be_typed_with_any_mark_between_them(typed: str):
    signed = words(report(signatory=typed), DIGITAL)
    assert signed[1:3] == ["\t签发人：王甲\t欧阳乙丙", "示司〔2026〕3号\t李丁"]


def test_a_name_of_two_characters_may_be_spread():
    assert words(report(signatory="王　甲、李丁"), DIGITAL)[1] == "示司〔2026〕3号\t签发人：王 甲\t李丁"


def test_a_report_whose_signatories_are_marks_only_has_its_number_in_the_middle():
    assert words(report(signatory="、 "), DIGITAL)[1] == "示司〔2026〕3号"


@pytest.mark.parametrize(
    "names", ["阿卜杜热西提·买买提依明、王甲", "示范区人民政府副区长兼示范区司法局局长王甲代签", "示" * 60]
)
def test_names_that_do_not_fit_beside_each_other_stand_below_each_other_right_of_the_number(names: str):
    file = read(report(number="示范区司法〔2026〕13号", signatory=names), DIGITAL)
    signed = [paragraph for paragraph in file.paragraphs if paragraph.text.count("\t")]
    assert "".join(paragraph.text.split("\t")[-1] for paragraph in signed).removeprefix(
        "签发人："
    ) == names.replace("、", "")
    stops = [
        int(stop.get(qn("w:pos")))
        for paragraph in signed
        for stop in paragraph._p.iter(qn("w:tab"))
        if stop.get(qn("w:pos"))
    ]
    assert min(stops) >= 11.5 * 315
    assert len(signed) > 1


def test_a_report_without_a_letterhead_names_its_signatory_above_the_title():
    assert words(report(title="关于甲的报告"))[:2] == ["示司〔2026〕3号\t签发人：王甲", "关于甲的报告"]


def test_only_a_report_names_a_signatory():
    assert not [line for line in words(sample(signatory="王甲"), DIGITAL) if "签发人" in line]


def test_the_corner_says_how_urgent_a_paper_is():
    paper = sample(urgency=Urgency.EXTREME)
    assert words(paper, DIGITAL)[:2] == ["特急", f"{GOVERNMENT}文件"]
    assert words(paper)[0] == "特急"
    assert "加急\t示司函〔2026〕3号" in words(letter(urgency=Urgency.PRESSING), DIGITAL)


def test_a_letter_bears_the_name_alone_and_no_number_on_its_first_page():
    file = read(letter(), DIGITAL)
    assert file.sections[0].different_first_page_header_footer
    said = words(letter(), DIGITAL)
    assert OFFICE in said
    assert f"{OFFICE}文件" not in said
    assert not read(letter()).sections[0].different_first_page_header_footer


def test_the_foot_of_a_letter_has_no_printer_and_no_rules():
    said = words(letter(), DIGITAL)
    assert said[-1] == "抄送：示范市司法局。"
    assert "w:insideH" not in read(letter(), DIGITAL).element.xml


def test_the_foot_names_copies_printer_and_the_day_of_printing():
    said = words(sample(copies_to="区委办公室、区人大常委会办公室。"), DIGITAL)
    assert said[-2:] == [
        "抄送：区委办公室、区人大常委会办公室。",
        "示范区人民政府办公室\t2026年11月30日印发",
    ]
    assert words(sample(), replace(DIGITAL, printed_by=""))[-1] == f"{GOVERNMENT}\t2026年11月30日印发"


@pytest.mark.parametrize(
    ("name", "n_lines"), [("示范区人民政府办公室", 1), (LONG_PRINTER, 2), (LONG_PRINTER * 2, 4)]
)
def test_a_long_printer_stands_on_lines_that_count_into_the_height_of_its_row(name: str, n_lines: int):
    file = read(sample(), replace(DIGITAL, printed_by=name))
    (row,) = file.element.body.iter(qn("w:trHeight"))
    assert int(row.get(qn("w:val"))) == n_lines * 500 + 60
    *others, last = words(sample(), replace(DIGITAL, printed_by=name))[-n_lines:]
    assert "".join([*others, last]) == f"{name}\t2026年11月30日印发"
    assert max(map(len, [*others, last.partition("\t")[0]])) <= 19


def test_many_copies_go_on_under_the_first_name_and_no_name_is_torn():
    *_, first, second, _ = words(sample(copies_to=COPIES), DIGITAL)
    assert first.startswith("抄送：区委办公室，")
    assert first.endswith("，")
    assert second.startswith("\t")
    assert second.endswith("。")


def test_copies_are_told_where_the_office_prints_no_foot_of_its_own():
    assert words(sample(copies_to="区委办公室"))[-1] == "抄送：区委办公室。"
    assert not [line for line in words(sample()) if "抄送" in line or "印发" in line]


def test_the_note_stands_in_brackets_under_the_date():
    said = words(sample(note="此件公开发布"))
    assert said[-2:] == ["2026年11月30日", "（此件公开发布）"]
    assert words(sample(note="（此件公开发布）"))[-1] == "（此件公开发布）"


def test_the_note_of_the_office_is_for_what_is_published():
    quiet = replace(DIGITAL, has_imprint=False)
    assert words(sample(Genre.ANNOUNCEMENT), quiet)[-1] == "（此件公开发布）"
    assert words(sample(Genre.ANNOUNCEMENT, note="联系人：王甲"), quiet)[-1] == "（联系人：王甲）"
    assert words(sample(), quiet)[-1] == "2026年11月30日"


def test_material_for_a_meeting_leaves_no_room_for_a_seal():
    paragraphs = read(sample(Genre.MATERIAL)).paragraphs
    name, day = paragraphs[-2:]
    assert (name.text, day.text) == (GOVERNMENT, "2026年11月30日")
    assert paragraphs[-3].text == ""
    assert paragraphs[-4].text != ""


def test_annexes_are_listed_marked_and_turned_where_a_table_is_wide():
    annexes = (
        PaperAnnex("工作方案", ("正文",)),
        PaperAnnex("统计表", (COUNTS,)),
        PaperAnnex("目录", (WIDE,)),
    )
    file, said = read(sample(annexes=annexes)), words(sample(annexes=annexes))
    assert [line for line in said if line.startswith("附件")] == [
        "附件：1.工作方案",
        "附件1",
        "附件2",
        "附件3",
    ]
    assert [section.orientation for section in file.sections] == [0, 0, 1]
    (only,) = (line for line in words(sample(annexes=annexes[:1])) if line.startswith("附件："))
    assert only == "附件：工作方案"


def test_a_table_of_the_body_is_as_wide_as_the_text():
    (table,) = read(sample(body=("统计如下：", COUNTS))).tables
    assert sum(column.width.twips for column in table.columns) == 8844


def test_a_table_of_the_body_has_its_title_and_stands_off_the_text_after_it():
    file = read(sample(body=("统计如下：", COUNTS, "特此通告。")))
    at = next(at for at, line in enumerate(file.paragraphs) if line.text == "统计如下：")
    title, _, gap, after = file.paragraphs[at + 1 : at + 5]
    assert (title.text, title.alignment, title.style.name) == (COUNTS.title, 1, "分组标题")
    assert (gap.text, gap.paragraph_format.line_spacing.pt) == ("", 14.45)
    assert after.text == "特此通告。"
    (annex,) = (PaperAnnex("统计表", (COUNTS,)),)
    assert COUNTS.title not in words(sample(annexes=(annex,)))[-3:]


def test_the_foot_stands_after_all_annexes_upright():
    paper = sample(annexes=(PaperAnnex("目录", (WIDE,)),))
    file = read(paper, DIGITAL)
    assert [section.orientation for section in file.sections] == [0, 1, 0]
    assert words(paper, DIGITAL)[-1].endswith("印发")


def test_numbered_headings_have_their_faces():
    file = read(sample(body=("一、总体要求", "（一）明确责任。各部门按照职责办理。", "1.逐件清理。")))
    heading, sub, item = file.paragraphs[-7:-4]
    assert (heading.style.name, sub.style.name, item.style.name) == ("Heading 1", "Normal", "Normal")
    faces = [re.findall('w:eastAsia="([^"]*)"', run._r.xml) for run in sub.runs]
    assert faces == [["楷体_GB2312"], []]


def test_the_same_paper_gives_the_same_bytes():
    assert draw_paper(sample(), DIGITAL) == draw_paper(sample(), DIGITAL)


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (("甲" * 90, "乙" * 90), [False, True]),
        (("甲" * 90, "乙" * 90, "特此通知。"), [False, True, True]),
        (("甲" * 90, "乙" * 900), [False, False]),
        (("甲" * 90,), [False]),
    ],
)
def test_some_of_the_text_goes_with_the_signature(body: tuple[str, ...], kept: list[bool]):
    said = [paragraph for paragraph in read(sample(body=body)).paragraphs if paragraph.text in body]
    assert [bool(paragraph.paragraph_format.keep_with_next) for paragraph in said] == kept
