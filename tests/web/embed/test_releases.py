"""A released list for other sites: framed or as a fragment, narrowed, in the colours asked for, and nothing secret."""

import re

import pytest
from flask.testing import FlaskClient

from tests.web.public.conftest import Register


def test_the_page_may_be_framed_and_no_other_page_may(
    register_of_much: Register, visitor: FlaskClient
) -> None:
    answer = visitor.get(f"/embed/releases/{register_of_much.release}")
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    for address in (f"/releases/{register_of_much.release}", "/account/sign-in", "/nowhere"):
        other = visitor.get(address)
        assert other.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]
    assert "<script" not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_its_links_leave_the_frame_and_it_is_narrowed(
    register_of_much: Register, visitor: FlaskClient
) -> None:
    address = f"/embed/releases/{register_of_much.release}"
    page = visitor.get(address).text
    assert set(re.findall(r'<a target="(\w+)"', page)) == {"_top"}
    assert "示范区停车管理办法" in page
    narrowed = visitor.get(f"{address}?outcome=继续有效").text
    assert "示范区停车管理办法" in narrowed
    assert "示范区旧渔业办法" not in narrowed
    assert (
        "目录中没有这样的文件" in visitor.get(f"{address}?authority=示范区青石镇人民政府&outcome=废止").text
    )


def test_it_prints_no_words_of_the_address_that_name_nothing(
    register_of_much: Register, visitor: FlaskClient
) -> None:
    address = f"/embed/releases/{register_of_much.release}"
    for asked in ("authority=本目录已作废，请拨打12345", "outcome=xyz"):
        answer = visitor.get(f"{address}?{asked}")
        assert answer.status_code == 404
        assert "12345" not in answer.text


def test_a_fragment_is_a_section_that_any_site_may_fetch(
    register_of_much: Register, visitor: FlaskClient
) -> None:
    answer = visitor.get(f"/embed/releases/{register_of_much.release}?format=fragment")
    assert answer.text.startswith('<section class="registry-list">')
    assert "<html" not in answer.text
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_what_never_was_or_is_not_public_is_not_embedded(visitor: FlaskClient) -> None:
    assert visitor.get("/embed/releases/99").status_code == 404


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("link=ff0000", "--embed-link: #ff0000;"),
        ("link=%23abc", "--embed-link: #abc;"),
        ("link=red;}body{background:url(//x)", "--embed-link: #0b57a4;"),
        ("link=12345", "--embed-link: #0b57a4;"),
    ],
)
def test_colours_are_hex_figures_or_the_usual_ones(visitor: FlaskClient, asked: str, written: str) -> None:
    answer = visitor.get(f"/embed/colours.css?{asked}")
    assert written in answer.text
    assert "url(" not in answer.text


def test_the_public_page_gives_the_line_to_copy(register_of_much: Register, visitor: FlaskClient) -> None:
    page = visitor.get(f"/releases/{register_of_much.release}").text
    assert f"/embed/releases/{register_of_much.release}?authority=" in page
