"""The materials of a filing: handed in by the contact, several at once, newer ones beside the older."""

import io
from collections.abc import Callable

from flask.testing import FlaskClient

from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading
from registry.storage.files import Attachment, attachments_of
from tests.building.filings import answered_filing, make_move, owed_filing, stored_filing
from tests.cast import NOW

SignIn = Callable[[str], FlaskClient]
Upload = tuple[io.BytesIO, str]


def paper(name: str, words: str) -> Upload:
    return io.BytesIO(words.encode()), name


def hand_in(browser: FlaskClient, filing_id: int, **files: list[Upload]) -> str:
    answer = browser.post(
        f"/desk/filings/{filing_id}/materials",
        data=files,
        content_type="multipart/form-data",
        follow_redirects=True,
    )
    return answer.text


def stored(store: Store, filing_id: int) -> list[Attachment]:
    with reading(store) as session:
        return attachments_of(session, stored_filing(store, filing_id).document_id)


def test_a_contact_hands_in_several_materials_at_once_after_publication(
    sign_in: SignIn, store: Store
) -> None:
    filing_id = owed_filing(store)
    browser = sign_in("drafter")
    assert "还缺5项：备案报告、正式文本、起草说明、制定依据、合法性审核意见" in hand_in(
        browser, filing_id, any=[]
    )
    text = hand_in(
        browser,
        filing_id,
        any=[
            paper("起草说明.txt", "说明"),
            paper("备案报告（盖章）.txt", "报告"),
            paper("扫描件1.txt", "甲"),
        ],
    )
    assert "已上传2份材料" in text
    assert "“扫描件1.txt”的名称看不出是哪一种材料，没有保存" in text
    assert "还缺3项：正式文本、制定依据、合法性审核意见" in text
    assert [(file.material, file.role) for file in stored(store, filing_id)] == [
        ("起草说明", "material"),
        ("备案报告", "material"),
    ]
    assert "还缺3项材料" in browser.get(f"/desk/filings/{filing_id}/submit").text


def test_a_newer_version_counts_and_the_older_one_stays(sign_in: SignIn, store: Store) -> None:
    filing_id = owed_filing(store)
    make_move(store, OPERATOR, filing_id, "submit", NOW)
    browser = sign_in("drafter")
    hand_in(browser, filing_id, **{"3": [paper("说明一.txt", "第一稿")]})
    make_move(store, OPERATOR, filing_id, "defer", NOW)
    text = hand_in(browser, filing_id, **{"3": [paper("说明二.txt", "第二稿")]})
    assert "需要补正的内容" in text
    assert "第三条与上位法不一致" in text
    assert "以前的1份" in text
    assert text.index("说明二.txt") < text.index("说明一.txt")
    assert "同样内容的文件" in hand_in(browser, filing_id, **{"3": [paper("说明三.txt", "第二稿")]})
    assert len(stored(store, filing_id)) == 2


def test_what_a_review_asks_for_has_a_place_of_its_own(sign_in: SignIn, store: Store) -> None:
    filing_id = answered_filing(store, upto="start_review")
    assert "补充材料" not in sign_in("drafter").get(f"/desk/filings/{filing_id}/materials").text
    make_move(store, OPERATOR, filing_id, "ask_supplement", NOW)
    browser = sign_in("drafter")
    text = hand_in(browser, filing_id, any=[paper("补充材料：成本测算.txt", "测算")])
    assert "需要补充的材料" in text
    assert "提交补充" in text
    assert [file.material for file in stored(store, filing_id)] == ["补充材料"]
    make_move(store, OPERATOR, filing_id, "supplement", NOW)
    assert "补充材料：成本测算.txt" in browser.get(f"/desk/filings/{filing_id}").text


def test_the_text_of_the_document_and_the_public_page_are_not_touched(
    sign_in: SignIn, store: Store, client: FlaskClient
) -> None:
    filing_id = owed_filing(store)
    hand_in(sign_in("drafter"), filing_id, **{"2": [paper("正式文本.txt", "盖章的扫描件")]})
    page = client.get(f"/documents/{stored_filing(store, filing_id).document_id}").text
    assert "正式文本.txt" not in page
    assert "盖章的扫描件" not in page


def test_nothing_is_handed_in_with_a_concluded_filing_or_by_a_stranger(sign_in: SignIn, store: Store) -> None:
    filing_id = answered_filing(store)
    make_move(store, OPERATOR, filing_id, "accept", NOW)
    assert "已经办结，不能再增加材料" in hand_in(
        sign_in("drafter"), filing_id, **{"1": [paper("备案报告.txt", "报告")]}
    )
    assert stored(store, filing_id) == []
    assert sign_in("stranger").get(f"/desk/filings/{filing_id}/materials").status_code == 404
    assert sign_in("auditor").get(f"/desk/filings/{filing_id}/materials").status_code == 403


def test_an_upload_without_a_file_says_so(sign_in: SignIn, store: Store) -> None:
    assert "请选择要上传的文件" in hand_in(sign_in("clerk"), owed_filing(store), any=[])
