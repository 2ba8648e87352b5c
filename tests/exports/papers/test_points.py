"""What a person typed, as the numbered paragraphs of a paper."""

import pytest

from registry.domain.levels import Level
from registry.domain.worksheets import Finding
from registry.exports.papers.points import (
    ItemFinding,
    numbered_findings,
    points,
    sheet_findings,
    typed_findings,
)


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("缺起草说明", ("缺起草说明。",)),
        ("缺起草说明\n缺制定依据。", ("1.缺起草说明。", "2.缺制定依据。")),
        ("缺起草说明；缺制定依据", ("1.缺起草说明。", "2.缺制定依据。")),
        ("1、缺起草说明；\n2、缺制定依据。", ("1.缺起草说明。", "2.缺制定依据。")),
        ("（1）缺起草说明\n（2）缺制定依据", ("1.缺起草说明。", "2.缺制定依据。")),
        ("一、缺起草说明\n加盖公章后报送", ("一、缺起草说明。", "加盖公章后报送。")),
        ("起草说明（一式两份；加盖公章）\n依据", ("1.起草说明（一式两份；加盖公章）。", "2.依据。")),
        ("第五条2.5倍罚款的依据\n说明", ("1.第五条2.5倍罚款的依据。", "2.说明。")),
        ("2.5倍罚款的依据\n说明", ("1.2.5倍罚款的依据。", "2.说明。")),
        ("一、二季度征求意见记录缺失", ("一、二季度征求意见记录缺失。",)),
        ("3、4月会议纪要", ("3、4月会议纪要。",)),
        ("1、缺起草说明", ("1、缺起草说明。",)),
        ("1、2号附件缺失；三、四条与上位法抵触", ("1、2号附件缺失。", "三、四条与上位法抵触。")),
        ("一、二季度记录缺失\n二、三季度记录缺失", ("一、二季度记录缺失。", "二、三季度记录缺失。")),
        ("一、缺起草说明\n三、缺制定依据", ("一、缺起草说明。", "三、缺制定依据。")),
        ("（一）缺起草说明\n（二）缺制定依据", ("1.缺起草说明。", "2.缺制定依据。")),
        (" \n", ()),
    ],
)
def test_each_point_is_a_paragraph_with_its_number(text: str, paragraphs: tuple[str, ...]) -> None:
    assert points(text) == paragraphs


def test_a_typed_opinion_is_set_out_by_item_and_keeps_its_paragraphs() -> None:
    opinion = "说明在先。\n一、上位法依据：第三条与上位法不一致，\n建议删去。\n关于制定程序\n未附集体审议记录。\n上位法依据不足的，另行说明。"
    assert typed_findings(opinion) == [
        ItemFinding("文件内容", ("说明在先。",)),
        ItemFinding("上位法依据", ("第三条与上位法不一致，", "建议删去。")),
        ItemFinding("制定程序", ("未附集体审议记录。", "上位法依据不足的，另行说明。")),
    ]


def test_findings_of_a_worksheet_keep_place_words_basis_and_demand() -> None:
    finding = Finding(
        "上位法依据",
        Level.UNLAWFUL,
        "罚款没有上位法依据\n第二款也如此",
        "第五条",
        "处以 二千元罚款",
        "行政处罚法第十六条",
        "删去该条",
        "内部备注不外传",
    )
    whole = Finding("制定程序", Level.ADVICE, "未附集体审议记录。")
    assert numbered_findings(sheet_findings([finding, whole])) == (
        "一、关于上位法依据",
        "第五条“处以 二千元罚款”：罚款没有上位法依据",
        "第二款也如此。（违法）",
        "依据：行政处罚法第十六条。",
        "建议：删去该条。",
        "二、关于制定程序",
        "未附集体审议记录。（建议）",
    )


def test_the_eleventh_finding_has_its_numeral() -> None:
    findings = [ItemFinding("内容适当性", ("不当。",))] * 21
    assert numbered_findings(findings)[40] == "二十一、关于内容适当性"
