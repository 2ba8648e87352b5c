"""Bodies that ended by the register of authorities."""

from datetime import date

import pytest

from registry.domain.checks.bodies import ENDED, check_body
from registry.domain.checks.register_bodies import FormerName, bodies_of_register, living_names

OLD = FormerName(7, "示范县农机管理局", date(2020, 5, 31), "示范县农业农村局", "示委〔2020〕3号")
LIVING = ["示范县农业农村局", "示范县旅游局", "示范县人民政府"]
AFTER = date(2020, 6, 1)


def says(text: str, on: date = AFTER, government: str = "示范县人民政府") -> list[str]:
    bodies = list(bodies_of_register([OLD], LIVING, government))
    living = living_names(LIVING, government, ENDED)
    return [finding.says for body in (*ENDED, *bodies) for finding in check_body(text, on, body, living)]


def test_a_name_that_ended_is_told_with_its_day_and_heir() -> None:
    (said,) = says("由示范县农机管理局负责。")
    assert said == "“示范县农机管理局”自2020-06-01起已撤销、合并或者更名，现为示范县农业农村局，请核对。"


def test_a_text_of_the_day_before_may_name_it() -> None:
    assert says("由示范县农机管理局负责。", date(2020, 5, 31)) == []


@pytest.mark.parametrize(
    "text", ["由县农机管理局负责。", "县农机管理局负责。", "报县农机管理局。", "（县农机管理局）"]
)
def test_the_name_without_the_place_is_told_too(text: str) -> None:
    assert len(says(text)) == 1


@pytest.mark.parametrize(
    "text", ["邻县农机管理局负责。", "农机管理局负责。", "由示范县农业农村局（原示范县农机管理局）负责。"]
)
def test_another_place_and_a_former_name_are_left_alone(text: str) -> None:
    assert says(text) == []


@pytest.mark.parametrize("text", ["由示范县旅游局负责。", "由县旅游局负责。", "旅游局负责。"])
def test_a_body_that_ended_elsewhere_and_lives_here_is_left_alone(text: str) -> None:
    assert says(text) == []
    assert len(says(text.replace("旅游局", "物价局"))) == 1


def test_a_former_name_that_an_authority_bears_again_is_none() -> None:
    assert list(bodies_of_register([OLD], [OLD.name], "示范县人民政府")) == []


@pytest.mark.parametrize("government", ["", "人民政府", "示范市人民政府"])
def test_a_government_of_another_place_gives_no_short_name(government: str) -> None:
    assert says("由县农机管理局负责。", government=government) == []
    assert len(says("由示范县农机管理局负责。", government=government)) == 1


def test_no_heir_is_said_to_be_unknown() -> None:
    (body,) = bodies_of_register([OLD._replace(successor="")], LIVING, "示范县人民政府")
    assert "没有记载由哪个机关承接" in body.says("示范县农机管理局")
