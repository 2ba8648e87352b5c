"""The hits of the checks on the worksheet: marked in the text, raised as findings, told when handing over and signing."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from registry.domain.checks.verdicts import HitVerdict
from registry.storage.documents.tables import DocumentText
from registry.storage.engine import Store, transaction
from tests.building.text_checks import filing_with_hits, flood, hit_of, hits, judge, statements
from tests.building.worksheets import clear_the_rest, findings, hand_over, write
from tests.cast import Cast
from tests.journeys.paperwork import typed

SignIn = Callable[[str], FlaskClient]
FINE = "penalty.fine"


def sheet(filing_id: int, rest: str = "") -> str:
    return f"/desk/filings/{filing_id}/worksheet{rest}"


def test_each_hit_is_marked_in_the_text_and_leads_to_its_entry_and_back(
    sign_in: SignIn, store: Store
) -> None:
    filing_id, document_id = filing_with_hits(store)
    page = sign_in("clerk").get(sheet(filing_id)).text
    fine = hit_of(store, document_id, FINE)
    words = fine.quote.removeprefix("第三条　")
    assert re.search(
        rf'<mark class="unlawful">{words}</mark>.*id="mark-{fine.id}" href="#hit-{fine.id}"', page
    )
    assert f'href="#mark-{fine.id}"' in page
    assert f'id="hit-{fine.id}"' in page
    assert fine.says in page
    assert fine.source in page


def test_two_hits_of_one_sentence_are_both_linked(sign_in: SignIn, store: Store) -> None:
    text = "第一条　外地企业须经许可方可经营，违反的处五百元罚款。"
    filing_id, document_id = filing_with_hits(store, text)
    page = sign_in("clerk").get(sheet(filing_id)).text
    of_sentence = [hit for hit in hits(store, document_id) if hit.quote]
    assert len(of_sentence) > 1
    assert page.count("<mark") == 1
    for hit in of_sentence:
        assert f'id="mark-{hit.id}"' in page


def test_a_hit_about_the_whole_text_stands_first_and_nowhere_in_it(sign_in: SignIn, store: Store) -> None:
    filing_id, document_id = filing_with_hits(store, "第一条　外地企业须经许可方可经营。")
    first = hits(store, document_id)[0]
    assert (first.quote, first.position) == ("", 1)
    page = sign_in("clerk").get(sheet(filing_id)).text
    assert "，全文</p>" in page
    assert f'id="mark-{first.id}"' not in page


def test_a_dismissed_hit_is_marked_no_more_and_can_be_looked_up(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    filing_id, document_id = filing_with_hits(store)
    fine = hit_of(store, document_id, FINE)
    judge(store, cast.clerk, fine, HitVerdict.DISMISSED, "引述上位法")
    browser = sign_in("clerk")
    assert f'id="mark-{fine.id}"' not in browser.get(sheet(filing_id)).text
    page = browser.get(sheet(filing_id, "?hit_state=dismissed")).text
    assert "排除，引述上位法" in page
    assert page.count('id="hit-') == 1


def test_a_hit_becomes_a_finding_and_is_free_again_when_that_is_removed(
    sign_in: SignIn, store: Store
) -> None:
    filing_id, document_id = filing_with_hits(store)
    fine = hit_of(store, document_id, FINE)
    browser = sign_in("clerk")
    form = typed(browser.get(sheet(filing_id, f"/findings/add?hit={fine.id}")).text, "problem")
    assert (form["item"], form["level"], form["article_key"]) == ("制定权限", "unlawful", "art-3")
    assert (form["problem"].strip(), form["basis"].strip(), form["hit"]) == (
        fine.says,
        fine.source,
        str(fine.id),
    )
    browser.post(sheet(filing_id, "/findings/add"), data=form)
    (finding,) = findings(store, filing_id)
    assert (finding.hit_id, finding.article) == (fine.id, "第三条")
    page = browser.get(sheet(filing_id)).text
    assert "列为审查问题</span>" in page
    assert 'href="#finding-1">第1条问题</a>' in page
    refused = browser.post(
        sheet(filing_id, "/findings/add"), data={**form, "version": "2", "problem": "另一句"}
    )
    assert refused.status_code == 422
    assert "已经列为第1条问题" in refused.text
    document_page = browser.get(f"/desk/documents/{document_id}/checks").text
    assert "看底稿里的问题" in document_page
    browser.post(sheet(filing_id, f"/findings/{finding.id}/remove"), data={"version": "2"})
    assert findings(store, filing_id) == []
    assert f"findings/add?hit={fine.id}" in browser.get(sheet(filing_id)).text


def test_a_hit_that_was_dismissed_meanwhile_is_not_raised(sign_in: SignIn, store: Store, cast: Cast) -> None:
    filing_id, document_id = filing_with_hits(store)
    fine = hit_of(store, document_id, FINE)
    browser = sign_in("clerk")
    form = typed(browser.get(sheet(filing_id, f"/findings/add?hit={fine.id}")).text, "problem")
    judge(store, cast.lead, fine, HitVerdict.DISMISSED, "引述上位法")
    refused = browser.post(sheet(filing_id, "/findings/add"), data={**form, "problem": "我写的问题"})
    assert refused.status_code == 422
    assert "这一处已由林负责排除：引述上位法" in refused.text
    assert "我写的问题</textarea>" in refused.text


def test_a_hit_of_another_document_fills_nothing_in(sign_in: SignIn, store: Store) -> None:
    filing_id, _ = filing_with_hits(store, n=7)
    _, other = filing_with_hits(store, n=8)
    fine = hit_of(store, other, FINE)
    browser = sign_in("clerk")
    form = typed(browser.get(sheet(filing_id, f"/findings/add?hit={fine.id}")).text, "problem")
    assert form["problem"].strip() == form["hit"] == ""
    forged = {"item": "制定权限", "level": "unlawful", "problem": "问题", "version": "0", "hit": str(fine.id)}
    refused = browser.post(sheet(filing_id, "/findings/add"), data=forged)
    assert "已经不在检查结果里" in refused.text


def test_what_was_not_judged_is_said_before_handing_over_and_does_not_hold_it_up(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    filing_id, document_id = filing_with_hits(store)
    fine = hit_of(store, document_id, FINE)
    judge(store, cast.clerk, fine, HitVerdict.DISMISSED, "引述上位法")
    n = len(hits(store, document_id)) - 1
    write(store, cast.clerk, filing_id)
    clear_the_rest(store, cast.clerk, filing_id)
    browser = sign_in("clerk")
    assert f">{n}处检查结果</a>没有核对" in browser.get(sheet(filing_id)).text
    page = browser.get(sheet(filing_id, "/hand-over")).text
    assert f"还有{n}处检查结果没有核对" in page
    assert "排除1处" in page
    hand_over(store, cast.clerk, filing_id)
    signing = sign_in("lead").get(sheet(filing_id, "/sign")).text
    assert f"还有{n}处没有核对" in signing
    assert "排除1处，设定行政处罚：引述上位法（陈经办）" in signing


def test_a_place_whose_words_were_edited_is_not_marked(sign_in: SignIn, store: Store) -> None:
    filing_id, document_id = filing_with_hits(store)
    flood(store, document_id, 3)
    with transaction(store) as session:
        session.get_one(DocumentText, document_id).text = "前言。\n正文改了。"
    page = sign_in("clerk").get(sheet(filing_id)).text
    assert "<mark" not in page
    assert page.count('id="hit-') == 3


def test_the_worksheet_asks_no_more_of_the_database_for_many_hits(sign_in: SignIn, store: Store) -> None:
    few, one = filing_with_hits(store, n=7)
    many, other = filing_with_hits(store, n=8)
    flood(store, one, 2)
    flood(store, other, 400)
    browser = sign_in("clerk")
    counts = []
    for filing_id in (few, many):
        with statements(store) as made:
            page = browser.get(sheet(filing_id)).text
        counts.append(len(made))
    assert counts[0] == counts[1]
    assert page.count('class="hit-mark"') == 400
    assert page.count('id="hit-') == 20
