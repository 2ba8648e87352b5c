"""The pages of the rules of the checks: the list, a rule with its versions, trying, saving, switching, restoring."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from registry.actions.authorities.add_authority import insert_authority
from registry.actions.check_rules.edit_check_rule import edit_check_rule
from registry.domain.authorities import AuthorityKind
from registry.domain.roles import OPERATOR
from registry.storage import check_book
from registry.storage.check_book import book_rule, shipped_rules, versions_of
from registry.storage.engine import Store, reading, transaction
from tests.building.check_rules import added_rule
from tests.building.documents import register_old
from tests.building.text_checks import checked_draft, statements
from tests.cast import NOW

SignIn = Callable[[str], FlaskClient]
DOOR = "/desk/settings/check-rules"
FINE = f"{DOOR}/penalty.fine"
TYPED = {
    "name": "风险押金",
    "kind": "fee",
    "level": "improper",
    "words": "风险押金\n履约…押金",
    "says": "请核对收取押金的依据。",
    "source": "工作手册",
    "reason": "工作中常见",
    "version": "0",
}


def typed(store: Store, code: str, **changes: str) -> dict[str, str]:
    """The form of a rule as the browser sends it back."""
    with reading(store) as session:
        rule = book_rule(session, code)
    assert rule is not None
    written = rule.written
    return {
        "name": written.name,
        "kind": written.kind,
        "level": written.level,
        "words": "\n".join(written.words),
        "pattern": written.pattern,
        "here_words": "\n".join(written.here_words),
        "here": written.here,
        "anywhere": written.anywhere,
        "says": written.says,
        "source": written.source,
        "reason": "本地情况",
        "version": str(rule.version),
        **changes,
    }


def test_everybody_of_the_office_reads_and_an_admin_writes(store: Store, sign_in: SignIn) -> None:
    code = added_rule(store)
    doors = (f"{DOOR}/add", f"{DOOR}/add-body", f"{FINE}/edit", f"{FINE}/switch", f"{FINE}/restore")
    for who in ("clerk", "lead", "auditor"):
        browser = sign_in(who)
        assert browser.get(DOOR).status_code == browser.get(f"{DOOR}/{code}").status_code == 200
        assert "增加规则" not in browser.get(DOOR).text
        assert {browser.get(door).status_code for door in doors} == {403}
        assert {browser.post(door, data=TYPED).status_code for door in doors} == {403}
    assert sign_in("drafter").get(DOOR).status_code == 403
    assert sign_in("admin").get(f"{DOOR}/penalty.none").status_code == 404


def test_the_list_is_filtered_sorted_paged_and_exported(store: Store, sign_in: SignIn) -> None:
    for _ in range(3):
        added_rule(store)
    browser = sign_in("admin")
    assert "第1/3页" in browser.get(DOOR).text
    own = browser.get(f"{DOOR}?state=own").text
    assert "office.3" in own
    assert "penalty.fine" not in own
    assert "competition.local" in browser.get(f"{DOOR}?q=本地企业&kind=competition").text
    assert "没有符合条件" in browser.get(f"{DOOR}?q=没有的词").text
    assert "office.1" in browser.get(f"{DOOR}?sort=-state&size=20").text
    rows = browser.get(f"{DOOR}/export.csv?state=own").get_data().decode("utf-8-sig").splitlines()
    assert len(rows) == 4
    assert browser.get(f"{DOOR}/export.docx?kind=fee").status_code == 200


def test_a_rule_is_tried_on_a_sentence_and_a_document_before_it_is_saved(
    store: Store, sign_in: SignIn
) -> None:
    register_old(store, "关于押金的通知", text="一、收取风险押金。二、不收其他费用。")
    browser = sign_in("admin")
    door = f"{DOOR}/add"
    on_words = browser.post(door, data={**TYPED, "try": "1", "sample": "每户缴纳履约的押金。没有的。"}).text
    assert "命中1处" in on_words
    assert "<mark>每户缴纳履约的押金</mark>" in on_words
    on_document = browser.post(door, data={**TYPED, "try": "1", "document": "关于押金的通知"}).text
    assert "在《关于押金的通知》中命中1处" in on_document
    assert "没有命中" in browser.post(door, data={**TYPED, "try": "1", "sample": "无。"}).text
    assert browser.post(door, data={**TYPED, "try": "1"}).status_code == 422
    assert browser.post(door, data={**TYPED, "try": "1", "document": "没有的文件"}).status_code == 422
    with reading(store) as session:
        assert book_rule(session, "office.1") is None


def test_a_rule_is_added_edited_switched_off_and_on(store: Store, sign_in: SignIn) -> None:
    browser = sign_in("admin")
    saved = browser.post(f"{DOOR}/add", data=TYPED, follow_redirects=True)
    assert "“风险押金”已保存" in saved.text
    page = f"{DOOR}/office.1"
    changed = typed(store, "office.1", words="风险押金\n保证押金")
    shown = browser.post(f"{page}/edit", data=changed, follow_redirects=True).text
    assert "第2版" in shown
    assert '<del class="pattern">履约…押金</del>' in shown
    assert '<ins class="pattern">保证押金</ins>' in shown
    off = browser.post(f"{page}/switch", data={"reason": "暂停", "version": "2"}, follow_redirects=True).text
    assert "已停用" in off
    assert "启用“风险押金”" in browser.get(f"{page}/switch").text
    on = browser.post(f"{page}/switch", data={"reason": "再用", "version": "3"}, follow_redirects=True).text
    assert "本单位增加" in on
    assert "恢复为随程序提供" not in on


def test_a_shipped_rule_is_changed_and_restored(store: Store, sign_in: SignIn) -> None:
    browser = sign_in("admin")
    data = typed(store, "penalty.fine", here_words="食堂")
    shown = browser.post(f"{FINE}/edit", data=data, follow_redirects=True).text
    assert "与随程序提供的规则不同之处" in shown
    assert "恢复后有这些变化" in browser.get(f"{FINE}/restore").text
    back = browser.post(f"{FINE}/restore", data={"reason": "用原来的", "version": "1"}, follow_redirects=True)
    assert "已恢复为随程序提供的规则" in back.text
    assert "与随程序提供的规则不同之处" not in back.text


def test_a_body_is_added_by_its_names_and_day(store: Store, sign_in: SignIn) -> None:
    browser = sign_in("admin")
    body = {
        "name": "农机推广站",
        "words": "农机推广站",
        "successor": "县农业农村局",
        "since": "2021-07-01",
        "source": "示委编〔2021〕6号",
        "reason": "改革",
        "version": "0",
    }
    tried = browser.post(f"{DOOR}/add-body", data={**body, "try": "1", "sample": "由农机推广站办理。"}).text
    assert "“农机推广站”已在机构改革中撤销或者更名，现为县农业农村局" in tried
    with transaction(store) as session:
        insert_authority(session, name="示范区农机推广站", kind=AuthorityKind.DEPARTMENT, needs_review=False)
    living = {**body, "try": "1", "sample": "由示范区农机推广站办理。"}
    assert "没有命中" in browser.post(f"{DOOR}/add-body", data=living).text, "as in the check"
    assert "2021年7月1日" in browser.post(f"{DOOR}/add-body", data=body, follow_redirects=True).text
    refused = browser.post(f"{DOOR}/add-body", data={**body, "since": ""})
    assert refused.status_code == 422
    assert "从哪一天起" in refused.text
    assert "农机推广站" in browser.get(f"{DOOR}/office.1/edit").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pattern": "罚款)"}, "第3个字符处"),
        ({"pattern": "(.*)*x"}, "没有查完"),
        ({"words": "", "pattern": ""}, "会命中每一句"),
        ({"words": "收"}, "太短"),
        ({"reason": ""}, "请写明理由"),
        ({"kind": "missing"}, "不是有效的选择。"),
        ({"name": "押" * 61}, "60"),
        ({"pattern": "罚" * 60_000}, "太长"),
    ],
)
def test_what_cannot_be_saved_is_said_at_its_field(
    store: Store, sign_in: SignIn, changes: dict[str, str], words: str
) -> None:
    refused = sign_in("admin").post(f"{DOOR}/add", data={**TYPED, **changes})
    assert refused.status_code == 422
    assert words in refused.text
    with reading(store) as session:
        assert versions_of(session, "office.1") == []


def test_who_saves_second_is_told(store: Store, sign_in: SignIn) -> None:
    data = typed(store, "penalty.fine", here_words="食堂")
    browser = sign_in("admin")
    assert browser.post(f"{FINE}/edit", data=data).status_code == 303
    refused = browser.post(f"{FINE}/edit", data={**data, "here_words": "餐厅"})
    assert refused.status_code == 422
    assert "刚被他人改过" in refused.text
    for version in ("", "x", "²", "9" * 20):
        assert browser.post(f"{FINE}/edit", data={**data, "version": version}).status_code == 422


def test_what_the_program_computes_is_switched_off_but_not_edited(store: Store, sign_in: SignIn) -> None:
    page = f"{DOOR}/missing.validity"
    browser = sign_in("admin")
    assert "由程序按文件的条款和日期计算" in browser.get(page).text
    assert browser.get(f"{page}/edit").status_code == 404
    browser.post(f"{page}/switch", data={"reason": "本地不要求", "version": "0"})
    with reading(store) as session:
        assert check_book.load_check_book(session).off == {"missing.validity"}


def test_the_page_says_that_the_program_changed_a_rule_of_the_office(
    store: Store, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = replace(shipped_rules()["penalty.fine"], here_words=("食堂",))
    edit_check_rule(store, OPERATOR, "penalty.fine", changed, "内部伙食", version=0, now=NOW)
    newer = {**shipped_rules(), "penalty.fine": replace(shipped_rules()["penalty.fine"], says="新写法。")}
    browser = sign_in("admin")
    assert "程序更新了" not in browser.get(DOOR).text
    monkeypatch.setattr(check_book, "shipped_rules", lambda: newer)
    assert "程序更新了1条本单位改过的规则" in browser.get(DOOR).text
    assert "程序更新了这条规则" in browser.get(FINE).text
    kept = browser.post(f"{FINE}/edit", data=typed(store, "penalty.fine"), follow_redirects=True)
    assert "程序更新了这条规则" not in kept.text


def test_the_number_of_statements_does_not_grow_with_the_rules(store: Store, sign_in: SignIn) -> None:
    browser, counts = sign_in("admin"), []
    for n in (1, 12):
        code = [added_rule(store) for _ in range(n)][-1]
        with statements(store) as made:
            assert browser.get(f"{DOOR}?size=100").status_code == 200
            assert browser.get(f"{DOOR}/{code}").status_code == 200
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_a_clerk_comes_to_the_rules_from_what_they_hit(store: Store, sign_in: SignIn) -> None:
    page = sign_in("clerk").get(f"/desk/documents/{checked_draft(store)}/checks").text
    assert f'<a href="{DOOR}">规则</a>' in page


def test_markup_in_a_rule_is_shown_as_words(store: Store, sign_in: SignIn) -> None:
    browser = sign_in("admin")
    browser.post(f"{DOOR}/add", data={**TYPED, "name": "<b>押金</b>", "words": "<script>押金"})
    page = browser.get(f"{DOOR}/office.1").text
    assert "<b>押金" not in page
    assert "<script>押金" not in page
