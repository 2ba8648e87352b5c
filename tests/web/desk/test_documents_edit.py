"""Editing what is registered."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from registry.actions.authorities.edit_authority import edit_authority
from registry.domain.authorities import AuthorityKind
from registry.storage.documents.tables import Document, issuers_of
from registry.storage.engine import Store, reading
from tests.building.documents import register
from tests.building.prepared_registers import Prepare
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def document_id(prepared: Prepare, cast: Cast, now: datetime) -> int:
    return prepared(register, cast.clerk, now)


def _filled(client: FlaskClient, document_id: int) -> dict[str, str]:
    """What a browser would send back from the page without touching it."""
    page = client.get(f"/desk/documents/{document_id}/edit").text
    fields = dict(re.findall(r'<input(?![^>]*checkbox)[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', page))
    fields |= dict(re.findall(r'<textarea[^>]*?name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', page))
    for name, options in re.findall(r'<select[^>]*?name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        fields[name] = re.search(r'<option selected value="([^"]*)"', options)[1]  # type: ignore[index]
    return fields


def test_an_untouched_form_changes_nothing(store: Store, sign_in: SignIn, document_id: int) -> None:
    clerk = sign_in("clerk")
    answer = clerk.post(
        f"/desk/documents/{document_id}/edit", data=_filled(clerk, document_id), follow_redirects=True
    )
    assert "内容没有变化" in answer.text


def test_a_change_is_saved(store: Store, sign_in: SignIn, document_id: int) -> None:
    clerk = sign_in("clerk")
    form = _filled(clerk, document_id) | {"subject": "农业"}
    assert clerk.post(f"/desk/documents/{document_id}/edit", data=form).status_code == 303
    with reading(store) as session:
        assert session.get_one(Document, document_id).subject == "农业"


def test_who_came_from_a_list_is_led_back_to_it(sign_in: SignIn, document_id: int) -> None:
    clerk, queue = sign_in("clerk"), "/desk/documents/doubts?doubt=no_published_on&page=2"
    form = _filled(clerk, document_id) | {"subject": "农业"}
    saved = clerk.post(f"/desk/documents/{document_id}/edit", query_string={"back": queue}, data=form)
    assert (saved.status_code, saved.headers["Location"]) == (303, queue)


def test_a_shared_number_is_explained_where_it_is_edited(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn, document_id: int
) -> None:
    clerk = sign_in("clerk")
    address = f"/desk/documents/{document_id}/edit"
    assert "重号说明" not in clerk.get(address).text
    register(store, cast.clerk, now, title="另一份文件", duplicate_reason="当年编号有误")
    assert "重号说明" in clerk.get(address).text


def test_the_second_of_two_clerks_sees_both_versions_and_saves_when_sure(
    store: Store, sign_in: SignIn, document_id: int
) -> None:
    clerk, lead = sign_in("clerk"), sign_in("lead")
    first, second = _filled(clerk, document_id), _filled(lead, document_id)
    clerk.post(f"/desk/documents/{document_id}/edit", data=first | {"subject": "农业"})
    answer = lead.post(f"/desk/documents/{document_id}/edit", data=second | {"subject": "财政"})
    assert answer.status_code == 422
    assert '<a href="#differences">该文件刚被他人修改（陈经办，2026' in answer.text
    assert 'id="differences"' in answer.text
    assert "农业" in answer.text
    assert 'value="财政"' in answer.text
    again = second | {
        "subject": "财政",
        "version": re.search(r'name="version"[^>]*value="(\d+)"', answer.text)[1],
    }  # type: ignore[index]
    assert lead.post(f"/desk/documents/{document_id}/edit", data=again).status_code == 303
    with reading(store) as session:
        assert session.get_one(Document, document_id).subject == "财政"


def test_who_saves_an_old_page_of_their_own_again_is_told_so_and_sees_what_differs(
    sign_in: SignIn, document_id: int
) -> None:
    clerk, address = sign_in("clerk"), f"/desk/documents/{document_id}/edit"
    old = _filled(clerk, document_id)
    clerk.post(address, data=old | {"subject": "农业", "hearing-body": "农机站"})
    answer = clerk.post(address, data=old | {"subject": "财政"}).text
    assert "您在另一页面已保存过这件文件" in answer
    assert "他人" not in answer
    table = answer.partition('id="differences"')[2].partition("</table>")[0]
    assert "农业" in table
    assert "财政" in table
    assert "农机站" in table


def test_a_moved_publication_date_asks_for_its_reason(sign_in: SignIn, document_id: int) -> None:
    clerk = sign_in("clerk")
    form = _filled(clerk, document_id) | {"published_on": "2026-03-03"}
    answer = clerk.post(f"/desk/documents/{document_id}/edit", data=form)
    assert answer.status_code == 422
    assert "更正理由" in answer.text
    form["reason"] = "公报日期有误"
    assert clerk.post(f"/desk/documents/{document_id}/edit", data=form).status_code == 303
    assert "2026-03-18" in clerk.get(f"/desk/documents/{document_id}").text


def test_the_name_as_issued_outlives_a_renaming(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn, document_id: int
) -> None:
    edit_authority(
        store, cast.clerk, 2,
        name="示范区农业和水务局", kind=AuthorityKind.DEPARTMENT, renamed_on=now.date(), version=1, now=now,
    )  # fmt: skip
    clerk = sign_in("clerk")
    form = _filled(clerk, document_id)
    assert form["lead_authority"] == "示范区农业农村局"
    clerk.post(f"/desk/documents/{document_id}/edit", data=form | {"subject": "农业"})
    with reading(store) as session:
        assert issuers_of(session, document_id)[0].name_as_issued == "示范区农业农村局"
    assert "现为示范区农业和水务局" in clerk.get(f"/desk/documents/{document_id}").text


def test_a_contact_edits_its_draft_but_nothing_published(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn, document_id: int
) -> None:
    drafter = sign_in("drafter")
    assert drafter.get(f"/desk/documents/{document_id}/edit").status_code == 403
    draft = register(store, cast.drafter, now, is_published=False, title="草案", doc_no="")
    form = _filled(drafter, draft) | {"subject": "农业"}
    assert drafter.post(f"/desk/documents/{draft}/edit", data=form).status_code == 303
