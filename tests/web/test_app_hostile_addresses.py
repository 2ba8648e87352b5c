"""Addresses that nobody's link leads to: numbers no database holds, names that mean something to the framework."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from registry.storage.engine import Store
from tests.building.documents import register_old
from tests.building.filings import owed_filing
from tests.building.rounds import start_round
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]

HUGE = "9" * 30


@pytest.mark.parametrize(
    "address",
    [
        f"/desk/filings/?authority={HUGE}",
        f"/desk/filings/export.csv?authority={HUGE}",
        f"/desk/cleanups/1/items?authority_id={HUGE}",
        "/desk/filings/?_scheme=x&endpoint=y&_external=1&kind=z",
        "/desk/documents?_scheme=x&endpoint=y&_external=1",
    ],
)
def test_an_odd_address_is_a_page_all_the_same(
    store: Store, cast: Cast, sign_in: SignIn, address: str
) -> None:
    owed_filing(store)
    register_old(store, "关于甲的通知")
    start_round(store)
    answer = sign_in("clerk").get(address)
    assert answer.status_code == 200
    assert "x://" not in answer.text


@pytest.mark.parametrize("page", ["", "/apply", "/progress", "/refused.xlsx"])
def test_an_import_with_an_impossible_number_is_not_there(sign_in: SignIn, page: str) -> None:
    assert sign_in("clerk").get(f"/desk/intakes/{HUGE}{page}").status_code == 404


@pytest.mark.parametrize(
    "sent",
    [{f"version-{HUGE}": "1", f"outcome-{HUGE}": "retain"}, {"version-1": "9" * 5000, "reason-1": "理由"}],
)
def test_impossible_items_are_not_decided(store: Store, sign_in: SignIn, sent: dict[str, str]) -> None:
    register_old(store, "关于甲的通知")
    round_id = start_round(store)
    assert sign_in("clerk").post(f"/desk/cleanups/{round_id}/items", data=sent).status_code in (303, 409)
