"""Bodies that a reform ended, in texts made before and after it."""

from datetime import date

from registry.domain.checks.bodies import EndedBody, check_bodies

TEXT = "由示范县环境保护局会同示范县工商行政管理局实施。"


def test_a_text_made_after_the_reform_names_bodies_that_are_gone() -> None:
    findings = check_bodies(TEXT, date(2024, 5, 6))
    assert {finding.quote for finding in findings} == {"环境保护局", "工商行政管理局"}
    assert all(TEXT[finding.start : finding.end] == finding.quote for finding in findings)


def test_a_text_made_before_the_reform_or_on_an_unknown_day_is_left_alone() -> None:
    assert check_bodies(TEXT, date(2016, 5, 6)) == []
    assert check_bodies(TEXT, None) == []


def test_a_body_called_former_and_a_successor_are_left_alone() -> None:
    text = "由示范县生态环境局（原环境保护局）实施，原工商行政管理局的职责由市场监督管理局承担。"
    assert check_bodies(text, date(2024, 5, 6)) == []


def test_the_name_of_a_living_authority_that_holds_the_old_name_is_left_alone() -> None:
    body = EndedBody(
        "body.1", "监管局", "监督管理局", "示范县市场监督管理局", date(2019, 1, 1), "机构改革方案"
    )
    living = ("示范县市场监督管理局", "示范县监督管理局")
    text = "示范县市场监督管理局、示范县监督管理局和邻县监督管理局共同实施。"
    (finding,) = check_bodies(text, date(2024, 5, 6), [body], living)
    assert text[: finding.start].endswith("邻县")
    assert check_bodies("示范县市场监督管理局实施。", date(2024, 5, 6), [body], living) == []
