"""The pages of the people who sign in."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from registry.storage.authorities import Authority
from registry.storage.engine import Store, reading, transaction
from registry.storage.people import User, user_by_login
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]
NEW = {"login": "xinren", "name": "何新人", "role": "contact", "authority_id": "2", "email": "x@example.cn"}


def shown_password(text: str) -> str:
    found = re.search(r"<code>([^<]+)</code>", text)
    assert found
    return found.group(1)


def can_sign_in(client: FlaskClient, login: str, password: str) -> bool:
    return client.post("/account/sign-in", data={"login": login, "password": password}).status_code == 303


def test_the_list_says_who_may_what(sign_in: SignIn) -> None:
    text = sign_in("admin").get("/desk/people/").text
    for words in ("周起草", "制定机关联络员", "示范区农业农村局", "drafter@example.cn", "在用"):
        assert words in text


def test_nobody_is_bound_to_an_abolished_authority_but_who_belongs_to_it(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    with transaction(store) as session:
        session.get_one(Authority, 2).abolished_on = date(2026, 3, 1)
    admin = sign_in("admin")
    assert "示范区农业农村局</option>" not in admin.get("/desk/people/add").text
    assert admin.post("/desk/people/add", data=NEW).status_code == 422
    assert "示范区农业农村局</option>" in admin.get(f"/desk/people/{cast.drafter.user_id}/edit").text


def test_a_new_person_gets_a_password_that_is_shown_once_and_opens(
    sign_in: SignIn, client: FlaskClient, store: Store
) -> None:
    admin = sign_in("admin")
    answer = admin.post("/desk/people/add", data=NEW)
    password = shown_password(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert can_sign_in(client, "xinren", password)
    with reading(store) as session:
        user = user_by_login(session, "xinren")
    assert user is not None
    assert user.authority_id == 2
    assert password not in admin.get(f"/desk/people/{user.id}/edit").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"login": "clerk"}, "已有人使用"),
        ({"login": "中文"}, "小写字母"),
        ({"name": ""}, "请填写姓名"),
        ({"authority_id": ""}, "联络员须选择所属的制定机关"),
        ({"role": "clerk"}, "只有联络员归属"),
        ({"role": "visitor"}, "Not a valid choice|无效|选"),
        ({"email": "x"}, "电子邮箱的写法不对"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    sign_in: SignIn, changes: dict[str, str], sentence: str
) -> None:
    answer = sign_in("admin").post("/desk/people/add", data=NEW | changes)
    assert answer.status_code == 422
    assert re.search(sentence, answer.text)
    assert 'value="x' in answer.text


def test_a_person_is_changed_and_switched_off(sign_in: SignIn, store: Store) -> None:
    clerk, admin = sign_in("clerk"), sign_in("admin")
    data = {"name": "陈经办", "role": "clerk", "authority_id": "", "email": ""}
    assert admin.post("/desk/people/3/edit", data=data).status_code == 303
    with reading(store) as session:
        assert not session.get_one(User, 3).is_active
    assert clerk.get("/desk/").status_code == 302
    assert "停用" in admin.get("/desk/people/").text


def test_the_last_admin_cannot_switch_himself_off(sign_in: SignIn) -> None:
    data = {"name": "郑管理", "role": "admin", "authority_id": "", "email": ""}
    answer = sign_in("admin").post("/desk/people/5/edit", data=data)
    assert answer.status_code == 422
    assert "最后一位" in answer.text


def test_a_reset_asks_first_then_shows_the_new_password_and_ends_the_sessions(
    sign_in: SignIn, client: FlaskClient
) -> None:
    clerk, admin = sign_in("clerk"), sign_in("admin")
    asked = admin.get("/desk/people/3/reset-password").text
    assert "原密码作废" in asked
    assert clerk.get("/desk/").status_code == 200
    password = shown_password(admin.post("/desk/people/3/reset-password").text)
    assert clerk.get("/desk/").status_code == 302
    assert can_sign_in(client, "clerk", password)


@pytest.mark.parametrize("address", ["", "add", "3/edit", "3/reset-password"])
def test_only_an_admin_enters(sign_in: SignIn, address: str) -> None:
    for name in ("drafter", "clerk", "lead", "auditor"):
        assert sign_in(name).get(f"/desk/people/{address}").status_code == 403


def test_nobody_who_is_not_there(sign_in: SignIn) -> None:
    for address in ("99/edit", "99/reset-password", "99999999999/edit"):
        assert sign_in("admin").get(f"/desk/people/{address}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=周起草", {"drafter"}),
        ("q=青石镇", {"stranger"}),
        ("role=lead", {"lead"}),
        ("active=no", set()),
        ("role=contact&active=yes&sort=-authority", {"drafter", "stranger"}),
    ],
)
def test_people_are_found_and_exported_as_listed(
    sign_in: Callable[[str], FlaskClient], asked: str, found: set[str]
) -> None:
    admin = sign_in("admin")
    everyone = {"drafter", "stranger", "clerk", "lead", "admin", "auditor"}
    page = admin.get(f"/desk/people/?{asked}").text.partition("<tbody>")[2]
    assert {login for login in everyone if f"<small>{login}</small>" in page} == found
    lines = admin.get(f"/desk/people/export.csv?{asked}").data.decode("utf-8-sig").splitlines()[1:]
    assert {line.split(",")[1] for line in lines} == found


def test_a_head_is_marked_and_only_a_contact_can_be_one(sign_in: SignIn, cast: Cast) -> None:
    admin = sign_in("admin")
    admin.post("/desk/people/add", data=NEW | {"is_head": "y"})
    assert "分管负责人" in admin.get("/desk/people/?q=xinren").text
    clerk = {
        "name": "陈经办",
        "role": "clerk",
        "authority_id": "",
        "email": "",
        "is_active": "y",
        "is_head": "y",
    }
    answer = admin.post(f"/desk/people/{cast.clerk.user_id}/edit", data=clerk)
    assert answer.status_code == 422
    assert "只有制定机关联络员可以是分管负责人" in answer.text
