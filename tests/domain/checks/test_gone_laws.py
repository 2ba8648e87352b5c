"""Laws that are gone and still cited: what is told of them, and what excuses a citation."""

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
    assert finding.says.startswith("依据《食品卫生法》已于2009-06-01废止，现为《食品安全法》，")
    assert (finding.kind, finding.level) == (CheckKind.LAW, Level.IMPROPER)
    assert finding.source == "食品安全法第一百零四条"
    assert finding.quote == "《中华人民共和国食品卫生法》"


def test_the_chain_of_successors_is_told() -> None:
    (finding,) = findings("依照《经济合同法》办理。")
    assert "由《合同法》替代，《合同法》又于2021-01-01废止，现为《民法典》" in finding.says


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


def test_a_text_without_an_end_does_not_stall() -> None:
    assert findings("《" * 50_000 + "》" * 50_000) == []
    assert len(findings("依据《食品卫生法》" * 20_000)) == 1
