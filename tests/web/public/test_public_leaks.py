"""What the public may not read is in no answer: not in a page, a file, a count, a header or the shape of a refusal."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import product
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlmodel import col, select

from registry.domain.documents import Disclosure
from registry.domain.validity import Status
from registry.storage.documents.tables import Document
from registry.storage.engine import reading, transaction
from tests.web.public.conftest import HIDDEN_TITLE, KEPT, NUMBER, Register, plain

SECRETS = (KEPT, NUMBER, "99017", "应急储备")
NONCE = re.compile(r'nonce="[^"]+"')
N_GUESSED = 25


def _reached(visitor: FlaskClient, *addresses: str) -> Iterator[tuple[str, str, int]]:
    """(address, all that the answer says, its status) of every page that can be reached by links."""
    waiting, seen = ["/", "/robots.txt", *addresses], set[str]()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        with visitor.get(address) as answer:
            said = plain(answer.data)
        yield address, f"{answer.headers}{said}", answer.status_code
        if answer.mimetype == "text/html":
            for link in re.findall(r'(?:href|action)="(/[^"#]*)', said):
                parts = urlsplit(unescape(link))
                if not parts.path.startswith(("/static", "/account", "/desk")):
                    waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))


def _without_nonce(text: str) -> str:
    return NONCE.sub("", text)


def test_no_page_or_file_that_links_lead_to_says_what_is_kept(
    register_of_much: Register, visitor: FlaskClient, app_without_limits: None
) -> None:
    answers = list(_reached(visitor))
    reached = {address.split("?")[0] for address, _, _ in answers}
    assert {"/", "/about", "/releases", f"/releases/{register_of_much.release}"} <= reached
    assert {f"/documents/{register_of_much.shown}", f"/documents/{register_of_much.ended}"} <= reached
    assert f"/releases/{register_of_much.release}/list.docx" in reached
    assert f"/documents/{register_of_much.shown}/files/{register_of_much.public_file}" in reached
    assert {"/catalog.xlsx", "/catalog.csv", "/catalog.docx"} <= reached
    assert not [address for address, _, status in answers if status != 200]
    assert not [(address, secret) for address, said, _ in answers for secret in SECRETS if secret in said]


@pytest.mark.parametrize("address", ["/", "/catalog.csv"])
def test_searching_for_what_is_kept_answers_as_for_a_word_that_nobody_wrote(
    visitor: FlaskClient, app_without_limits: None, address: str
) -> None:
    nobody = {KEPT: "qwqwqwqw", HIDDEN_TITLE: "q" * 40, NUMBER: "示保〔2024〕88018号", "应急储备": "应急屮屮"}
    for typed in (*nobody, f"停车 {KEPT}", f"停车 -{KEPT}", f'"{KEPT}正文"'):
        strange = next(typed.replace(one, other) for one, other in nobody.items() if one in typed)
        answers = [visitor.get(address, query_string={"q": one}) for one in (typed, strange)]
        assert [answer.status_code for answer in answers] == [200, 200]
        said, said_of_nothing = (plain(answer.data) for answer in answers)
        assert _mute(said, typed) == _mute(said_of_nothing, strange), typed


def _mute(page: str, typed: str) -> str:
    """The page without the echo of what was typed, as words and in its links."""
    return re.sub(r"q=[^&\"]*", "q=", _without_nonce(unescape(page)).replace(typed, "…"))


def test_the_filters_count_public_documents_only(register_of_much: Register, visitor: FlaskClient) -> None:
    page = visitor.get("/", query_string={"q": "停车"}).text
    assert "找到<strong>2</strong>件" in page  # the measures, and the decision whose list names them
    with reading(register_of_much.store) as session:
        n_public = len(
            session.exec(
                select(Document.id).where(
                    Document.disclosure == Disclosure.PUBLIC, col(Document.is_published)
                )
            ).all()
        )
    assert f"共<strong>{n_public}</strong>件" in visitor.get("/").text


def test_no_export_of_any_status_on_any_day_says_what_is_kept(
    visitor: FlaskClient, app_without_limits: None
) -> None:
    for status, on in product(Status, ("2020-06-01", "2021-01-15", "2026-03-05", "2030-01-01")):
        for suffix in ("docx", "csv"):
            answer = visitor.get(f"/catalog.{suffix}?status={status}&on={on}")
            assert answer.status_code == 200
            said = plain(answer.data)
            assert not [secret for secret in SECRETS if secret in said], (status, on, suffix)


def test_a_guessed_document_is_answered_as_one_that_never_was(
    register_of_much: Register, visitor: FlaskClient
) -> None:
    never = visitor.get("/documents/4999")
    assert never.status_code == 404
    for document_id in register_of_much.hidden:
        answer = visitor.get(f"/documents/{document_id}?on=2021-01-15")
        assert answer.status_code == 404
        assert _without_nonce(answer.text) == _without_nonce(never.text)
        assert list(answer.headers.keys()) == list(never.headers.keys())


def test_a_guessed_file_is_answered_as_one_that_never_was(
    register_of_much: Register, visitor: FlaskClient, app_without_limits: None
) -> None:
    never = _without_nonce(visitor.get("/documents/4999/files/4999").text)
    opened = []
    for document_id in range(1, N_GUESSED):
        for attachment_id in range(1, N_GUESSED):
            with visitor.get(f"/documents/{document_id}/files/{attachment_id}") as answer:
                said = answer.data.decode()
            if answer.status_code == 200:
                opened.append((document_id, attachment_id))
            else:
                assert (answer.status_code, _without_nonce(said)) == (404, never)
    assert opened == [(register_of_much.shown, register_of_much.public_file)]
    assert set(register_of_much.hidden_files).isdisjoint(opened)


@pytest.mark.parametrize(
    "address",
    ["/documents/2147483648", "/documents/0", "/documents/-1", "/documents/1/files/99999999999999999999"],
)
def test_an_address_no_document_can_have_is_no_page(visitor: FlaskClient, address: str) -> None:
    assert visitor.get(address).status_code == 404


def test_who_is_signed_in_sees_no_more_here(register_of_much: Register, sign_in: object) -> None:
    clerk = sign_in("clerk")  # type: ignore[operator]
    assert [
        clerk.get(f"/documents/{document_id}").status_code for document_id in register_of_much.hidden
    ] == [404] * 4
    assert KEPT not in clerk.get("/?q=停车").text


def test_what_is_closed_later_is_gone_at_once(register_of_much: Register, visitor: FlaskClient) -> None:
    shown, file = register_of_much.shown, register_of_much.public_file
    with visitor.get(f"/documents/{shown}/files/{file}") as answer:
        assert answer.status_code == 200
    with transaction(register_of_much.store) as session:
        document = session.get_one(Document, shown)
        document.disclosure = Disclosure.WITHHELD
        session.add(document)
    assert visitor.get(f"/documents/{shown}").status_code == 404
    assert visitor.get(f"/documents/{shown}/files/{file}").status_code == 404
    assert "停车管理办法" not in visitor.get("/").text
    assert "停车管理办法" not in visitor.get("/catalog.csv").text
    assert "停车管理办法" not in visitor.get(f"/documents/{register_of_much.ended}").text
    assert f'href="/documents/{shown}"' not in visitor.get(f"/releases/{register_of_much.release}").text


def test_a_list_whose_decision_is_closed_is_no_page(register_of_much: Register, visitor: FlaskClient) -> None:
    release = register_of_much.release
    with transaction(register_of_much.store) as session:
        for document in session.exec(select(Document).where(col(Document.title).contains("清理结果"))):
            document.disclosure = Disclosure.WITHHELD
            session.add(document)
    assert visitor.get(f"/releases/{release}").status_code == 404
    assert visitor.get(f"/releases/{release}/list.docx").status_code == 404
    assert "清理结果的通告" not in visitor.get("/releases").text
