"""Values that a file gave: those that nobody looked at are remembered, shown with their source, and settled later."""

import io
import re
from collections.abc import Callable
from html import unescape

import docx
import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from registry.domain.doubts import Doubt
from registry.storage.audit import entries_about
from registry.storage.documents.tables import Document
from registry.storage.documents.unlooked import unlooked_of
from registry.storage.doubts.queue import doubts_of_document
from registry.storage.engine import Store, reading

SignIn = Callable[[str], FlaskClient]
LINES = (
    "示范区农机购置补贴办法",
    "示农〔2012〕3号",
    "第一条　根据《中华人民共和国农业机械化促进法》，制定本办法。",
    "第二条　本办法自2012年3月1日起施行。《示范区旧办法》（示农〔2009〕1号）同时废止。",
)


@pytest.fixture
def typed(sign_in: SignIn) -> dict[str, str]:
    """The form as the upload filled it, with what the file does not say."""
    paper = docx.Document()
    for line in LINES:
        paper.add_paragraph(line)
    out = io.BytesIO()
    paper.save(out)
    file = (io.BytesIO(out.getvalue()), "办法.docx")
    page = sign_in("clerk").post("/desk/documents/read-file", data={"file": file}).text
    kept = re.search(r'name="kept"[^>]*value="([^"]*)"', page)
    assert kept
    return {
        "title": LINES[0], "doc_no": LINES[1], "lead_authority": "示范区农业农村局", "kind": "",
        "published_on": "2012-02-01", "effective_on": "2012-03-01", "disclosure": "public", "kept": kept[1],
    }  # fmt: skip


def test_the_first_value_to_look_at_has_the_focus_and_its_mark_is_read_out(
    sign_in: SignIn, typed: dict[str, str]
) -> None:
    clerk = sign_in("clerk")
    for looked, begins in (([], "title"), (["title"], "doc_no")):
        page = clerk.post("/desk/documents/new", data={**typed, "looked": looked, "save": "check"}).text
        (focused,) = re.findall(r"<(?:input|textarea)[^>]* autofocus[ >][^>]*", page)
        assert f'id="{begins}"' in focused
        assert f"{begins}-evidence" in focused
    assert "未核对" in page.partition('id="doc_no-evidence"')[2].partition("</span>")[0]
    wrong = clerk.post("/desk/documents/new", data={**typed, "title": "", "save": "published"}).text
    assert not re.findall(r"<(?:input|textarea)[^>]* autofocus[ >]", wrong), (
        "the summary of what is wrong has it"
    )


def _save(client: FlaskClient, typed: dict[str, str], looked: list[str], save: str = "published") -> int:
    answer = client.post("/desk/documents/new", data={**typed, "looked": looked, "save": save})
    assert answer.status_code == 303
    return int(answer.headers["Location"].rpartition("/")[2])


def _unlooked(store: Store, document_id: int) -> list[str]:
    with reading(store) as session:
        return [row.field for row in unlooked_of(session, document_id)]


def _is_doubted(store: Store, document_id: int) -> bool:
    with reading(store) as session:
        return Doubt.UNLOOKED_VALUES in {row.doubt for row in doubts_of_document(session, document_id)[0]}


def test_what_nobody_looked_at_is_remembered_with_its_source(
    store: Store, sign_in: SignIn, typed: dict[str, str]
) -> None:
    clerk = sign_in("clerk")
    one = _save(clerk, typed, ["title"])
    assert _unlooked(store, one) == ["doc_no", "effective_on"]
    page = clerk.get(f"/desk/documents/{one}").text
    assert "2项读取的内容没有勾选" in page
    assert "机器读取，未核对" in page
    assert "2012年3月1日起施行”" in page
    assert _is_doubted(store, one)
    with reading(store) as session:
        (entry,) = [
            one for one in entries_about(session, f"document:{one}") if one.act == "register_document"
        ]
    assert (entry.fields["looked"], entry.fields["unlooked"]) == (["文件标题"], ["发文字号", "施行日期"])


def test_a_value_that_a_person_typed_needs_no_look(
    store: Store, sign_in: SignIn, typed: dict[str, str]
) -> None:
    one = _save(sign_in("clerk"), {**typed, "effective_on": "2012-03-05"}, ["title", "doc_no"])
    assert _unlooked(store, one) == []
    assert not _is_doubted(store, one)


def test_what_was_looked_at_later_or_corrected_is_doubted_no_more(
    store: Store, sign_in: SignIn, typed: dict[str, str]
) -> None:
    clerk = sign_in("clerk")
    one = _save(clerk, typed, ["title"])
    clerk.post(f"/desk/documents/{one}/check-values", data={"looked": ["doc_no"]})
    assert _unlooked(store, one) == ["effective_on"]
    clerk.post(f"/desk/documents/{one}/edit", data={**typed, "effective_on": "2012-03-05", "version": "1"})
    assert not _is_doubted(store, one)
    assert (
        "没有选中"
        in clerk.post(
            f"/desk/documents/{one}/check-values", data={"looked": ["doc_no"]}, follow_redirects=True
        ).text
    )


def test_a_page_of_the_queue_is_looked_at_together_with_each_value_and_its_source(
    store: Store, sign_in: SignIn, typed: dict[str, str]
) -> None:
    clerk = sign_in("clerk")
    one = _save(clerk, typed, [])
    queue = clerk.get("/desk/documents/doubts?doubt=unlooked_values").text
    address = re.search(r'href="([^"]+)">本页1件一起核对', queue)
    assert address
    page = clerk.get(unescape(address[1])).text
    assert "<strong>发文字号</strong>：示农〔2012〕3号" in page
    assert "2012年3月1日起施行”" in page
    done = clerk.post(unescape(address[1]), data={"reason": "对照原件核对"}, follow_redirects=True).text
    assert "1件文件的“读取未核对”已核对无误" in done
    assert (_unlooked(store, one), _is_doubted(store, one)) == ([], False)


def test_a_draft_is_looked_at_by_its_own_authority_only(
    store: Store, sign_in: SignIn, typed: dict[str, str]
) -> None:
    one = _save(sign_in("clerk"), typed, [], "draft")
    assert "有3项由系统读取的内容还没有人核对" in sign_in("clerk").get(f"/desk/documents/{one}/publish").text
    address = f"/desk/documents/{one}/check-values"
    assert sign_in("stranger").post(address, data={"looked": ["title"]}).status_code == 404
    assert sign_in("drafter").post(address, data={"looked": ["title"]}).status_code == 303
    assert _unlooked(store, one) == ["doc_no", "effective_on"]


@pytest.mark.parametrize(("save", "words"), [("check", "尚未保存"), ("adopt", 'value="1" checked')])
def test_the_enter_key_and_ticking_all_relations_save_nothing(
    store: Store, sign_in: SignIn, typed: dict[str, str], save: str, words: str
) -> None:
    page = sign_in("clerk").post("/desk/documents/new", data={**typed, "save": save}).text
    assert words in page
    assert page.index('value="check"') < page.index('value="published"')
    with reading(store) as session:
        assert session.exec(select(Document)).first() is None
