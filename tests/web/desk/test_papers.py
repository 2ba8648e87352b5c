"""The papers in the office and at an authority: the list, a paper with its kept file, making and replacing one."""

import hashlib
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from docx import Document as Docx
from flask.testing import FlaskClient
from lxml import html
from sqlmodel import Session

from registry import clock
from registry.actions.papers.keep_paper import PaperFacts
from registry.actions.papers.make_paper import facts_to_write, make_paper, replace_paper
from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.roles import OPERATOR, Actor
from registry.storage import office
from registry.storage.engine import Store, reading, transaction
from registry.storage.papers import Paper, erase_bytes
from registry.storage.pdfs import add_pdf, due_pdfs
from registry.web.desk.papers import section, show
from tests.building.exported_lists import words_in
from tests.building.filings import TODAY, registered_without_paper, submitted_filing
from tests.cast import NOW, Cast

SignIn = Callable[[str], FlaskClient]
KIND = PaperKind.REGISTRATION_NOTICE


@pytest.fixture
def filing_id(store: Store) -> int:
    return registered_without_paper(store)


def made(store: Store, filing_id: int) -> int:
    return make_paper(store, OPERATOR, KIND, filing_id, now=NOW).id or 0


def stored(store: Store, **values: object) -> int:
    """A paper that is written straight into the table."""
    facts: dict[str, object] = {
        "kind": KIND,
        "subject_kind": SubjectKind.FILING,
        "subject": "1",
        "title": "备案登记通知",
        "template_version": 0,
        "template_sha256": "0" * 64,
        "signed_on": TODAY,
        "docx": b"kept",
        "sha256": hashlib.sha256(b"kept").hexdigest(),
        "made_at": NOW,
    }
    with transaction(store) as session:
        paper = Paper(**(facts | values))
        session.add(paper)
        session.flush()
        return paper.id or 0


def words_of(page: str) -> str:
    return html.fromstring(page).find("body").text_content()


def test_a_paper_is_made_from_the_page_of_its_filing(sign_in: SignIn, store: Store, filing_id: int) -> None:
    clerk = sign_in("clerk")
    page = clerk.get(f"/desk/filings/{filing_id}").text
    address = f"/desk/papers/make?kind=registration_notice&amp;subject={filing_id}&amp;on=2026-03-05"
    assert address in page
    form = clerk.get(address.replace("&amp;", "&"))
    assert "备案登记通知" in form.text
    assert "备案登记号为" in form.text, "what it says is shown first"
    with reading(store) as session:
        assert session.get(Paper, 1) is None
    for on, sentence in (("2026-03-06", "晚于今天"), ("2026-03-04", "早于2026年3月5日")):
        refused = clerk.post(address.replace("&amp;", "&"), data={"on": on, "after": "0"})
        assert refused.status_code == 422
        assert sentence in refused.text
    data = {"on": "2026-03-05", "after": "0"}
    answer = clerk.post(address.replace("&amp;", "&"), data=data)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/desk/papers/1")
    shown = clerk.get("/desk/papers/1").text
    assert "备登〔2026〕1号" in shown
    assert f"/desk/filings/{filing_id}" in shown
    again = clerk.post(address.replace("&amp;", "&"), data=data)
    assert again.status_code == 422
    assert "没有再出具一份" in again.text, "a form sent twice makes no second paper"
    assert "备登〔2026〕1号" in clerk.get(f"/desk/filings/{filing_id}").text


def test_a_step_with_its_paper_is_not_drafted_again_to_show_no_button(
    sign_in: SignIn, store: Store, filing_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted: list[PaperKind] = []

    def note(session: Session, actor: Actor, kind: PaperKind, *facts: Any, **more: Any) -> PaperFacts:
        drafted.append(kind)
        return facts_to_write(session, actor, kind, *facts, **more)

    monkeypatch.setattr(section, "facts_to_write", note)
    clerk, page = sign_in("clerk"), f"/desk/filings/{filing_id}"
    assert "出具备案登记通知…" in clerk.get(page).text
    assert drafted == [KIND]
    made(store, filing_id)
    drafted.clear()
    assert "出具备案登记通知…" not in clerk.get(page).text
    assert drafted == []


def test_how_urgent_a_paper_is_is_chosen_printed_and_kept(
    sign_in: SignIn, store: Store, filing_id: int
) -> None:
    clerk = sign_in("clerk")
    address = f"/desk/papers/make?kind=registration_notice&subject={filing_id}&on=2026-03-05"
    assert html.fromstring(clerk.get(address).text).xpath("//select[@name='urgency']/option/text()") == [
        "不标注",
        "特急",
        "加急",
    ]
    data = {"on": "2026-03-05", "after": "0", "urgency": "extreme"}
    assert clerk.post(address, data=data | {"urgency": "秘密"}).status_code == 422
    sample = clerk.post(address, data=data | {"docx": "1"})
    assert Docx(io.BytesIO(sample.data)).paragraphs[0].text == "特急"
    assert clerk.post(address, data=data).status_code == 303
    assert Docx(io.BytesIO(clerk.get("/desk/papers/1.docx").data)).paragraphs[0].text == "特急"
    assert "特急" in clerk.get("/desk/papers/1").text
    replacing = html.fromstring(clerk.get("/desk/papers/1/replace").text)
    assert replacing.xpath("//select[@name='urgency']/option[@selected]/text()") == ["特急"]
    answer = clerk.post("/desk/papers/1/replace", data={"because": "日期误写", "urgency": ""})
    assert "紧急程度" not in clerk.get(answer.headers["Location"]).text
    assert "紧急程度：特急" in words_of(sign_in("auditor").get("/desk/audit/").text)


def test_what_cannot_be_made_yet_says_why(sign_in: SignIn, store: Store) -> None:
    waiting = submitted_filing(store)
    clerk = sign_in("clerk")
    assert "/desk/papers/make" not in clerk.get(f"/desk/filings/{waiting}").text
    page = clerk.get(f"/desk/papers/make?kind=registration_notice&subject={waiting}")
    assert "予以登记后才有" in page.text
    for query in ("", "kind=odd&subject=1", "kind=registration_notice&subject=x", "kind=registration_notice"):
        assert clerk.get(f"/desk/papers/make?{query}").status_code in (200, 404), query


def test_the_file_is_the_one_that_was_kept(sign_in: SignIn, store: Store, filing_id: int) -> None:
    paper_id = made(store, filing_id)
    with transaction(store) as session:
        kept = session.get_one(Paper, paper_id)
        content, sha256 = kept.docx, kept.sha256
        office.set_setting(session, "office_name", "另一个司法局")
    answer = sign_in("clerk").get(f"/desk/papers/{paper_id}.docx")
    assert answer.data == content
    assert hashlib.sha256(answer.data).hexdigest() == sha256
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "另一个" not in "".join(line.text for line in Docx(io.BytesIO(answer.data)).paragraphs)
    assert sign_in("clerk").get(f"/desk/papers/{paper_id}.pdf").status_code == 404


def test_the_pdf_is_offered_where_it_is_kept_and_else_the_page_says_why_not(
    sign_in: SignIn, store: Store, filing_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, failed = made(store, filing_id), stored(store, pdf_problem="转换时出错中断")
    clerk = sign_in("clerk")
    for is_there, words in ((True, "PDF 正在生成"), (False, "没有安装 LibreOffice")):
        monkeypatch.setattr(show, "is_installed", lambda is_there=is_there: is_there)
        assert words in clerk.get(f"/desk/papers/{waiting}").text
        assert "没有 PDF：转换时出错中断。" in clerk.get(f"/desk/papers/{failed}").text
    with transaction(store) as session:
        add_pdf(session, Paper, waiting, b"%PDF kept")
    page = clerk.get(f"/desk/papers/{waiting}").text
    assert f"/desk/papers/{waiting}.pdf" in page
    assert "正在生成" not in page
    answer = clerk.get(f"/desk/papers/{waiting}.pdf")
    assert (answer.data, answer.mimetype) == (b"%PDF kept", "application/pdf")


def test_a_pdf_that_failed_is_tried_again_by_who_may_make_the_paper(
    sign_in: SignIn, store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(show, "is_installed", lambda: True)
    failed = stored(store, pdf_problem="转换时出错中断", authority_id=cast.authority_id)
    again, button = f"/desk/papers/{failed}/pdf", "重新生成 PDF"
    for who, status in (("drafter", 403), ("stranger", 404), ("auditor", 403)):
        assert button not in sign_in(who).get(f"/desk/papers/{failed}").text
        assert sign_in(who).post(again).status_code == status, who
    clerk = sign_in("clerk")
    assert button in clerk.get(f"/desk/papers/{failed}").text
    assert clerk.post(again).status_code == 303
    page = clerk.get(f"/desk/papers/{failed}").text
    assert "PDF 正在生成" in page
    assert f'action="{again}"' not in page
    with reading(store) as session:
        assert due_pdfs(session, Paper, clock.now(), 10) == [failed]
    assert clerk.post(again).status_code == 409


def test_an_erased_paper_is_not_printed_again(
    sign_in: SignIn, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(show, "is_installed", lambda: True)
    erased = stored(store, pdf_problem="转换时出错中断", subject="7")
    with transaction(store) as session:
        erase_bytes(session, SubjectKind.FILING, 7)
    clerk = sign_in("clerk")
    assert "重新生成 PDF" not in clerk.get(f"/desk/papers/{erased}").text
    assert clerk.post(f"/desk/papers/{erased}/pdf").status_code == 409


def test_an_authority_reads_the_papers_that_went_to_it(
    sign_in: SignIn, store: Store, cast: Cast, filing_id: int
) -> None:
    own = made(store, filing_id)
    to_other = stored(store, authority_id=cast.other_authority_id)
    to_nobody = stored(store)
    drafter, stranger = sign_in("drafter"), sign_in("stranger")
    missing = words_of(drafter.get("/desk/papers/999").text)
    for hidden in (to_other, to_nobody):
        for path in (
            f"/desk/papers/{hidden}",
            f"/desk/papers/{hidden}.docx",
            f"/desk/papers/{hidden}/replace",
        ):
            answer = drafter.get(path)
            assert (answer.status_code, words_of(answer.text)) == (404, missing), path
    assert drafter.get(f"/desk/papers/{own}.docx").status_code == 200
    assert stranger.get(f"/desk/papers/{own}").status_code == 404
    assert sign_in("auditor").get(f"/desk/papers/{to_nobody}").status_code == 200
    numbers = re.findall(r'/desk/papers/(\d+)"', drafter.get("/desk/papers/").text)
    assert numbers == [str(own)]
    assert "备登〔2026〕1号" in drafter.get("/desk/papers/export.csv").text
    make = f"/desk/papers/make?kind=registration_notice&subject={filing_id}"
    assert drafter.get(make).status_code == 403
    assert "/desk/papers/make" not in drafter.get(f"/desk/filings/{filing_id}").text
    assert f"/desk/papers/{own}" in drafter.get(f"/desk/filings/{filing_id}").text


def test_a_paper_of_another_authority_is_not_told_on_the_page_of_what_replaces_it(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    """As after a filing that had been typed in under a wrong authority."""
    own, other = {"authority_id": cast.authority_id}, {"authority_id": cast.other_authority_id}
    hidden = stored(store, number="备登〔2026〕8号", **other)
    shown = stored(store, replaces_id=hidden, because="报送机关误写为某机关", **own)
    hidden_newer = stored(store, number="备登〔2026〕9号", replaces_id=shown, **other)
    page = sign_in("drafter").get(f"/desk/papers/{shown}")
    assert page.status_code == 200
    assert "这份文书已被替代，不再使用。" in page.text
    for words in ("备登〔2026〕8号", "误写", "备登〔2026〕9号", f"/desk/papers/{hidden_newer}"):
        assert words not in page.text
    office = sign_in("clerk").get(f"/desk/papers/{shown}").text
    assert "备登〔2026〕8号" in office
    assert "备登〔2026〕9号" in office


def test_a_wrong_paper_is_replaced_once_with_its_reason(
    sign_in: SignIn, store: Store, filing_id: int
) -> None:
    wrong = made(store, filing_id)
    clerk = sign_in("clerk")
    assert f"/desk/papers/{wrong}/replace" in clerk.get(f"/desk/papers/{wrong}").text
    assert f"/desk/papers/{wrong}/replace" not in sign_in("auditor").get(f"/desk/papers/{wrong}").text
    empty = clerk.post(f"/desk/papers/{wrong}/replace", data={"because": " "})
    assert empty.status_code == 422
    answer = clerk.post(f"/desk/papers/{wrong}/replace", data={"because": "报送日期误写"})
    assert answer.status_code == 303
    page = clerk.get(answer.headers["Location"]).text
    assert "备登〔2026〕2号" in page
    assert "报送日期误写" in page
    assert "已被替代" in clerk.get(f"/desk/papers/{wrong}").text
    assert clerk.post(f"/desk/papers/{wrong}/replace", data={"because": "再改"}).status_code == 303
    with reading(store) as session:
        assert session.get(Paper, 3) is None


def test_the_list_is_filtered_sorted_and_exported(
    sign_in: SignIn, store: Store, cast: Cast, filing_id: int
) -> None:
    made(store, filing_id)
    replace_paper(store, OPERATOR, made(store, registered_without_paper(store, 4)), "有误", now=NOW)
    stored(store, kind=PaperKind.REVIEW_OPINION, authority_id=cast.other_authority_id, about="关于养犬的规定")
    clerk = sign_in("clerk")
    for query, ids in (
        ("", ["4", "3", "2", "1"]),
        ("sort=signed", ["1", "2", "3", "4"]),
        ("sort=number", ["1", "2", "3", "4"]),
        ("sort=-kind", ["4", "3", "2", "1"]),
        ("kind=review_opinion", ["4"]),
        ("standing=replaced", ["2"]),
        ("standing=valid&kind=registration_notice", ["3", "1"]),
        (f"authority={cast.other_authority_id}", ["4"]),
        ("year=2025", []),
        ("year=2026&sort=-about&kind=review_opinion", ["4"]),
        ("q=养犬", ["4"]),
        ("q=《关于养犬的规定》", ["4"]),
        ("q=备登[2026]2", ["2"]),
        ("q=100%25_", []),
        ("kind=odd&year=x&sort=odd&standing=&authority=-1", ["4", "3", "2", "1"]),
    ):
        page = clerk.get(f"/desk/papers/?{query}").text
        found = re.findall(r'data-label="编号"><a href="/desk/papers/(\d+)"', page)
        assert found == ids, query
    for kind in ("csv", "xlsx", "docx"):
        file = clerk.get(f"/desk/papers/export.{kind}?kind=registration_notice")
        assert file.status_code == 200
        words = words_in(file.data, kind)
        for n in (1, 2, 3):
            assert f"备登〔2026〕{n}号" in words, kind
        assert "养犬" not in words


def test_an_erased_paper_says_so(sign_in: SignIn, store: Store, filing_id: int) -> None:
    erased = stored(store, docx=None)
    clerk = sign_in("clerk")
    assert "内容已随个人信息删除" in clerk.get(f"/desk/papers/{erased}").text
    answer = clerk.get(f"/desk/papers/{erased}.docx")
    assert answer.status_code == 409
    page = clerk.get("/desk/filings/1").text
    assert "内容已删除" in page
    assert f"/desk/papers/{erased}.docx" not in page
    assert "校验值" in answer.text


def test_the_number_of_statements_does_not_grow_with_the_rows(
    sign_in: SignIn, store: Store, filing_id: int
) -> None:
    clerk = sign_in("clerk")
    made(store, filing_id)
    asked: list[str] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    for path in ("/desk/papers/", f"/desk/filings/{filing_id}", "/desk/papers/export.csv"):
        counts = []
        for n_more in (0, 10):
            for _ in range(n_more):
                stored(store, subject=str(filing_id))
            asked.clear()
            assert clerk.get(path).status_code == 200
            counts.append(len(asked))
            bytes_asked = [
                words for words in asked if "paper.docx" in words.replace("paper.docx IS NULL", "")
            ]
            assert not bytes_asked, path
        assert counts[0] == counts[1], path
