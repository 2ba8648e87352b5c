"""Issuing authorities."""

from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient

from registry.actions.authorities.add_authority import insert_authority
from registry.domain.authorities import AuthorityKind
from registry.storage.authorities import Authority
from registry.storage.engine import Store, reading, transaction
from tests.building.documents import register
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]
AGRICULTURE = {"name": "示范区农业农村局", "kind": "department", "is_issuer": "y", "version": "1"}


def _queued(store: Store) -> int:
    with transaction(store) as session:
        kind = AuthorityKind.DEPARTMENT
        return insert_authority(session, name="示范区农业局", kind=kind, needs_review=True).id or 0


def test_the_list_begins_with_the_government_and_counts(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    register(store, cast.clerk, now)
    page = sign_in("auditor").get("/desk/authorities").text
    assert page.index("示范区人民政府") < page.index("示范区农业农村局")
    assert "1件" in page
    assert "新增机关" not in page


def test_an_authority_is_added_and_a_taken_name_is_refused(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    form = {"name": "示范区民政局", "kind": "department", "organ_code": "示民"}
    assert "示民" in clerk.post("/desk/authorities/new", data=form, follow_redirects=True).text
    answer = clerk.post("/desk/authorities/new", data=form)
    assert answer.status_code == 422
    assert "已在制定机关名单中" in answer.text


def test_the_list_of_issuers_is_filtered_and_downloaded(store: Store, sign_in: SignIn) -> None:
    _queued(store)
    with transaction(store) as session:
        session.get_one(Authority, 3).is_issuer = False
    auditor = sign_in("auditor")
    page = auditor.get("/desk/authorities?state=issuing").text
    assert "示范区农业农村局" in page
    assert "示范区农业局" not in page
    assert "青石镇" not in page
    answer = auditor.get("/desk/authorities/export.csv?state=issuing")
    lines = answer.get_data().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("序号,机关名称,类别,机关代字,制定资格,启用日期,撤销日期")
    assert [line.split(",")[1] for line in lines[1:]] == ["示范区人民政府", "示范区农业农村局"]
    assert auditor.get("/desk/authorities/export.xlsx").data.startswith(b"PK")


def test_the_second_of_two_clerks_keeps_what_was_typed(sign_in: SignIn) -> None:
    sign_in("clerk").post("/desk/authorities/2/edit", data=AGRICULTURE | {"organ_code": "示农"})
    answer = sign_in("lead").post("/desk/authorities/2/edit", data=AGRICULTURE | {"email": "a@example.cn"})
    assert answer.status_code == 422
    assert 'value="a@example.cn"' in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text


def test_an_authority_in_review_is_confirmed_by_saving_it(store: Store, sign_in: SignIn) -> None:
    queued = _queued(store)
    clerk = sign_in("clerk")
    assert "1个机关由导入带入" in clerk.get("/desk/authorities").text
    assert "示范区农业农村局" not in clerk.get("/desk/authorities?state=to_review").text
    clerk.post(f"/desk/authorities/{queued}/edit", data=AGRICULTURE | {"name": "示范区农业局"})
    with reading(store) as session:
        assert not session.get_one(Authority, queued).needs_review


def test_a_corrected_kind_says_in_numbers_what_it_changes_before_it_does(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    register(store, cast.clerk, now)
    clerk = sign_in("clerk")
    typed = AGRICULTURE | {"kind": "vertical"}
    asked = clerk.post("/desk/authorities/2/edit", data=typed)
    assert "终止待报备案1件" in asked.text
    assert 'name="confirmed" value="vertical"' in asked.text
    with reading(store) as session:
        assert session.get_one(Authority, 2).kind == "department"
    done = clerk.post(
        "/desk/authorities/2/edit", data=typed | {"confirmed": "vertical"}, follow_redirects=True
    )
    assert "应报备案随之更正：终止待报备案1件" in done.text
    assert "报上一级主管部门备案，抄送本级政府" in done.text
    assert "报上一级主管部门备案，抄送本级政府" in clerk.get("/desk/documents/1").text


def test_a_congress_is_said_to_be_no_issuer(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    data = {"name": "示范区人大常委会", "kind": "outside"}
    page = clerk.post("/desk/authorities/new", data=data, follow_redirects=True).text
    assert "属于人大及其常委会，不是行政机关" in page
    assert "不得制定" in page


def test_a_duplicate_is_merged_after_its_numbers_are_shown(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    queued = _queued(store)
    register(store, cast.clerk, now, authority_ids=(queued,))
    clerk = sign_in("clerk")
    assert "1份文件" in clerk.get(f"/desk/authorities/{queued}/merge").text
    assert clerk.post(f"/desk/authorities/{queued}/merge", data={"into_id": ""}).status_code == 422
    page = clerk.post(f"/desk/authorities/{queued}/merge", data={"into_id": "2"}, follow_redirects=True).text
    assert "示范区农业局" in page
    assert clerk.get(f"/desk/authorities/{queued}").status_code == 404


def test_only_the_office_manages_authorities(sign_in: SignIn) -> None:
    assert sign_in("drafter").get("/desk/authorities").status_code == 403
    assert sign_in("auditor").get("/desk/authorities/2/edit").status_code == 403
