"""Bodies that a reform ended, in texts made before and after it."""

from collections.abc import Iterable
from datetime import date

import pytest

from registry.domain.checks.bodies import ENDED, EndedBody, check_body
from registry.domain.checks.findings import Finding

TEXT = "由示范县环境保护局会同示范县工商行政管理局实施。"


def ended_names(
    text: str, made_on: date | None, bodies: Iterable[EndedBody] = ENDED, living: tuple[str, ...] = ()
) -> list[Finding]:
    return [finding for body in bodies for finding in check_body(text, made_on, body, living)]


def test_a_text_made_after_the_reform_names_bodies_that_are_gone() -> None:
    findings = ended_names(TEXT, date(2024, 5, 6))
    assert {finding.quote for finding in findings} == {"环境保护局", "工商行政管理局"}
    assert all(TEXT[finding.start : finding.end] == finding.quote for finding in findings)


def test_a_text_made_before_the_reform_or_on_an_unknown_day_is_left_alone() -> None:
    assert ended_names(TEXT, date(2016, 5, 6)) == []
    assert ended_names(TEXT, None) == []


def test_a_body_called_former_and_a_successor_are_left_alone() -> None:
    text = "由示范县生态环境局（原环境保护局）实施，原工商行政管理局的职责由市场监督管理局承担。"
    assert ended_names(text, date(2024, 5, 6)) == []


def test_the_name_of_a_living_authority_that_holds_the_old_name_is_left_alone() -> None:
    body = EndedBody(
        "body.1", "监管局", "监督管理局", "示范县市场监督管理局", date(2019, 1, 1), "机构改革方案"
    )
    living = ("示范县市场监督管理局", "示范县监督管理局")
    text = "示范县市场监督管理局、示范县监督管理局和邻县监督管理局共同实施。"
    (finding,) = ended_names(text, date(2024, 5, 6), [body], living)
    assert text[: finding.start].endswith("邻县")
    assert ended_names("示范县市场监督管理局实施。", date(2024, 5, 6), [body], living) == []


@pytest.mark.parametrize(
    "name",
    [
        "工商局",
        "质监局",
        "食药监局",
        "食品药品监管局",
        "国土局",
        "环保局",
        "卫计委",
        "计生局",
        "安监局",
        "地税局",
    ],
)
def test_the_short_name_of_a_body_is_told(name: str) -> None:
    (finding,) = ended_names(f"由县{name}负责。", date(2026, 5, 6))
    assert finding.quote == name


@pytest.mark.parametrize(
    "text",
    [
        "国土资源部分指标另行下达，国土部分数据不公开。",
        "由县工商联、县药监局、工程质监局、生态环境局负责。",
        "落实产业扶贫办法，扶贫办理情况报县政府。",
        "原县工商局核发的执照继续有效。",
    ],
)
def test_what_only_looks_like_a_short_name_is_left_alone(text: str) -> None:
    assert ended_names(text, date(2026, 5, 6)) == []


def test_each_name_of_a_body_is_told_once() -> None:
    text = "由县工商局负责，县工商行政管理局指导，县工商局通报。"
    assert [finding.quote for finding in ended_names(text, date(2026, 5, 6))] == ["工商局", "工商行政管理局"]
