"""今日 shows who is new here what to do first, until the person closes it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.journeys.paperwork import text_of

TITLE = "初次使用，先做这几件事"


@pytest.mark.parametrize(
    ("login", "step"),
    [
        ("drafter", "指定代收人"),
        ("clerk", "导入台账和文件"),
        ("lead", "审查工作底稿"),
        ("admin", "给每个制定机关设联络员"),
        ("auditor", "谁在什么时候办了什么"),
    ],
)
def test_each_role_has_its_first_steps_until_they_are_closed(
    sign_in: Callable[[str], FlaskClient], login: str, step: str
) -> None:
    browser = sign_in(login)
    text = text_of(browser.get("/desk/"))
    assert TITLE in text
    assert step in text
    assert browser.post("/desk/first-steps/close").headers["Location"] == "/desk/"
    assert TITLE not in text_of(browser.get("/desk/"))
    assert TITLE not in text_of(sign_in(login).get("/desk/"))


def test_the_first_steps_stand_above_the_tiles(sign_in: Callable[[str], FlaskClient]) -> None:
    page = sign_in("admin").get("/desk/").text
    assert 0 < page.index(TITLE) < page.index('class="tiles"')
