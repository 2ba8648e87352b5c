"""The public list of what lapses soon: closed until the office opens it, and of public documents alone."""

from datetime import date, datetime

from flask.testing import FlaskClient

from registry.actions.office.edit_settings import edit_settings
from registry.domain.documents import Dates, Disclosure
from registry.storage.engine import Store
from tests.building.documents import register_old
from tests.cast import Cast

BEGUN = date(2020, 5, 1)


def test_it_lists_what_the_public_may_see_once_the_office_publishes_it(
    store: Store, cast: Cast, now: datetime, client: FlaskClient
) -> None:
    for title, valid_until, disclosure in (
        ("关于甲的通知", date(2027, 1, 1), Disclosure.PUBLIC),
        ("关于乙的通知", date(2026, 6, 1), Disclosure.PUBLIC),
        ("关于丙的通知", date(2029, 1, 1), Disclosure.PUBLIC),
        ("关于丁的通知", date(2026, 6, 1), Disclosure.WITHHELD),
    ):
        dates = Dates(published_on=BEGUN, effective_on=BEGUN, valid_until=valid_until)
        register_old(store, title, dates=dates, disclosure=disclosure)
    assert client.get("/lapses").status_code == 404
    assert "即将到期" not in client.get("/").text
    edit_settings(store, cast.admin, {"publishes_lapses": "yes"}, now=now)
    page = client.get("/lapses").text
    assert page.index("关于乙的通知") < page.index("关于甲的通知")
    assert "2026-06-01" in page
    assert "关于丙的通知" not in page
    assert "关于丁的通知" not in page
    assert 'href="/lapses"' in client.get("/").text
