"""Lists in pages."""

import pytest
from flask import Flask
from sqlmodel import col, select

from registry.storage.engine import Store, reading
from registry.storage.people import User
from registry.web.paging import Page, Sort, page_of, page_of_list, with_query

SORT = Sort({"login": User.login, "authority": User.authority_id}, User.id, "login")


def _page(app: Flask, store: Store, query: str, sort: Sort | None = SORT) -> Page:
    with app.test_request_context(f"/account/sign-in?{query}"), reading(store) as session:
        return page_of(session, select(User).order_by(col(User.id)), sort)


def _logins(page: Page) -> list[str]:
    return [user.login for user in page.items]


def test_a_list_is_sorted_by_what_the_address_asks(app: Flask, store: Store) -> None:
    assert _logins(_page(app, store, ""))[:2] == ["admin", "auditor"]
    assert _logins(_page(app, store, "sort=-login"))[:2] == ["stranger", "lead"]
    assert _logins(_page(app, store, "", None))[:2] == ["drafter", "stranger"]


def test_rows_without_a_value_come_last_in_both_directions_and_keep_one_order(
    app: Flask, store: Store
) -> None:
    rising, falling = (
        _logins(_page(app, store, "sort=authority")),
        _logins(_page(app, store, "sort=-authority")),
    )
    assert rising == ["drafter", "stranger", "clerk", "lead", "admin", "auditor"]
    assert falling == ["stranger", "drafter", "auditor", "admin", "lead", "clerk"]


@pytest.mark.parametrize("query", ["sort=password_hash", "sort=--login", "sort=", "sort=1;drop"])
def test_a_column_that_is_not_offered_is_not_sorted_by(app: Flask, store: Store, query: str) -> None:
    assert _page(app, store, query).sort == "login"


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 1),
        ("page=2", 2),
        ("page=3", 3),
        ("page=99", 3),
        ("page=0", 1),
        ("page=-1", 1),
        ("page=x", 1),
        ("page=²", 1),
        ("page=9999999999999999999", 1),
    ],
)
def test_page_numbers_stay_within_the_list(app: Flask, query: str, number: int) -> None:
    with app.test_request_context(f"/?{query}"):
        page = page_of_list(list(range(45)))
    assert (page.number, page.n_pages, page.total) == (number, 3, 45)
    assert list(page.items) == list(range(45))[(number - 1) * 20 : number * 20]


@pytest.mark.parametrize(
    ("query", "size"), [("", 20), ("size=50", 50), ("size=100", 100), ("size=7", 20), ("size=1000000", 20)]
)
def test_sizes_are_those_offered(app: Flask, query: str, size: int) -> None:
    with app.test_request_context(f"/?{query}"):
        assert page_of_list([]).size == size


def test_an_empty_list_has_one_page(app: Flask) -> None:
    with app.test_request_context("/"):
        page = page_of_list([])
    assert (page.number, page.n_pages, page.total) == (1, 1, 0)


def test_the_address_of_another_page_keeps_the_filters(app: Flask) -> None:
    with app.test_request_context(
        "/account/sign-in?q=%E8%A1%A5%E8%B4%B4&status=lapsed&status=repealed&page=3"
    ):
        page = page_of_list(list(range(100)))
        assert (
            page.url(number=4) == "/account/sign-in?q=%E8%A1%A5%E8%B4%B4&status=lapsed&status=repealed&page=4"
        )
        assert (
            page.url(sort="-title", number=1, status=None)
            == "/account/sign-in?q=%E8%A1%A5%E8%B4%B4&page=1&sort=-title"
        )


def test_what_the_address_asks_for_never_steers_a_link() -> None:
    assert with_query("/desk/filings/", {"_scheme": "evil", "endpoint": ["a", "b"]}) == (
        "/desk/filings/?_scheme=evil&endpoint=a&endpoint=b"
    )
    assert with_query("/desk/filings/", {}) == "/desk/filings/"
