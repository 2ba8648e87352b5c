"""A release carries no number but a standard one of its issuer."""

import pytest

from registry.domain.release_numbers import Issuer, number_problem

ISSUER = Issuer("示范区人民政府", "示政", ("示政办", "示农"))
YEARS = (2026,)


@pytest.mark.parametrize(
    "written",
    [
        "", "  ", "示政〔2026〕70号", " 示政〔2026〕70号 ", "示政告〔2026〕2号", "示政规〔2026〕1号",
        "示范区人民政府令第5号", "示范区人民政府公告2026年第1号",
    ],
)  # fmt: skip
def test_a_standard_number_of_the_issuer_or_none_is_no_problem(written: str) -> None:
    assert number_problem(written, ISSUER, YEARS) == ""


@pytest.mark.parametrize(
    ("written", "standard"),
    [
        ("示政[2026]70号", "示政〔2026〕70号"),
        ("示政(2026)70号", "示政〔2026〕70号"),
        ("示政（2026）70号", "示政〔2026〕70号"),
        ("示政【2026】70号", "示政〔2026〕70号"),
        ("示政〔2026〕070号", "示政〔2026〕70号"),
        ("示政〔2026〕第70号", "示政〔2026〕70号"),
        ("示政〔2026〕70", "示政〔2026〕70号"),
        ("示政〔２０２６〕７０号", "示政〔2026〕70号"),
        ("示政 〔2026〕 70号", "示政〔2026〕70号"),
        ("示政〔26〕70号", "示政〔2026〕70号"),
        ("示政202670号", "示政〔2026〕70号"),
        ("文号：示政〔2026〕70号", "示政〔2026〕70号"),
        ("[2026]示政第70号", "示政〔2026〕70号"),
        ("第5号示范区人民政府令", None),
        ("示范区人民政府令005号", "示范区人民政府令第5号"),
    ],
)
def test_another_spelling_is_refused_with_the_standard_one(written: str, standard: str | None) -> None:
    problem = number_problem(written, ISSUER, YEARS)
    assert problem
    assert standard is None or f"应为{standard}。" in problem


@pytest.mark.parametrize(
    "written", ["示政〔2026〕号", "〔2026〕70号", "另编", "示政〔2026〕1号、示政〔2026〕2号"]
)
def test_what_is_no_number_is_refused(written: str) -> None:
    assert number_problem(written, ISSUER, YEARS)


@pytest.mark.parametrize("written", ["示政办〔2026〕70号", "示农〔2026〕70号", "云政〔2026〕70号"])
def test_the_code_of_another_body_is_refused_with_the_own(written: str) -> None:
    assert "应为示政〔2026〕70号" in number_problem(written, ISSUER, YEARS)


def test_without_a_recorded_code_only_codes_of_others_are_refused() -> None:
    issuer = Issuer("示范区人民政府", others=("示农",))
    assert number_problem("示政〔2026〕70号", issuer, YEARS) == ""
    assert "“示农”是其他机关的" in number_problem("示农〔2026〕70号", issuer, YEARS)


def test_the_year_of_a_number_is_that_of_the_decision_or_the_publication() -> None:
    assert number_problem("示政〔2025〕9号", ISSUER, (2025, 2026)) == ""
    assert "年份" in number_problem("示政〔2024〕9号", ISSUER, (2025, 2026))
