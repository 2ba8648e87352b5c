"""催报 from the list and from 今日: whom it reaches is shown first, then one button, once a day."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from registry.domain.notices import NoticeKind
from registry.storage.engine import Store, reading
from registry.storage.notices import Notice
from tests.building.filings import answered_filing, owed_filing
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]
LIST, URGE = "/desk/filings/?timing=overdue", "/desk/filings/urge"


def n_notices(store: Store) -> int:
    with reading(store) as session:
        return len(session.exec(select(Notice).where(Notice.kind == NoticeKind.FILING_URGED)).all())


def test_the_ticked_filings_are_urged_after_a_page_that_says_who_is_told(
    sign_in: SignIn, store: Store
) -> None:
    first, second = owed_filing(store, 1), owed_filing(store, 2)
    clerk = sign_in("clerk")
    page = clerk.get(LIST).text
    assert page.count('form="urge"') == 2
    preview = clerk.get(f"{URGE}?chosen=1&filing={first}").text
    assert "将催1个机关的1件" in preview
    assert "周起草" in preview
    assert "已逾期9日" in preview
    answer = clerk.post(URGE, data={"filings": str(first)}, follow_redirects=True)
    assert "已催报：1个机关的1件，通知已在联络员的收件箱。" in answer.text
    assert n_notices(store) == 1
    assert "2026年3月5日催报" in clerk.get(LIST).text
    assert "催报：2026年3月5日，陈经办" in clerk.get(f"/desk/filings/{first}").text
    assert "催报：2026年3月5日" not in clerk.get(f"/desk/filings/{second}").text


def test_a_second_click_has_no_effect_and_says_so(sign_in: SignIn, store: Store) -> None:
    filing_id = owed_filing(store)
    clerk = sign_in("clerk")
    clerk.post(URGE, data={"filings": str(filing_id)})
    again = clerk.post(URGE, data={"filings": str(filing_id)}, follow_redirects=True)
    assert "1件今天已经催报过，没有重复催。" in again.text
    assert n_notices(store) == 1


def test_all_of_the_filtered_list_are_urged_at_once(sign_in: SignIn, store: Store) -> None:
    for n in range(1, 25):
        owed_filing(store, n)
    clerk = sign_in("clerk")
    assert f'href="{URGE}?timing=overdue"' in clerk.get(LIST).text
    assert "将催1个机关的24件" in clerk.get(f"{URGE}?timing=overdue").text
    assert "将催1个机关的1件" in clerk.get(f"{URGE}?timing=overdue&q=之17").text
    assert "没有勾选备案" in clerk.get(f"{URGE}?timing=overdue&authority=3").text


def test_today_leads_to_the_same_page(sign_in: SignIn, store: Store) -> None:
    filing_id = owed_filing(store)
    page = sign_in("clerk").get("/desk/").text
    assert f'name="filing" value="{filing_id}"' in page
    assert f'href="{URGE}">催报全部1件…' in page
    for name in ("drafter", "admin", "auditor"):
        assert URGE not in sign_in(name).get("/desk/").text
        assert URGE not in sign_in(name).get(LIST).text


def test_nothing_ticked_and_nonsense_say_what_to_do(sign_in: SignIn, store: Store) -> None:
    answered = answered_filing(store)
    clerk = sign_in("clerk")
    assert "没有勾选备案" in clerk.get(f"{URGE}?chosen=1").text
    assert "没有勾选备案" in clerk.get(f"{URGE}?chosen=1&filing=999&filing=x").text
    assert "不用催制定机关" in clerk.get(f"{URGE}?chosen=1&filing={answered}").text
    for sent in ("", "x", "1,;", "9" * 40):
        answer = clerk.post(URGE, data={"filings": sent})
        assert answer.status_code == 422
        assert "请回到备案清单重新勾选" in answer.text
    assert n_notices(store) == 0


@pytest.mark.parametrize("name", ["drafter", "stranger", "admin", "auditor"])
def test_who_does_not_examine_filings_may_not_urge(sign_in: SignIn, store: Store, name: str) -> None:
    filing_id = owed_filing(store)
    browser = sign_in(name)
    assert browser.get(URGE).status_code == 403
    assert browser.post(URGE, data={"filings": str(filing_id)}).status_code == 403
    assert n_notices(store) == 0


def test_the_page_leads_to_the_letter_that_is_kept(sign_in: SignIn, store: Store, cast: Cast) -> None:
    waiting, _ = owed_filing(store, 1), answered_filing(store, 2, upto="opine")
    clerk = sign_in("clerk")
    make = f"/desk/papers/make?kind=urging_letter&subject={cast.authority_id}"
    authority = f"/desk/authorities/{cast.authority_id}"
    for address in (f"{URGE}?chosen=1&filing={waiting}", authority):
        assert make.replace("&", "&amp;") in clerk.get(address).text
    assert "你单位有1件行政规范性文件逾期没有报送备案" in clerk.get(make).text
    answer = clerk.post(make, data={"on": "2026-03-05", "after": "0"})
    assert answer.status_code == 303
    page = clerk.get(authority).text
    assert "督促报备函 备函〔2026〕1号" in page
    assert make.replace("&", "&amp;") not in page, "a day has one"
    assert "一天只出一份" in clerk.get(make).text
    assert "督促报备函" in sign_in("drafter").get(answer.location).text
    assert sign_in("stranger").get(answer.location).status_code == 404
