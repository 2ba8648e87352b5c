"""机构改革 on the page: one way in, the numbers before anything moves, and who sees what afterwards."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from registry.actions.filings.move_filing import move_filing
from registry.domain.filings import Move
from registry.domain.roles import OPERATOR
from registry.storage.authorities import Authority, names_of
from registry.storage.documents.tables import Document, issuers_of
from registry.storage.engine import Store, reading
from registry.storage.filings import filings_of
from registry.storage.people import User
from tests.building.documents import register
from tests.building.reforms import found_authority
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]
ASKED = {"on": "2026-03-01", "source": "示委〔2026〕1号", "version": "1"}
MERGE, SPLIT = "/desk/authorities/2/hand-over?what=merged", "/desk/authorities/2/hand-over?what=split"


def test_every_kind_of_reform_is_offered_with_the_authority_s_matters(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    register(store, cast.clerk, now)
    page = sign_in("clerk").get("/desk/authorities/2/reorganise").text
    for words in ("更名", "并入其他机关", "拆分为几个机关", "撤销", "录入重复", "未办结的备案"):
        assert words in page
    assert page.count("1件") == 2


def test_a_new_name_is_saved_after_its_effects_are_shown(store: Store, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    asked = {"name": "示范区农业和水务局", "organ_code": "示农水", "renamed_on": "2026-03-01"} | ASKED
    preview = clerk.post("/desk/authorities/2/rename", data=asked).text
    assert "记为曾用名" in preview
    with reading(store) as session:
        assert len(names_of(session, 2)) == 1
    done = clerk.post(
        "/desk/authorities/2/rename", data=asked | {"confirmed": "1"}, follow_redirects=True
    ).text
    assert "示范区农业和水务局" in done
    assert "2026-02-28" in done
    with reading(store) as session:
        assert session.get_one(Authority, 2).organ_code == "示农水"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "示范区农业农村局"}, "与现名相同"),
        ({"name": "示范区人民政府"}, "已在制定机关名单中"),
        ({"renamed_on": "2026-04-01"}, "晚于今天"),
        ({"source": ""}, "请写明文件依据"),
        ({"version": "7"}, "刚被他人修改"),
    ],
)
def test_an_impossible_new_name_is_refused(sign_in: SignIn, changes: dict[str, str], words: str) -> None:
    asked = {"name": "示范区农水局", "renamed_on": "2026-03-01", "confirmed": "1"} | ASKED | changes
    answer = sign_in("clerk").post("/desk/authorities/2/rename", data=asked)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_merger_is_previewed_and_moves_only_when_confirmed(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    document_id = register(store, cast.clerk, now)
    clerk = sign_in("clerk")
    preview = clerk.post(MERGE, data=ASKED | {"heir_id": "3"}).text
    for words in ("示范区农机购置补贴办法", "要移交的文件（1件）", "要移交的未办结备案（1件", "周起草"):
        assert words in preview
    with reading(store) as session:
        assert session.get_one(Document, document_id).lead_authority_id == 2
    done = clerk.post(MERGE, data=ASKED | {"heir_id": "3", "confirmed": "1"}, follow_redirects=True).text
    assert "承接关系" in done
    assert "文件1件、未办结备案1件、联络员1人" in done
    with reading(store) as session:
        assert session.get_one(Document, document_id).lead_authority_id == 3


def test_a_merger_without_a_heir_or_over_another_s_change_is_refused(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    for changes, words in (({}, "请选择承接机关"), ({"heir_id": "3", "version": "9"}, "刚被他人修改")):
        answer = clerk.post(MERGE, data=ASKED | {"confirmed": "1"} | changes)
        assert answer.status_code == 422
        assert words in answer.text
        assert 'value="示委〔2026〕1号"' in answer.text


def test_an_abolition_without_an_heir_shows_what_stays(store: Store, cast: Cast, sign_in: SignIn) -> None:
    page = sign_in("clerk").post("/desk/authorities/2/hand-over?what=abolished", data=ASKED | {"heir_id": ""})
    assert "无人承接" in page.text
    assert "1个联络员的账号不动" in page.text


def test_a_split_keeps_the_choices_of_other_pages_and_filters(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    water = found_authority(store, "示范区水务局")
    ids = [
        register(store, cast.clerk, now, title=f"示范区第{n}号办法", doc_no=f"示农〔2026〕{n}号")
        for n in range(1, 53)
    ]
    clerk = sign_in("clerk")
    split = ASKED | {"heir_id": "2", "heir_ids": [str(water)]}
    page = clerk.post(SPLIT, data=split | {f"document-{ids[0]}": str(water)}).text
    assert (
        f'<input type="hidden" name="document-{ids[0]}" value="{water}">' in page
    )  # the oldest is on page two
    assert "第1/2页" in page
    page = clerk.post(SPLIT, data=split | {"q": "第5号", "all_to": str(water), "apply": "1"}).text
    assert "筛选出的1件" in page
    choices = {f"document-{document_id}": str(water) for document_id in ids[:3]}
    user = f"person-{cast.drafter.user_id}"
    clerk.post(SPLIT, data=split | choices | {user: str(water), "confirmed": "1"})
    with reading(store) as session:
        assert [session.get_one(Document, document_id).lead_authority_id for document_id in ids[:4]] == [
            water
        ] * 3 + [2]
        assert session.get_one(User, cast.drafter.user_id).authority_id == water
        assert session.get_one(Authority, 2).abolished_on is None


def test_the_contact_of_the_heir_sees_what_was_concluded_before(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    document_id = register(store, cast.clerk, now)
    with reading(store) as session:
        filing_id = filings_of(session, document_id)[0].id or 0
    move_filing(store, OPERATOR, filing_id, Move.WITHDRAW, on=now.date(), reason="重报", now=now)
    stranger = sign_in("stranger")
    assert stranger.get(f"/desk/filings/{filing_id}").status_code == 404
    sign_in("clerk").post(MERGE, data=ASKED | {"heir_id": "3", "confirmed": "1"})
    assert stranger.get(f"/desk/filings/{filing_id}").status_code == 200
    assert "示范区农机购置补贴办法" in stranger.get("/desk/filings/?scope=concluded").text
    with reading(store) as session:
        assert issuers_of(session, document_id)[0].name_as_issued == "示范区农业农村局"


def test_only_the_office_reorganises_authorities(sign_in: SignIn) -> None:
    for name in ("drafter", "auditor"):
        for address in ("/desk/authorities/2/reorganise", "/desk/authorities/2/rename", MERGE):
            assert sign_in(name).get(address).status_code == 403
    assert sign_in("clerk").get("/desk/authorities/2/hand-over?what=elsewhere").status_code == 404


def test_who_is_asked_to_confirm_goes_back_to_what_was_typed(sign_in: SignIn) -> None:
    asked = {"name": "示范区农水局", "renamed_on": "2026-03-01"} | ASKED
    back = sign_in("clerk").post("/desk/authorities/2/rename", data=asked | {"confirmed": "1", "revise": "1"})
    assert back.status_code == 200
    assert 'value="示范区农水局"' in back.text
    assert 'value="2026-03-01"' in back.text
    assert "确认更名" not in back.text
