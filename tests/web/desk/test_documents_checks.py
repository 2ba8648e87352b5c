"""The hits of the checks on the document's page: who sees them, how they are judged, filtered, paged and exported."""

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from registry.domain.checks.verdicts import HitVerdict
from registry.domain.documents import Dates
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store
from tests.building.documents import register, register_secret
from tests.building.text_checks import (
    check,
    checked_draft,
    draft,
    flood,
    hit_of,
    hits,
    judge,
    statements,
)
from tests.cast import NOW, Cast
from tests.journeys.paperwork import typed

SignIn = Callable[[str], FlaskClient]
FINE = "penalty.fine"


def checks(document_id: int, rest: str = "") -> str:
    return f"/desk/documents/{document_id}/checks{rest}"


def judging(document_id: int, rest: str = "") -> str:
    return f"/desk/documents/{document_id}/judge-hits{rest}"


def test_each_hit_says_where_what_and_by_which_rule(sign_in: SignIn, store: Store) -> None:
    document_id = checked_draft(store)
    page = sign_in("clerk").get(checks(document_id)).text
    fine = hit_of(store, document_id, FINE)
    assert f'id="hit-{fine.id}"' in page
    for words in (fine.quote, fine.says, fine.source, "设定行政处罚", "妨碍公平竞争", "第三条", "待核对"):
        assert words in page
    assert f"其中{len(hits(store, document_id))}处待核对" in page
    assert f'href="/desk/documents/{document_id}#art-3"' in page


def test_the_days_of_a_hit_are_written_as_people_read_them(sign_in: SignIn, store: Store) -> None:
    dates = Dates(published_on=date(2026, 3, 1), effective_on=date(2026, 2, 1))
    document_id = register(store, OPERATOR, NOW, dates=dates, is_published=False)
    check(store, document_id)
    early = hit_of(store, document_id, "retroactive.effective")
    browser = sign_in("clerk")
    for address in (checks(document_id), judging(document_id, f"?hit={early.id}")):
        assert "施行日期2026年2月1日早于公布日期2026年3月1日" in browser.get(address).text


def test_a_hit_is_kept_with_one_button_and_dismissed_with_a_reason(sign_in: SignIn, store: Store) -> None:
    document_id = checked_draft(store)
    browser, fine = sign_in("clerk"), hit_of(store, document_id, FINE)
    seen = {"hit": str(fine.id), "version": "1"}
    answer = browser.post(judging(document_id), data={**seen, "verdict": "kept"}, follow_redirects=True)
    assert "这一处已保留" in answer.text
    assert "陈经办" in answer.text
    refused = browser.post(
        judging(document_id), data={"hit": str(fine.id), "version": "2", "verdict": "dismissed"}
    )
    assert refused.status_code == 422
    assert "请写明排除的理由" in refused.text
    done = browser.post(
        judging(document_id),
        data={"hit": str(fine.id), "version": "2", "verdict": "dismissed", "reason": "引述上位法"},
        follow_redirects=True,
    )
    assert "排除，引述上位法" in done.text
    assert hit_of(store, document_id, FINE).verdict is HitVerdict.DISMISSED


def test_who_comes_second_keeps_what_was_typed_and_may_save_again(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    document_id = checked_draft(store)
    fine = hit_of(store, document_id, FINE)
    judge(store, cast.lead, fine, HitVerdict.KEPT)
    browser = sign_in("clerk")
    typed = {"hit": str(fine.id), "version": "1", "verdict": "dismissed", "reason": "引述上位法"}
    refused = browser.post(judging(document_id), data=typed)
    assert refused.status_code == 422
    assert "刚由林负责改为“保留”" in refused.text
    assert "引述上位法</textarea>" in refused.text
    assert 'name="version" type="hidden" value="2"' in refused.text
    again = browser.post(judging(document_id), data={**typed, "version": "2"}, follow_redirects=True)
    assert "这一处已排除" in again.text


def test_all_hits_of_a_rule_are_dismissed_with_their_number_on_the_button(
    sign_in: SignIn, store: Store
) -> None:
    text = "\n".join(f"第{n}条　有第{n}种情形的，处{n}百元罚款。" for n in range(1, 14))
    document_id = checked_draft(store, text)
    browser = sign_in("clerk")
    assert "这条规则待核对的13处一起核对" in browser.get(checks(document_id)).text
    page = browser.get(judging(document_id, f"?rule={FINE}")).text
    assert "排除13处" in page
    assert "还有3处" in page
    stale = browser.post(
        judging(document_id), data={"rule": FINE, "seen": "12", "verdict": "dismissed", "reason": "引述"}
    )
    assert stale.status_code == 422
    assert "现在有13处，和您看到的不一样了" in stale.text
    done = browser.post(
        judging(document_id),
        data={**typed(page, "reason"), "verdict": "dismissed", "reason": "引述"},
        follow_redirects=True,
    )
    assert "13处已排除" in done.text


def test_a_page_that_is_outdated_says_so(sign_in: SignIn, store: Store) -> None:
    document_id = checked_draft(store)
    browser = sign_in("clerk")
    gone = browser.post(judging(document_id), data={"hit": "9999", "version": "1", "verdict": "kept"})
    assert gone.status_code == 422
    assert "已经不在检查结果里" in gone.text
    odd = browser.post(judging(document_id), data={"hit": "x", "version": "-1", "verdict": "burn"})
    assert "请选择保留还是排除" in odd.text
    assert browser.get(judging(document_id, "?hit=9999")).status_code == 303


def test_the_list_is_filtered_paged_and_exported(sign_in: SignIn, store: Store, cast: Cast) -> None:
    document_id = draft(store)
    flood(store, document_id, 60)
    judge(store, cast.clerk, hits(store, document_id)[0], HitVerdict.DISMISSED, "引述上位法")
    browser = sign_in("clerk")
    page = browser.get(checks(document_id, "?hit_kind=fee&size=20")).text
    assert page.count('class="nth"') == 20
    assert "共20处" in page
    assert browser.get(checks(document_id, "?hit_kind=penalty")).text.count('class="nth"') == 20
    dismissed = browser.get(checks(document_id, "?hit_state=dismissed")).text
    assert dismissed.count('class="nth"') == 1
    assert "没有符合条件的" in browser.get(checks(document_id, "?hit_level=advice")).text
    answer = browser.get(checks(document_id, "/export.csv?hit_state=dismissed"))
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0][:4] == ["序号", "检查的内容", "程度", "条文"]
    assert rows[1][4:] == ["第0句要收费", "设定", "某法", "排除", "引述上位法", "陈经办", "2026-03-05 10:00"]
    assert browser.get(checks(document_id, "/export.xlsx")).status_code == 200
    assert browser.get(checks(document_id, "/export.docx")).status_code == 200


def test_the_address_of_a_hit_opens_the_page_it_is_on(sign_in: SignIn, store: Store) -> None:
    document_id = draft(store)
    flood(store, document_id, 60)
    last = hits(store, document_id)[-1]
    page = sign_in("clerk").get(checks(document_id, f"?hit={last.id}")).text
    assert f'id="hit-{last.id}"' in page
    assert "第3/3页" in page


def test_an_authority_reads_the_hits_of_its_own_drafts_and_judges_none(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    document_id = draft(store, cast.drafter)
    browser = sign_in("drafter")
    assert browser.post(f"/desk/documents/{document_id}/check").status_code == 303
    judge(store, cast.clerk, hit_of(store, document_id, FINE), HitVerdict.DISMISSED, "内部的理由")
    page = browser.get(checks(document_id)).text
    assert "外地企业进入本县渔港经营的" in page
    assert "由法制机构核对" in page
    assert "内部的理由" not in page
    assert "陈经办" not in page
    assert 'name="verdict"' not in page
    assert "内部的理由" not in browser.get(checks(document_id, "/export.csv")).data.decode("utf-8-sig")
    assert browser.post(judging(document_id), data={"hit": "1", "verdict": "kept"}).status_code == 403
    assert "处待核对" in browser.get(f"/desk/documents/{document_id}").text
    assert "处待核对" in browser.get(f"/desk/documents/{document_id}/hand-over").text


def test_nobody_else_reads_them(sign_in: SignIn, store: Store, cast: Cast) -> None:
    own, published = draft(store, cast.drafter), register(store, OPERATOR, NOW)
    secret = register_secret(store)
    assert sign_in("stranger").get(checks(own)).status_code == 404
    drafter = sign_in("drafter")
    for rest in ("", "/export.csv"):
        assert drafter.get(checks(published, rest)).status_code == 404
    assert drafter.post(f"/desk/documents/{published}/check").status_code == 404
    assert "检查正文" not in drafter.get(f"/desk/documents/{published}").text
    assert sign_in("clerk").get(checks(secret)).status_code == 404
    auditor = sign_in("auditor")
    assert auditor.get(checks(published)).status_code == 200
    assert 'name="verdict"' not in auditor.get(checks(own)).text


def test_a_text_that_cannot_be_checked_says_why(sign_in: SignIn, store: Store) -> None:
    document_id = draft(store, text="")
    browser = sign_in("clerk")
    assert "还没有检查过" in browser.get(checks(document_id)).text
    answer = browser.post(f"/desk/documents/{document_id}/check", follow_redirects=True)
    assert "这份文件没有正文，没有检查" in answer.text
    assert "检查结果不全" in answer.text


def test_a_clean_text_is_not_called_lawful(sign_in: SignIn, store: Store) -> None:
    text = "第一条　本办法自2026年3月1日起施行，有效期至2031年2月28日，由示范区农业农村局负责解释。"
    document_id = checked_draft(store, text)
    assert "没有发现不等于没有问题" in sign_in("clerk").get(checks(document_id)).text


@pytest.mark.parametrize("address", ["", "?hit_kind=fee", "?hit={first}"])
def test_the_number_of_statements_does_not_grow_with_the_hits(
    sign_in: SignIn, store: Store, address: str
) -> None:
    few, many = draft(store, n=7), draft(store, n=8)
    flood(store, few, 3)
    flood(store, many, 5_000)
    browser = sign_in("clerk")
    counts = []
    for document_id in (few, many):
        asked = address.format(first=hits(store, document_id)[0].id)
        with statements(store) as made:
            assert browser.get(checks(document_id, asked)).status_code == 200
        counts.append(len(made))
    assert counts[0] == counts[1]
