"""A text that the rules check, from the drafter's first look to the lead's signature: each in a browser."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from registry.jobs import run_job
from registry.storage.engine import Store
from tests.building.text_checks import SUSPECT
from tests.building.worksheets import ask_for_two
from tests.cast import NOW
from tests.jobs.office_days import office
from tests.journeys.paperwork import STEPS, filing_of, move, save, text_of, typed

Enter = Callable[[str], FlaskClient]
FACTS = {
    "title": "示范区渔港停泊办法",
    "doc_no": "示农规〔2026〕1号",
    "lead_authority": "示范区农业农村局",
    "disclosure": "public",
}


def _hit(page: str, words: str) -> tuple[str, str]:
    """(id, version) of the first hit whose entry has these words."""
    entry = next(part for part in page.split('<li id="hit-')[1:] if words in part)
    version = re.search(r'name="version" value="(\d+)"', entry)
    return entry.partition('"')[0], version[1] if version else ""


def test_a_drafter_reads_the_hits_before_anybody_else_asks(store: Store, enter: Enter) -> None:
    drafter = enter("drafter")
    form = typed(drafter.get("/desk/documents/new").text, "title")
    document = f"/desk/documents/{save(drafter, {**form, **FACTS, 'text': SUSPECT}, 'draft')}"
    run_job(office(store), "check_texts", NOW)
    assert "处待核对" in text_of(drafter.get(document))
    page = text_of(drafter.get(f"{document}/checks"))
    assert "外地企业进入本县渔港经营的，须经渔港站许可" in page
    assert "渔业法" not in page  # 依照法律给予处罚 sets no penalty of its own
    assert drafter.post(f"{document}/judge-hits", data={"hit": "1", "verdict": "kept"}).status_code == 403


def test_a_clerk_examines_with_the_hits_and_the_lead_sees_what_became_of_them(
    store: Store, enter: Enter
) -> None:
    ask_for_two(store)
    drafter, clerk, lead = (enter(name) for name in ("drafter", "clerk", "lead"))
    form = typed(clerk.get("/desk/documents/new").text, "title")
    dates = {"published_on": "2026-03-02", "effective_on": "2026-03-02"}
    document_id = save(clerk, {**form, **STEPS, **dates, **FACTS, "text": SUSPECT}, "published")
    document, filing = f"/desk/documents/{document_id}", filing_of(clerk, document_id)
    for browser, name in ((drafter, "submit"), (clerk, "register"), (clerk, "start_review")):
        move(browser, filing, name)
    run_job(office(store), "check_texts", NOW)
    sheet = f"/desk/filings/{filing}/worksheet"

    fine, _ = _hit(clerk.get(sheet).text, "五百元罚款")
    editor = typed(clerk.get(f"{sheet}/findings/add?hit={fine}").text, "problem")
    clerk.post(f"{sheet}/findings/add", data=editor)
    local, version = _hit(clerk.get(sheet).text, "优先使用本地企业")
    verdict = {"hit": local, "version": version, "verdict": "dismissed", "reason": "内部的理由"}
    assert clerk.post(f"{document}/judge-hits", data=verdict).status_code == 303
    clear = {f"item-{n}": "clear" for n in (2, 3, 4, 5)}
    clerk.post(sheet, data={**typed(clerk.get(sheet).text, "item-2"), **clear})
    handing = clerk.get(f"{sheet}/hand-over").text
    assert re.search(r"还有\d+处检查结果没有核对", handing)
    clerk.post(f"{sheet}/hand-over", data={**typed(handing, "conclusion"), "conclusion": "opine"})

    signing = lead.get(f"{sheet}/sign").text
    assert "列为审查问题1处，排除1处" in signing
    assert "内部的理由（陈经办）" in signing
    lead.post(f"{sheet}/sign", data=typed(signing, "on"))
    told = text_of(drafter.get(f"/desk/filings/{filing}"))
    assert "本句设定罚款" in told
    assert "内部的理由" not in told
    assert drafter.get(f"{document}/checks").status_code == 404
