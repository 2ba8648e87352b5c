"""What stands around every page."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.storage.engine import Store, transaction
from registry.storage.notices import Notice
from registry.storage.office import set_setting
from registry.web import frame
from registry.web.access import needs


@pytest.fixture
def app(new_app: Flask) -> Flask:
    return new_app


@pytest.fixture
def places(app: Flask, sign_in: Callable[[str], FlaskClient]) -> Callable[[str], list[frame.Place]]:
    """places("clerk"): the bar of one of the cast, standing on 通知."""
    seen: list[frame.Place] = []

    def look() -> str:
        seen[:] = frame.navigation()
        return ""

    for endpoint, _, permission in frame.DESK:
        if endpoint not in app.view_functions:
            app.add_url_rule(f"/desk/{endpoint}", endpoint, needs(permission)(look))
    app.view_functions["desk.notices.index"] = needs(frame.DESK[0][2])(look)

    def of(name: str) -> list[frame.Place]:
        with app.test_request_context():
            address = next(
                str(rule) for rule in app.url_map.iter_rules() if rule.endpoint == "desk.notices.index"
            )
        sign_in(name).get(address)
        return list(seen)

    return of


def test_the_bar_holds_what_a_role_may_enter(places: Callable[[str], list[frame.Place]]) -> None:
    drafter = {place.label for place in places("drafter")}
    assert {"今日", "文件", "备案", "通知"} <= drafter
    assert not {"导入", "用户", "设置", "审计"} & drafter
    assert "导入" in {place.label for place in places("clerk")}
    assert {"用户", "设置", "审计"} <= {place.label for place in places("admin")}


def test_the_bar_marks_where_one_is(places: Callable[[str], list[frame.Place]]) -> None:
    assert [place.label for place in places("clerk") if place.is_current] == ["通知"]


@pytest.mark.parametrize(("address", "label"), [("/desk/bases", "清理"), ("/desk/documents/doubts", "文件")])
def test_a_page_without_a_place_of_its_own_marks_the_one_it_belongs_to(
    sign_in: Callable[[str], FlaskClient], address: str, label: str
) -> None:
    page = sign_in("clerk").get(address, follow_redirects=True).text
    bar = page.partition('<nav class="places"')[2].partition("</nav>")[0]
    assert re.findall(r'aria-current="page">([^<\s]+)', bar) == [label]


def test_unread_notices_are_counted_without_those_taken_back(
    places: Callable[[str], list[frame.Place]], store: Store, now: datetime
) -> None:
    with transaction(store) as session:
        for key, user_id, state, read_at in (
            ("a", 3, "pending", None),
            ("b", 3, "sent", None),
            ("c", 3, "sent", now),
            ("d", 3, "cancelled", None),
            ("e", 3, "superseded", None),
            ("f", 4, "sent", None),
        ):
            session.add(
                Notice(
                    key=key, kind="filing_due", subject="filing", subject_id=1, user_id=user_id, state=state,
                    created_at=now, read_at=read_at,
                )
            )  # fmt: skip
    assert {place.label: place.badge for place in places("clerk")}["通知"] == 2


def test_the_office_is_named_and_a_demonstration_says_so(client: FlaskClient, store: Store) -> None:
    assert "演示系统" not in client.get("/account/sign-in").text
    with transaction(store) as session:
        set_setting(session, "office_name", "示范区司法局")
        set_setting(session, "is_demonstration", "yes")
    page = client.get("/account/sign-in").text
    assert "示范区司法局" in page
    assert "演示系统" in page
