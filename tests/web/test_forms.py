"""Forms."""

from collections.abc import Callable
from enum import StrEnum

import pytest
from flask import Flask
from flask.testing import FlaskClient
from wtforms import DateField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from registry.domain.errors import Denied, Refusal
from registry.web.forms import Form, choices, refusals_on


class PaperForm(Form):
    title = StringField("标题", [InputRequired()])
    published_on = DateField("公布日期")


class Colour(StrEnum):
    RED = "red"


@pytest.fixture
def paper(app: Flask) -> Callable[..., PaperForm]:
    def fill(**values: str) -> PaperForm:
        with app.test_request_context("/", method="POST", data=values):
            form = PaperForm()
            form.validate_on_submit()
            return form

    return fill


@pytest.mark.parametrize("day", ["9999-12-31", "1000-01-01"])
def test_a_day_that_no_paper_has_is_refused_at_its_field(paper: Callable[..., PaperForm], day: str) -> None:
    form = paper(title="示范", published_on=day)
    assert list(form.errors) == ["published_on"]
    assert "1949年至2199年" in form.published_on.errors[0]


def test_messages_are_chinese(paper: Callable[..., PaperForm]) -> None:
    form = paper(published_on="2026-02-30")
    sentences = [error for errors in form.errors.values() for error in errors]
    assert len(sentences) == 2
    assert all("一" <= sentence[0] <= "龥" for sentence in sentences)


def test_text_loses_the_spaces_around_it(paper: Callable[..., PaperForm]) -> None:
    assert paper(title="  关于补贴的通知　\n", published_on="2026-03-05").title.data == "关于补贴的通知"


def test_a_refusal_is_shown_at_its_field(paper: Callable[..., PaperForm]) -> None:
    form = paper(title="通知", published_on="2026-03-05")
    with refusals_on(form):
        raise Refusal("公布日期早于成文日期。", "published_on")
    assert form.errors == {"published_on": ["公布日期早于成文日期。"]}


@pytest.mark.parametrize("field", [None, "colour"])
def test_a_refusal_without_a_field_stands_at_the_head(
    paper: Callable[..., PaperForm], field: str | None
) -> None:
    form = paper(title="通知", published_on="2026-03-05")
    with refusals_on(form):
        raise Refusal("请稍后再试。", field)
    assert form.form_errors == ["请稍后再试。"]


def test_who_may_not_act_sees_no_form(paper: Callable[..., PaperForm]) -> None:
    with pytest.raises(Denied), refusals_on(paper(title="通知")):
        raise Denied("没有权限。")


def test_choices_are_values_with_their_words() -> None:
    assert choices({Colour.RED: "红"}, "全部") == [SelectChoice("", "全部"), SelectChoice("red", "红")]


def test_a_form_that_came_back_is_no_success(client: FlaskClient) -> None:
    assert client.get("/account/sign-in").status_code == 200
    assert client.post("/account/sign-in", data={}).status_code == 422


def test_control_characters_do_not_reach_the_register(paper: Callable[..., PaperForm]) -> None:
    assert paper(title="关于\x00补\x0b贴\x7f的\r\n通知").title.data == "关于补贴的\r\n通知"
