"""The released list as a .docx, read back."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn

from registry.domain.cleanups import Outcome
from registry.domain.errors import Refusal
from registry.exports import sheet
from registry.exports.papers.facts import Annex, ReleasePaper
from registry.exports.release import render_release
from tests.exports.invented import LONG_TITLE, items, luojiang, release, rows


def read(paper: ReleasePaper) -> Document:
    return Document(io.BytesIO(render_release(paper)))


def words(paper: ReleasePaper) -> list[str]:
    return [paragraph.text for paragraph in read(paper).paragraphs]


def part(paper: ReleasePaper, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(render_release(paper))) as package:
        return package.read(name).decode()


def test_the_same_facts_give_the_same_bytes():
    first = render_release(luojiang())
    sheet._sheet.cache_clear()
    assert render_release(luojiang()) == first
    assert render_release(replace(luojiang(), release_no="2026-2")) != first


def test_the_file_holds_no_thumbnail_no_theme_and_no_clock():
    with zipfile.ZipFile(io.BytesIO(render_release(luojiang()))) as package:
        names = package.namelist()
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name in names if "thumbnail" in name or "theme" in name or "customXml" in name]


def test_the_properties_come_from_the_facts():
    core = read(luojiang()).core_properties
    assert core.title == "示范区人民政府关于公布2026年度行政规范性文件清理结果的通告"
    assert core.author == "示范区人民政府"
    assert core.created == core.modified == datetime(2026, 11, 5, 16, tzinfo=UTC)
    assert "2026-1" in core.comments
    assert "ab" * 32 in core.comments
    assert "ab" * 32 not in part(luojiang(), "word/document.xml")


def test_the_page_has_the_margins_and_the_grid_of_the_standard():
    upright, turned = read(luojiang()).sections
    assert [round(edge.mm) for edge in (upright.page_width, upright.page_height)] == [210, 297]
    margins = (upright.top_margin, upright.left_margin, upright.right_margin, upright.bottom_margin)
    assert [round(edge.mm) for edge in margins] == [37, 28, 26, 35]
    assert [round(edge.mm) for edge in (turned.page_width, turned.page_height)] == [297, 210]
    for section in (upright, turned):
        grid = section._sectPr.find(qn("w:docGrid"))
        assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_every_face_is_named_for_chinese_and_no_theme_is_asked():
    styles = part(luojiang(), "word/styles.xml")
    assert "Theme" not in styles
    for face in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"):
        assert f'w:eastAsia="{face}"' in styles
        assert f'w:name="{face}"><w:altName ' in part(luojiang(), "word/fontTable.xml")
    assert 'w:eastAsia="zh-CN"' in styles


def test_odd_page_numbers_stand_right_and_even_ones_left():
    file = read(luojiang())
    assert file.settings.odd_and_even_pages_header_footer
    section = file.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (line,) = footer.paragraphs
        assert line.text == "— 1 —" or "PAGE" in line._p.xml
        assert f'w:jc w:val="{side}"' in line._p.xml
        assert f'w:{side}Chars="100"' in line._p.xml


def test_counts_and_annexes_agree_with_the_rows():
    said = words(luojiang())
    assert "本次清理共涉及行政规范性文件64件。" in said
    assert "（一）继续有效45件。目录见附件1。" in said
    assert "（二）宣布失效3件。目录见附件2。" in said
    assert "（三）废止16件。目录见附件3。" in said
    assert len(items(read(luojiang()))) == 64


def test_totals_that_do_not_agree_are_refused():
    with pytest.raises(Refusal, match="清理范围共65件，各类结果合计64件"):
        render_release(replace(luojiang(), n_scope=65))


def test_the_body_says_who_decided_when_and_from_when_it_holds():
    opening = words(luojiang())[3]
    assert opening.startswith("根据《示范省行政规范性文件备案审查办法》有关规定，示范区人民政府组织开展了")
    assert "截止日期为2026年9月30日。" in opening
    assert "经2026年11月3日区人民政府第87次常务会议审议通过，现公布如下：" in opening
    assert "本通告自公布之日起施行。" in words(luojiang())
    later = words(replace(luojiang(), effective_on=date(2026, 12, 1)))
    assert "本通告自2026年12月1日起施行。" in later


def test_a_decision_calls_itself_a_decision_and_may_have_no_number_yet():
    said = words(replace(luojiang(), title="示范区人民政府关于废止一批文件的决定", doc_no=None))
    assert "本决定自公布之日起施行。" in said
    assert not [line for line in said if line.startswith("示政规〔2026〕3号")]


def test_secret_documents_are_counted_and_never_listed():
    paper = release(Annex(Outcome.RETAIN, rows(3), 2), Annex(Outcome.LAPSE, (), 1))
    said = words(paper)
    assert "本次清理共涉及行政规范性文件6件（含不予公开的3件）。" in said
    assert "（一）继续有效5件。其中3件的目录见附件，另有2件不予公开的文件已另行通知。" in said
    assert "（二）宣布失效1件。均为不予公开的文件，已另行通知。" in said
    assert len(items(read(paper))) == 3


def test_an_outcome_of_secret_documents_only_has_no_annex_and_takes_no_number():
    secret = Annex(Outcome.LAPSE, (), 2)
    said = words(release(Annex(Outcome.RETAIN, rows(1)), secret, Annex(Outcome.REPEAL, rows(1))))
    assert "（三）废止1件。目录见附件2。" in said
    assert [line for line in said if line.startswith("附件")] == [
        "附件：1.继续有效的行政规范性文件目录",
        "附件1",
        "附件2",
    ]
    assert not [line for line in words(release(secret)) if line.startswith("附件")]
    assert len(read(release(secret)).sections) == 1


def test_an_empty_annex_says_none():
    said = words(release(Annex(Outcome.RETAIN, rows(1)), Annex(Outcome.REPEAL, ())))
    assert "（二）废止0件。" in said
    assert "无" in said


def test_a_single_annex_has_no_number():
    said = words(release(Annex(Outcome.RETAIN, rows(1))))
    assert "附件：继续有效的行政规范性文件目录" in said
    assert "附件" in said


def test_the_revision_deadline_is_said_only_when_something_must_be_amended():
    assert not [line for line in words(luojiang()) if "修改要求" in line]
    paper = release(Annex(Outcome.TO_AMEND, rows(2)), amend_deadline=date(2027, 2, 28))
    assert any("由责任单位于2027年2月28日前（含当日）完成修改" in line for line in words(paper))


def test_lists_go_from_government_to_departments_to_townships():
    first = [row.cells[0].text for row in read(luojiang()).tables[0].rows[1:]]
    assert [words for words in first if not words.isdigit()] == [
        "一、政府及其办公室文件（22件）",
        "（一）示范区人民政府（11件）",
        "（二）示范区人民政府办公室（11件）",
        "二、政府部门文件（11件）",
        "（一）示范区住房和城乡建设局（11件）",
        "三、乡镇（街道）文件（12件）",
        "（一）㟃屿乡人民政府（12件）",
    ]
    days = [tuple(map(int, cells[3].split("."))) for cells in items(read(luojiang()))[:11]]
    assert days == sorted(days)


def test_the_column_of_issuers_goes_where_headings_name_them_and_stays_where_most_issued_one():
    assert "制定机关" not in [cell.text for cell in read(luojiang()).tables[0].rows[0].cells]
    table = read(release(Annex(Outcome.RETAIN, rows(4)))).tables[0]
    assert table.rows[0].cells[3].text == "制定机关"
    assert not [row for row in table.rows if row.cells[0].text.startswith("（")]


def test_the_contents_can_be_navigated():
    body = part(luojiang(), "word/document.xml")
    for number in (1, 2, 3):
        assert body.count(f'<w:bookmarkStart w:id="{number}" w:name="annex_{number}"/>') == 1
        assert body.count(f'w:anchor="annex_{number}"') == 1
    assert body.count('<w:tblCaption w:val="继续有效的行政规范性文件目录"/>') == 1
    styles = Document(io.BytesIO(render_release(luojiang()))).styles.element
    levels = {
        style.get(qn("w:styleId")): level.get(qn("w:val"))
        for style in styles
        for level in style.iter(qn("w:outlineLvl"))
    }
    assert levels == {
        "Heading1": "0",
        "AnnexMark": "0",
        "AnnexTitle": "1",
        "GroupRow": "2",
        "AuthorityRow": "3",
    }


def test_numbers_run_through_an_annex():
    numbers = [cells[0] for cells in items(read(luojiang()))[:45]]
    assert numbers == [str(n) for n in range(1, 46)]


def test_tables_repeat_their_heading_split_no_row_and_keep_their_widths():
    for table in read(luojiang()).tables:
        heading, *others = table.rows
        assert heading._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert not [row for row in others if row._tr.trPr.find(qn("w:tblHeader")) is not None]
        assert not table.autofit
        assert sum(column.width.twips for column in table.columns) == 12756


@pytest.mark.parametrize(
    ("outcome", "headings"),
    [
        (Outcome.RETAIN, "序号 文件名称 发文字号 制定机关 公布日期 施行日期 有效期至 备注"),
        (Outcome.TO_AMEND, "序号 文件名称 发文字号 制定机关 公布日期 修改理由 责任单位 完成时限"),
        (Outcome.LAPSE, "序号 文件名称 发文字号 制定机关 公布日期 失效理由 失效日期"),
        (Outcome.REPEAL, "序号 文件名称 发文字号 制定机关 公布日期 废止理由/依据 废止日期"),
        (Outcome.RECLASSIFY, "序号 文件名称 发文字号 制定机关 公布日期 认定理由"),
    ],
)
def test_each_outcome_has_its_columns(outcome: Outcome, headings: str):
    table = read(release(Annex(outcome, rows(1)))).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == headings.split()


def test_rare_characters_long_titles_and_stray_controls_are_written_whole():
    (row,) = rows(1, reason="a<b>&\x0b𠮷\n第二行", doc_no="", valid_until=date(2027, 3, 5))
    (cells,) = items(read(release(Annex(Outcome.RETAIN, (row,)))))
    assert cells[1] == f"㟃屿乡人民政府{LONG_TITLE}"
    assert cells[2] == "—"
    assert cells[6] == "2027.3.5"
    assert cells[7] == "a<b>&𠮷 第二行"


def test_signature_and_date_stand_together_with_the_annex_list():
    file = read(luojiang())
    at = next(n for n, paragraph in enumerate(file.paragraphs) if paragraph.text == "2026年11月5日")
    issuer, day = file.paragraphs[at - 1 : at + 1]
    assert issuer.text == "示范区人民政府"
    assert 'w:rightChars="400"' in day._p.xml
    assert {paragraph.style.name for paragraph in (issuer, day)} == {"落款"}
