"""Laws that are gone and still cited: what is told of them, and what excuses a citation."""

import time
from datetime import date

import pytest

from registry.domain.checks.findings import CheckKind, Finding
from registry.domain.checks.gone_laws import check_laws
from registry.domain.laws import Law, LawStatus
from registry.domain.levels import Level

LAWS = (
    Law("食品卫生法", LawStatus.REPEALED, date(2009, 6, 1), "食品安全法", source="食品安全法第一百零四条"),
    Law("食品安全法", LawStatus.IN_FORCE),
    Law("经济合同法", LawStatus.REPEALED, date(1999, 10, 1), "合同法"),
    Law("合同法", LawStatus.REPEALED, date(2021, 1, 1), "民法典"),
    Law("民法通则", LawStatus.REPEALED, date(2021, 1, 1), "民法典"),
    Law("民法典", LawStatus.IN_FORCE),
    Law("治安管理处罚条例", LawStatus.REPEALED, date(2006, 3, 1)),
    Law("旧渔业条例", LawStatus.LAPSED),
)
MADE_ON = date(2022, 3, 1)


def findings(text: str, made_on: date | None = MADE_ON) -> list[Finding]:
    return list(check_laws(text, LAWS, made_on))


def quotes(text: str, made_on: date | None = MADE_ON) -> list[str]:
    return [finding.quote for finding in findings(text, made_on)]


def test_a_gone_basis_is_told_with_its_day_and_successor() -> None:
    (finding,) = findings("为加强管理，根据《中华人民共和国食品卫生法》，制定本办法。")
    assert finding.says.startswith("依据《食品卫生法》已于2009年6月1日废止，现为《食品安全法》，")
    assert (finding.kind, finding.level) == (CheckKind.LAW, Level.IMPROPER)
    assert finding.source == "食品安全法第一百零四条"
    assert finding.quote == "《中华人民共和国食品卫生法》"


def test_the_chain_of_successors_is_told() -> None:
    (finding,) = findings("依照《经济合同法》办理。")
    assert "由《合同法》替代，《合同法》又于2021年1月1日废止，现为《民法典》" in finding.says


def test_a_text_older_than_the_end_of_its_basis_is_told_otherwise() -> None:
    (before,) = findings("根据《食品卫生法》，制定本办法。", date(2009, 5, 31))
    (on_the_day,) = findings("根据《食品卫生法》，制定本办法。", date(2009, 6, 1))
    assert before.level is Level.ADVICE
    assert "本文作出时它还有效" in before.says
    assert "本文作出时它已经不能作依据" in on_the_day.says


def test_without_a_day_it_is_advice() -> None:
    (undated_text,) = findings("根据《食品卫生法》，制定本办法。", None)
    (undated_law,) = findings("根据《旧渔业条例》，制定本办法。")
    assert {undated_text.level, undated_law.level} == {Level.ADVICE}
    assert "缺少日期" in undated_text.says
    assert "已失效（日期未载）" in undated_law.says


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("依照《食品卫生法》第三十九条处理。", "《食品卫生法》第三十九条"),
        ("依照《食品卫生法》第三十九条、第四十条处理。", "《食品卫生法》第三十九条、第四十条"),
        ("根据《食品卫生法（1995年修订）》制定本办法。", "《食品卫生法（1995年修订）》"),
        ("根据《食品安全法》、《食品卫生法》等法律制定本办法。", "《食品卫生法》"),
        ("根据中华人民共和国食品卫生法第三条制定本办法。", "中华人民共和国食品卫生法第三条"),
        ("根据劳动法、合同法和有关规定，制定本办法。", "合同法"),
        ("按照民法通则处理。", "民法通则"),
        ("按照合同法办理。", "合同法"),
        ("不得违反《食品卫生法》第三条。", "《食品卫生法》第三条"),
        ("不按照《食品卫生法》办理的，责令改正。", "《食品卫生法》"),
        ("违反《治安管理处罚条例》的，由公安机关处理。", "《治安管理处罚条例》"),
        ("原有规定同时废止。根据《食品卫生法》，制定本办法。", "《食品卫生法》"),
    ],
)
def test_a_citation_is_found_with_its_articles(text: str, quote: str) -> None:
    assert quotes(text) == [quote]


@pytest.mark.parametrize(
    "text",
    [
        "《食品卫生法》同时废止。",
        "《食品卫生法》、《治安管理处罚条例》同时废止。",
        "本条例自2009年6月1日起施行，《食品卫生法》（主席令第59号）同时废止。",
        "现决定废止《食品卫生法》和《合同法》。",
        "根据国务院关于废止《食品卫生法》的决定，制定本办法。",
        "原《食品卫生法》规定的许可证继续有效。",
        "《食品卫生法》（已废止）规定的标准不再适用。",
        "《食品卫生法》【已失效】规定的标准。",
        "《食品安全法》取代《食品卫生法》。",
        "开展《食品卫生法》宣传月活动。",
        "印发《关于贯彻〈食品卫生法〉的意见》。",
        "《某省实施〈中华人民共和国食品卫生法〉办法》的规定。",
        "按照《食品卫生法》实施办法的规定办理。",
        "根据《劳动合同法》制定本办法。",
        "根据劳动合同法制定本办法。",
        "根据《劳动合同法》（以下简称《合同法》），制定本办法。《合同法》第三条适用。",
        "关于废止部分规范性文件的决定\n一、《食品卫生法》配套规定\n二、《合同法》配套规定",
        "下列法规予以废止：\n1.《食品卫生法》\n2.《治安管理处罚条例》（国务院令第1号）",
        "根据《食品安全法》和《民法典》，制定本办法。",
        "新的合同不得再依据《合同法》订立。",
        "依照《民法典》办理（不再适用《合同法》）。",
        "不再执行《食品卫生法》和《合同法》的规定。",
        "依据《食品卫生法》等已废止法律作出的决定，由原机关处理。",
        "依据《食品卫生法》、《合同法》等已经废止的法律办理的事项，逐件核对。",
        "《合同法》施行前订立的合同，按照当时的规定处理。",
        "违反合同法律规定的，依法处理。",
        "按照食品卫生法实施细则办理。",
        "《食品卫生",
        "",
    ],
)
def test_what_is_known_to_be_gone_or_names_another_thing_is_no_finding(text: str) -> None:
    assert quotes(text) == []


def test_the_same_words_are_told_once() -> None:
    assert len(findings("根据《食品卫生法》办理。\n根据《食品卫生法》处理。")) == 1


def test_a_mention_is_advice() -> None:
    (finding,) = findings("《食品卫生法》中的标准仍可参考。")
    assert finding.level is Level.ADVICE


@pytest.mark.parametrize(
    "text",
    [
        "2019年6月依据《合同法》签订的采购合同继续履行。",
        "依据《合同法》订立的合同继续履行。",
        "2019年以前根据《合同法》办理的手续继续有效。",
    ],
)
def test_what_was_done_while_the_law_was_in_force_is_advice(text: str) -> None:
    (finding,) = findings(text)
    assert finding.level is Level.ADVICE
    assert "请核对是否要改引" in finding.says


def test_a_year_after_the_end_of_the_law_excuses_nothing() -> None:
    (finding,) = findings("自2022年起按照《合同法》办理。")
    assert finding.level is Level.IMPROPER


def test_a_basis_is_told_after_a_mention_of_the_same_law_and_not_the_other_way_round() -> None:
    mention, basis = "组织学习《合同法》。", "根据《合同法》制定本办法。"
    assert [finding.level for finding in findings(mention + basis)] == [Level.ADVICE, Level.IMPROPER]
    assert [finding.level for finding in findings(basis + mention)] == [Level.IMPROPER]


def test_the_first_finding_comes_before_the_rest_of_a_long_text_is_read() -> None:
    text = "依据《食品卫生法》" * 200_000
    start = time.process_time()
    next(check_laws(text, LAWS, MADE_ON))
    assert time.process_time() - start < 1


def test_a_text_without_an_end_does_not_stall() -> None:
    assert findings("《" * 50_000 + "》" * 50_000) == []
    assert len(findings("依据《食品卫生法》" * 20_000)) == 1
