"""Every field of the table reaches the pages that its row says, and no others."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.domain.document_fields import BY_NAME, COLUMNS, FIELDS, LABELS, PLAIN, DocumentField
from registry.storage.documents.listed import SORTS
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from registry.web.desk.audit_words import told
from registry.web.desk.documents import columns
from registry.web.desk.documents.form import DocumentForm
from tests.building.documents import register
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]
VALUES = {name: f"独有的{name}" for name in PLAIN}


@pytest.fixture
def document_id(store: Store, cast: Cast, now: datetime) -> int:
    return register(store, cast.clerk, now, **VALUES)


def test_the_table_of_documents_has_a_column_for_each_field_and_few_others() -> None:
    assert Document.model_fields.keys() - set(COLUMNS) == {
        *("id", "title_key", "doc_no_key", "lead_authority_id", "is_published", "source"),
        *("version", "created_at", "updated_at"),
        *("handed_over_at", "returned_because"),  # of a draft, told by its next step
        "number_owner",  # told by the number's code
        "touches_market",  # said with the formation steps, which it adds one to
    }


def test_the_form_asks_for_each_field_of_a_group(app: Flask) -> None:
    with app.test_request_context():
        form = DocumentForm()
    about_it = {"reason", "version", "kept", "touches_market", *(step.name for step in form.steps)}
    assert {field.name for field in form} - about_it == {field.name for field in FIELDS if field.group}


def test_the_list_has_a_column_for_each_field_that_is_listed() -> None:
    listed = {field.name for field in FIELDS if field.is_listed}
    of_documents = {"lead_authority" if name == "authority" else name for name in columns.COLUMNS}
    assert of_documents & BY_NAME.keys() == listed
    assert set(PLAIN) & listed <= SORTS.keys()


@pytest.mark.parametrize("field", [BY_NAME[name] for name in PLAIN], ids=PLAIN)
def test_a_plain_text_is_on_the_page_in_the_list_and_in_its_file(
    sign_in: SignIn, document_id: int, field: DocumentField
) -> None:
    clerk = sign_in("clerk")
    assert VALUES[field.name] in clerk.get(f"/desk/documents/{document_id}").text
    for address in ("/desk/documents", "/desk/documents/export.csv"):
        page = clerk.get(address, query_string={"columns": field.name}).text
        assert (VALUES[field.name] in page) == field.is_listed


@pytest.mark.parametrize("field", [BY_NAME[name] for name in PLAIN], ids=PLAIN)
def test_a_plain_text_is_public_only_when_its_row_says_so(
    client: FlaskClient, document_id: int, field: DocumentField
) -> None:
    page = client.get(f"/documents/{document_id}").text
    assert (VALUES[field.name] in page) == field.is_public
    assert (f"<dt>{field.label}</dt>" in page) == field.is_public


def test_a_plain_text_is_edited_audited_and_told_to_who_saved_an_old_page(
    store: Store, sign_in: SignIn, document_id: int
) -> None:
    clerk, address = sign_in("clerk"), f"/desk/documents/{document_id}/edit"
    form = {
        "title": "另一办法",
        "lead_authority": "示范区农业农村局",
        "disclosure": "public",
        "kind": "measures",
    }
    changed = {name: f"改过的{name}" for name in PLAIN}
    published = {"published_on": "2026-02-02", "reason": "误录"}
    stale = clerk.post(address, data={**form, **published, **changed, "version": "0"}).text
    for name in PLAIN:
        assert f'>{LABELS[name]}</td><td data-label="现在登记的">独有的{name}</td>' in stale
    with reading(store) as session:
        version = session.get_one(Document, document_id).version
    draft = {
        "legality_review-not_applicable_because": "不涉及",
        "collective_decision-not_applicable_because": "不涉及",
    }
    draft["hearing-not_applicable_because"] = "不涉及"
    saved = clerk.post(address, data={**form, **published, **draft, **changed, "version": str(version)})
    assert saved.status_code == 303
    with reading(store) as session:
        document = session.get_one(Document, document_id)
        assert {name: getattr(document, name) for name in PLAIN} == changed


@pytest.mark.parametrize("name", COLUMNS)
def test_an_audit_line_has_a_word_for_each_field(name: str) -> None:
    line = told({"changes": {name: ["甲", "乙"]}})
    assert name not in line
    assert "甲 → 乙" in line
