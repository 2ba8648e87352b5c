"""What a person reads when something went wrong."""

import errno
import logging
import re
import sqlite3
from collections.abc import Callable

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError, OperationalError

from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.roles import Permission
from registry.storage.engine import Store, transaction
from registry.web.access import needs


@pytest.fixture
def app(new_app: Flask) -> Flask:
    return new_app


@pytest.fixture
def door(app: Flask) -> Callable[[Exception], str]:
    """door(error): the address of a page that raises it."""

    def make(error: Exception) -> str:
        @needs(Permission.READ_PUBLIC)
        def fall() -> str:
            raise error

        app.add_url_rule("/fall", "fall", fall, methods=["GET", "POST"])
        return "/fall"

    app.config["PROPAGATE_EXCEPTIONS"] = False
    return make


def test_a_refusal_returns_to_the_page_with_its_sentence(
    client: FlaskClient, door: Callable[[Exception], str]
) -> None:
    address = door(Refusal("公布日期早于成文日期，请核对。"))
    answer = client.post(address, headers={"Referer": "http://localhost/account/sign-in?next=/desk"})
    assert (answer.status_code, answer.location) == (303, "/account/sign-in?next=/desk")
    assert "公布日期早于成文日期" in client.get(answer.location).text


def test_a_file_that_cannot_be_had_leads_back_to_the_page_that_offered_it(
    client: FlaskClient, door: Callable[[Exception], str]
) -> None:
    address = door(Refusal("一页宽放不下，请少选几列。"))
    answer = client.get(address, headers={"Referer": "http://localhost/account/sign-in"})
    assert (answer.status_code, answer.location) == (303, "/account/sign-in")
    assert "请少选几列" in client.get(answer.location).text
    again = client.get(address, headers={"Referer": f"http://localhost{address}"})
    assert again.status_code == 409
    assert "他人" not in again.text


@pytest.mark.parametrize("headers", [{}, {"Referer": "https://evil.example/"}])
def test_without_a_page_of_ours_before_it_a_refusal_is_a_page(
    client: FlaskClient, door: Callable[[Exception], str], headers: dict[str, str]
) -> None:
    answer = client.post(door(Refusal("公布日期早于成文日期，请核对。")), headers=headers)
    assert answer.status_code == 409
    assert "公布日期早于成文日期" in answer.text


def test_who_may_not_is_told_so(client: FlaskClient, door: Callable[[Exception], str]) -> None:
    answer = client.get(door(Denied("您的角色没有此项权限。")))
    assert answer.status_code == 403
    assert "您的角色没有此项权限" in answer.text


def test_what_is_not_ones_own_looks_like_what_does_not_exist(
    client: FlaskClient, door: Callable[[Exception], str]
) -> None:
    hidden = client.get(door(Hidden("该事项属于其他制定机关。")))
    missing = client.get("/no-such-page")
    assert hidden.status_code == missing.status_code == 404
    assert re.sub('nonce="[^"]+"', "", hidden.text) == re.sub('nonce="[^"]+"', "", missing.text)


def test_a_mistake_of_ours_shows_a_number_that_is_in_the_log(
    client: FlaskClient, door: Callable[[Exception], str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = client.get(door(ValueError("a secret detail")))
    assert answer.status_code == 500
    assert "a secret detail" not in answer.text
    assert "Traceback" not in answer.text
    number = re.search(r"<code>([0-9a-f]{8})</code>", answer.text)
    assert number
    assert f"incident {number[1]}" in caplog.text


def test_a_database_that_does_not_answer_is_a_page_too(
    client: FlaskClient, door: Callable[[Exception], str]
) -> None:
    answer = client.get(door(OperationalError("SELECT secret", {}, Exception("down"))))
    assert answer.status_code == 503
    assert "SELECT" not in answer.text


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("INSERT secret", {}, sqlite3.OperationalError("database or disk is full")),
        OperationalError("INSERT secret", {}, psycopg.errors.DiskFull("could not extend file")),
        OSError(errno.ENOSPC, "No space left on device"),
    ],
)
def test_a_full_disk_is_named_and_says_that_nothing_was_saved(
    client: FlaskClient, door: Callable[[Exception], str], error: Exception
) -> None:
    answer = client.post(door(error), headers={"Referer": "http://localhost/desk"})
    assert answer.status_code == 507
    for words in ("磁盘已满", "没有保存任何内容", "系统管理员", "重新提交"):
        assert words in answer.text
    assert "secret" not in answer.text


def test_any_other_trouble_with_files_is_no_full_disk(
    client: FlaskClient, door: Callable[[Exception], str]
) -> None:
    assert client.post(door(PermissionError(errno.EACCES, "denied"))).status_code == 500


def test_what_only_the_database_saw_coming_is_a_sentence_too(
    client: FlaskClient, door: Callable[[Exception], str]
) -> None:
    answer = client.post(door(IntegrityError("INSERT secret", {}, Exception("UNIQUE constraint failed"))))
    assert answer.status_code == 409
    assert "与他人刚刚的操作冲突" in answer.text


def test_an_upload_beyond_the_limit_names_the_limit(app: Flask, client: FlaskClient) -> None:
    @needs(Permission.READ_PUBLIC)
    def upload() -> str:
        return str(len(request.files))

    app.add_url_rule("/upload", "upload", upload, methods=["POST"])
    app.config["MAX_CONTENT_LENGTH"] = 2 * 1024 * 1024
    answer = client.post(
        "/upload", data=b"x" * (3 * 1024 * 1024), content_type="multipart/form-data; boundary=b"
    )
    assert answer.status_code == 413
    assert "2MB" in answer.text


def test_a_form_without_its_token_changes_nothing_and_says_what_to_do(
    app: Flask, client: FlaskClient
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post("/account/sign-in", data={"login": "clerk", "password": "x"})
    assert answer.status_code == 400
    assert "页面停留过久" in answer.text
    assert "返回上一页" in answer.text


def test_a_wrong_method_is_no_crash(client: FlaskClient) -> None:
    assert client.post("/healthz").status_code == 405


def test_whoever_waits_for_a_large_import_is_told_so_and_keeps_what_was_typed(
    client: FlaskClient, store: Store
) -> None:
    def wait_shortly(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=20")

    sa.event.listen(store.engine, "connect", wait_shortly)
    store.engine.dispose()  # so that every connection is made anew
    with transaction(store) as session:
        session.execute(sa.text("SELECT 1"))
        typed = {"login": "zhang", "password": "wrong"}
        answer = client.post("/account/sign-in", data=typed)
        page = client.get("/account/sign-in")
    assert (answer.status_code, page.status_code) == (503, 200)
    assert "系统正在写入其他内容" in answer.text
    assert 'value="zhang"' in answer.text
    assert client.post("/account/sign-in", data=typed).status_code == 422


def test_an_error_behind_the_sign_in_keeps_the_navigation(
    sign_in: Callable[[str], FlaskClient], client: FlaskClient
) -> None:
    page = sign_in("clerk").get("/desk/filings/99")
    assert page.status_code == 404
    assert 'aria-label="主导航"' in page.text
    assert "回到今日" in page.text
    outside = client.get("/documents/99").text
    assert "主导航" not in outside
    assert "回到首页" in outside
