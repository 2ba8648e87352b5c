"""Checking the text of a document: what is kept of it, who may, and what speaks against it."""

from datetime import date

import pytest

from registry.actions.documents import check_document as checking
from registry.actions.documents.check_document import NO_TEXT, check_document
from registry.actions.documents.edit_document import edit_document
from registry.domain.checks.findings import Checked, CheckKind
from registry.domain.checks.verdicts import HitVerdict
from registry.domain.documents import Dates
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.roles import OPERATOR
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from registry.storage.text_checks import check_of, standing_kinds
from tests.building.documents import facts, register, register_secret
from tests.building.text_checks import SUSPECT, check, checked_draft, draft, hit_of, hits, judge
from tests.cast import NOW, Cast


def test_what_the_rules_find_is_kept_with_its_place(store: Store) -> None:
    document_id = checked_draft(store)
    for hit in hits(store, document_id):
        assert SUSPECT[hit.start : hit.end] == hit.quote
    with reading(store) as session:
        kept = check_of(session, document_id)
        assert standing_kinds(session, document_id) >= {CheckKind.COMPETITION, CheckKind.PENALTY}
    assert kept is not None
    assert (kept.n_hits, kept.problem, kept.checked_at) == (len(hits(store, document_id)), "", NOW)
    quotes = [hit.quote for hit in hits(store, document_id)]
    assert not any("渔业法" in quote for quote in quotes)  # 依照…的规定给予处罚 sets nothing


def test_the_days_of_the_document_are_checked_with_its_text(store: Store) -> None:
    document_id = checked_draft(store)
    # published on 2026-02-02 and effective on 2026-03-01: nothing about days
    assert CheckKind.DATES not in {hit.kind for hit in hits(store, document_id)}
    assert CheckKind.MISSING not in {hit.kind for hit in hits(store, document_id)}


def test_verdicts_outlive_a_corrected_text(store: Store, cast: Cast) -> None:
    document_id = checked_draft(store)
    judge(store, cast.clerk, hit_of(store, document_id, "penalty.fine"), HitVerdict.DISMISSED, "另有依据")
    _edit(store, document_id, f"示范区渔港停泊办法\n{SUSPECT}")
    check(store, document_id)
    hit = hit_of(store, document_id, "penalty.fine")
    assert (hit.verdict, hit.reason) == (HitVerdict.DISMISSED, "另有依据")
    assert f"示范区渔港停泊办法\n{SUSPECT}"[hit.start : hit.end] == hit.quote


def _edit(store: Store, document_id: int, text: str) -> None:
    with reading(store) as session:
        document = session.get_one(Document, document_id)
    changed = facts(title=document.title, doc_no=document.doc_no, text=text)
    edit_document(store, OPERATOR, document_id, changed, version=document.version, now=NOW)


@pytest.mark.parametrize("signed_on", [None, date(2010, 5, 1)])
def test_a_draft_is_checked_for_what_is_gone_today(store: Store, signed_on: date | None) -> None:
    text = "依据《中华人民共和国合同法》制定本办法，由县国土资源局负责。"
    document_id = register(store, OPERATOR, NOW, text=text, is_published=False, dates=Dates(signed_on))
    check(store, document_id)
    assert hit_of(store, document_id, "body.land").quote == "国土资源局"
    assert "已经不能作依据" in hit_of(store, document_id, "law.gone").says


def test_a_document_without_text_says_what_to_do(store: Store) -> None:
    document_id = register(store, OPERATOR, NOW, text="", is_published=False)
    assert check(store, document_id).problem == NO_TEXT
    assert hits(store, document_id) == []


def test_a_text_that_was_taken_out_leaves_no_hit(store: Store) -> None:
    document_id = checked_draft(store)
    _edit(store, document_id, "")
    assert check(store, document_id).n_hits == 0


def test_a_check_that_was_stopped_says_so_and_leaves_the_hits(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = checked_draft(store)
    before = [hit.id for hit in hits(store, document_id)]
    monkeypatch.setattr(checking, "check_with", lambda *_: Checked((), "检查没有完成。"))
    assert check(store, document_id).problem == "检查没有完成。"
    assert [hit.id for hit in hits(store, document_id)] == before


def test_a_rule_that_was_stopped_does_not_take_away_what_it_found_before(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = checked_draft(store)
    fine = hit_of(store, document_id, "penalty.fine")
    whole = checking.check_with

    def stopped(*asked: object) -> Checked:
        found = whole(*asked).findings  # type: ignore[arg-type]
        return Checked(tuple(hit for hit in found if hit.rule != fine.rule), "规则“罚款”没有查完。")

    monkeypatch.setattr(checking, "check_with", stopped)
    check(store, document_id)
    assert hit_of(store, document_id, "penalty.fine").id == fine.id


def test_a_document_that_changes_during_the_check_is_checked_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = draft(store)
    whole = checking.check_with

    def slow(*asked: object) -> Checked:
        _edit(store, document_id, "第一条　没有问题。")
        return whole(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "check_with", slow)
    with pytest.raises(Refusal, match="刚被修改，这次的结果没有保存"):
        check(store, document_id)
    with reading(store) as session:
        assert check_of(session, document_id) is None


def test_an_authority_checks_its_own_draft_and_nothing_else(store: Store, cast: Cast) -> None:
    document_id = draft(store, cast.drafter)
    assert check_document(store, cast.drafter, document_id, now=NOW).n_hits
    with pytest.raises(Hidden):
        check_document(store, cast.stranger, document_id, now=NOW)
    published = register(store, OPERATOR, NOW)
    with pytest.raises(Denied):
        check_document(store, cast.drafter, published, now=NOW)
    with pytest.raises(Denied):
        check_document(store, cast.auditor, published, now=NOW)
    assert check_document(store, cast.clerk, published, now=NOW)


def test_a_secret_document_has_no_text_that_could_be_checked(store: Store, cast: Cast) -> None:
    document_id = register_secret(store)
    with pytest.raises(Refusal, match="涉密文件不登记正文"):
        check_document(store, cast.clerk, document_id, now=NOW)
    with reading(store) as session:
        assert check_of(session, document_id) is None


def test_a_document_that_is_gone_is_refused(store: Store, cast: Cast) -> None:
    with pytest.raises(Refusal, match="不存在"):
        check_document(store, cast.clerk, 999, now=NOW)
