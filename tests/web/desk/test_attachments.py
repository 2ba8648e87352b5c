"""Files of documents: uploaded, downloaded, taken off."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
from docx import Document
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.storage.documents.tables import text_of
from registry.storage.engine import Store, reading
from registry.storage.files import Attachment, attachments_of, path_of
from tests.building.documents import register
from tests.building.filings import filing_of
from tests.building.prepared_registers import Prepare
from tests.cast import Cast
from tests.kept import kept_hashes

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def document_id(prepared: Prepare, cast: Cast, now: datetime) -> int:
    return prepared(register, cast.clerk, now, text="")


def _upload(client: FlaskClient, document_id: int, content: bytes, name: str, role: str = "text") -> int:
    data = {"file": (io.BytesIO(content), name), "role": role}
    answer = client.post(
        f"/desk/documents/{document_id}/attach", data=data, content_type="multipart/form-data"
    )
    return answer.status_code


def _only(store: Store, document_id: int) -> Attachment:
    with reading(store) as session:
        (one,) = attachments_of(session, document_id)
    return one


def test_a_text_file_brings_its_text(store: Store, sign_in: SignIn, document_id: int) -> None:
    assert (
        _upload(sign_in("clerk"), document_id, "第一条 为了规范养犬行为，制定本办法。".encode(), "办法.txt")
        == 303
    )
    with reading(store) as session:
        assert "养犬" in text_of(session, document_id)


def test_a_file_with_macros_is_no_public_one(store: Store, sign_in: SignIn, document_id: int) -> None:
    out = io.BytesIO()
    Document().save(out)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    clerk = sign_in("clerk")
    assert _upload(clerk, document_id, out.getvalue(), "办法.docx") == 303
    assert _only(store, document_id).role == "internal"
    assert "不提供给公众下载" in clerk.get(f"/desk/documents/{document_id}").text


def test_a_file_that_cannot_be_searched_for_macros_is_no_public_one(
    store: Store, sign_in: SignIn, document_id: int
) -> None:
    encrypted = b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    clerk = sign_in("clerk")
    assert _upload(clerk, document_id, encrypted, "办法.docx") == 303
    assert _only(store, document_id).role == "internal"
    assert "查不出有没有宏" in clerk.get(f"/desk/documents/{document_id}").text


def test_a_download_is_an_attachment_that_no_browser_runs(
    store: Store, sign_in: SignIn, document_id: int
) -> None:
    clerk = sign_in("clerk")
    _upload(clerk, document_id, b"<html><script>alert(1)</script></html>", "办法.html", "evidence")
    one = _only(store, document_id)
    answer = clerk.get(f"/desk/attachments/{one.id}/download", buffered=True)
    assert answer.data.startswith(b"<html>")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "application/octet-stream"
    assert sign_in("drafter").get(f"/desk/attachments/{one.id}/download", buffered=True).status_code == 200
    assert sign_in("stranger").get(f"/desk/attachments/{one.id}/download", buffered=True).status_code == 404
    path_of(store, one.sha256).unlink()
    assert clerk.get(f"/desk/attachments/{one.id}/download", buffered=True).status_code == 404


def test_a_secret_file_is_refused_and_not_kept(store: Store, sign_in: SignIn, document_id: int) -> None:
    assert _upload(sign_in("clerk"), document_id, "绝密\n示范区人民政府文件".encode(), "甲.txt") == 422
    assert kept_hashes(store) == []


def test_a_full_disk_is_said(
    store: Store, sign_in: SignIn, document_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("registry.web.desk.uploads.keep_bytes", full)
    assert _upload(sign_in("clerk"), document_id, b"text of some length", "甲.txt") == 422
    with reading(store) as session:
        assert attachments_of(session, document_id) == []


def test_it_is_taken_off_with_a_reason(store: Store, sign_in: SignIn, document_id: int) -> None:
    clerk = sign_in("clerk")
    _upload(clerk, document_id, "正文".encode(), "甲.txt", "internal")
    one = _only(store, document_id)
    assert clerk.post(f"/desk/attachments/{one.id}/remove", data={"reason": ""}).status_code == 422
    assert sign_in("drafter").get(f"/desk/attachments/{one.id}/remove").status_code == 403
    assert clerk.post(f"/desk/attachments/{one.id}/remove", data={"reason": "传错"}).status_code == 303
    with reading(store) as session:
        assert attachments_of(session, document_id) == []


NAMES = {
    "起草说明.docx": "起草说明",
    "附件2-起草说明.pdf": "起草说明",
    "1.备案报告（盖章）.pdf": "备案报告",
    "【3】制定依据.docx": "制定依据",
    "（四）合法性审核意见.pdf": "合法性审核意见",
}


@pytest.mark.parametrize(("name", "material"), NAMES.items())
def test_a_file_that_names_a_material_is_offered_as_that_and_never_slips_into_the_public_text(
    store: Store, sign_in: SignIn, document_id: int, name: str, material: str
) -> None:
    clerk = sign_in("clerk")
    address = f"/desk/documents/{document_id}/attach"

    def send(role: str, insisted: str = "") -> TestResponse:
        data = {"file": (io.BytesIO(f"{name}".encode()), name), "role": role, "insisted": insisted}
        return clerk.post(address, data=data, content_type="multipart/form-data")

    for role in ("", "text", "annex"):
        answer = send(role)
        assert answer.status_code == 422
        assert f'<option selected value="material:{material}">备案材料：{material}</option>' in answer.text
        assert "请重新选择" in answer.text
    assert send(f"material:{material}").status_code == 303
    one = _only(store, document_id)
    assert (one.role, one.material, one.filing_id) == ("material", material, None)
    assert send("annex", insisted=name).status_code == 303  # asked once, a person decides


def test_a_material_of_a_document_stands_in_its_filing(
    store: Store, sign_in: SignIn, document_id: int
) -> None:
    clerk = sign_in("clerk")
    assert _upload(clerk, document_id, b"x", "说明.docx", "material:起草说明") == 303
    page = clerk.get(f"/desk/filings/{filing_of(store, document_id)}").text
    assert re.search(r"已有</span> 起草说明", page)
    assert _upload(clerk, document_id, b"y", "说明.docx", "material:别的") == 422
