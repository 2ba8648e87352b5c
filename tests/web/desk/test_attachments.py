"""Files of documents: uploaded, downloaded, taken off."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
from docx import Document
from flask.testing import FlaskClient

from registry.storage.documents.tables import text_of
from registry.storage.engine import Store, reading
from registry.storage.files import Attachment, attachments_of, path_of
from tests.building.documents import register
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
