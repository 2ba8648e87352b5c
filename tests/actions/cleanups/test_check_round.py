"""What the register says against the documents of a round stands at the gate, each document by its link."""

from datetime import date, timedelta

import pytest

from registry.actions.cleanups.accept_finding import accept_finding
from registry.actions.cleanups.check_round import check_round
from registry.actions.documents.record_event import record_event
from registry.actions.documents.relate_documents import relate_documents
from registry.domain.cleanups import Answer, Outcome
from registry.domain.documents import Dates, Disclosure, RelationKind
from registry.domain.errors import Refusal
from registry.domain.findings import Finding
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind
from registry.storage.authorities import Authority
from registry.storage.engine import Store, reading, transaction
from tests.building.bases import base_on
from tests.building.documents import register_old, register_secret
from tests.building.filings import answered_filing, make_move, stored_filing
from tests.building.rounds import NOW, decide, decide_answer, start_round

TODAY = date(2026, 3, 5)
OTHER = {"authority_id": 1}


def found(store: Store, round_id: int) -> dict[str, Finding]:
    with reading(store) as session:
        return {finding.code: finding for finding in check_round(session, round_id, TODAY)}


def set_organ_code(store: Store, authority_id: int, code: str) -> None:
    with transaction(store) as session:
        session.get_one(Authority, authority_id).organ_code = code


def round_of(store: Store, outcomes: dict[int, Outcome], reason: str = "") -> int:
    """A round over the authority of these documents, decided."""
    round_id = start_round(store, authority_ids=[2])
    decide(store, round_id, outcomes, reason)
    return round_id


def test_a_basis_that_has_ended_or_was_replaced_is_named(store: Store) -> None:
    ended = register_old(store, "示范区旧办法", doc_no="示政〔2018〕1号", **OTHER)
    on = date(2024, 1, 1)
    record_event(store, OPERATOR, ended, EventKind.REPEALED, effective_on=on, source="决定", now=NOW)
    first, second, third = (register_old(store, f"关于{name}的通知") for name in "甲乙丙")
    base_on(store, first, ended)
    base_on(store, second, words="《示例市管理办法》（示市令第3号）")
    base_on(store, third, words="《示例市现行办法》")
    act = register_old(store, "关于废止文件的决定", dates=Dates(published_on=date(2023, 1, 1)), **OTHER)
    repeals = "《示例市管理办法》（示市令第3号）"
    relate_documents(store, OPERATOR, act, RelationKind.REPEALS, other_text=repeals, now=NOW)
    round_id = round_of(store, dict.fromkeys((first, second, third), Outcome.RETAIN))
    finding = found(store, round_id)["basis_superseded"]
    assert [row.document_id for row in finding.rows] == [first, second]
    assert "已废止" in finding.rows[0].label
    assert "《关于废止文件的决定》" in finding.rows[1].label


def test_a_rule_that_governs_no_longer_is_a_superseded_basis(store: Store) -> None:
    cited = "《福建省行政机关规范性文件备案审查办法》（福建省人民政府令第107号）"
    document_id = register_old(store, "关于甲的通知")
    base_on(store, document_id, words=cited)
    finding = found(store, round_of(store, {document_id: Outcome.RETAIN}))["basis_superseded"]
    assert "施行至2021年12月31日" in finding.rows[0].label


@pytest.mark.parametrize(
    ("reason", "note"),
    [
        ("已被《示范区新办法》（示政〔2025〕9号）替代", "《示范区新办法》没有登记"),
        ("由《示范区明年办法》取代", "《示范区明年办法》尚未施行"),
        ("由《示范区现行办法》取代", ""),
        ("依据的《示例省条例》已经修改", ""),
    ],
)
def test_a_successor_is_registered_and_in_force(store: Store, reason: str, note: str) -> None:
    register_old(store, "示范区现行办法", **OTHER)
    to_come = Dates(published_on=date(2025, 12, 1), effective_on=date(2027, 1, 1))
    register_old(store, "示范区明年办法", dates=to_come, **OTHER)
    document_id = register_old(store, "示范区旧办法")
    findings = found(store, round_of(store, {document_id: Outcome.REPEAL}, reason))
    assert ("successor" in findings) == bool(note)
    if note:
        assert note in findings["successor"].rows[0].label


@pytest.mark.parametrize(
    ("reason", "leak"),
    [
        ("已被《示范区内部办法》替代", "不公开的《示范区内部办法》"),
        ("见示密〔2024〕3号", "示密 2024 3"),
        ("见机密★三年的通知", "机密★"),
        ("见密-1号文", "密-1"),
        ("《保守国家秘密法》已修改", ""),
    ],
)
def test_a_reason_that_would_tell_what_is_not_public_is_hard(store: Store, reason: str, leak: str) -> None:
    register_secret(store, authority_id=1)
    register_old(store, "示范区内部办法", disclosure=Disclosure.WITHHELD, **OTHER)
    document_id = register_old(store, "示范区旧办法")
    round_id = round_of(store, {document_id: Outcome.REPEAL}, reason)
    findings = found(store, round_id)
    assert ("secret_in_public" in findings) == bool(leak)
    if leak:
        assert leak in findings["secret_in_public"].rows[0].label
        with pytest.raises(Refusal, match="必须更正"):
            accept_finding(store, OPERATOR, round_id, findings["secret_in_public"].id, "无妨", now=NOW)


def test_a_number_that_is_none_is_named_with_what_it_may_be(store: Store) -> None:
    document_id = register_old(store, "关于甲的通知", doc_no="示农20203号")
    finding = found(store, round_of(store, {document_id: Outcome.RETAIN}))["doc_no_unreadable"]
    assert (finding.rows[0].document_id, "疑为示农〔2020〕3号" in finding.rows[0].label) == (
        document_id,
        True,
    )


def test_a_document_that_owes_a_correction_is_not_retained_in_silence(store: Store) -> None:
    opined = answered_filing(store, 3, upto="opine")
    corrected = answered_filing(store, 4)
    make_move(store, OPERATOR, corrected, "correct", NOW)
    ids = [stored_filing(store, filing_id).document_id for filing_id in (opined, corrected)]
    round_id = start_round(store, authority_ids=[2], cut_off_on=TODAY)
    decide(store, round_id, dict.fromkeys(ids, Outcome.RETAIN))
    finding = found(store, round_id)["correction_owed"]
    assert not finding.is_hard
    assert [row.document_id for row in finding.rows] == ids
    assert "备案已提审查意见" in finding.rows[0].label
    assert "备案结论未落实" in finding.rows[1].label
    decide(store, round_id, dict.fromkeys(ids, Outcome.TO_AMEND), "按审查意见修改")
    assert "correction_owed" not in found(store, round_id)


@pytest.mark.parametrize(
    ("successor", "note"),
    [
        ("《示范区新办法》（示政〔2026〕9号）", "没有登记"),
        ("《示范区将行办法》（示政〔2025〕8号）", "尚未施行"),
        ("《示范区现行办法》（示政〔2025〕7号）", ""),
        ("《中华人民共和国某某法》", ""),
    ],
)
def test_the_successor_of_an_outcome_is_registered_and_in_force(
    store: Store, successor: str, note: str
) -> None:
    set_organ_code(store, 1, "示政")
    began, begins = (
        Dates(published_on=date(2025, 6, 1), effective_on=on) for on in (date(2025, 6, 1), date(2027, 1, 1))
    )
    register_old(store, "示范区现行办法", doc_no="示政〔2025〕7号", dates=began, **OTHER)
    register_old(store, "示范区将行办法", doc_no="示政〔2025〕8号", dates=begins, **OTHER)
    document_id = register_old(store, "关于甲的通知")
    round_id = start_round(store, authority_ids=[2])
    decide_answer(store, round_id, document_id, Answer(Outcome.REPEAL, "不再适用", successor=successor))
    findings = found(store, round_id)
    assert ("successor" in findings) == bool(note)
    if note:
        assert note in findings["successor"].rows[0].label


@pytest.mark.parametrize(
    "answer",
    [
        Answer(Outcome.REPEAL, "不再适用", successor="《不公开的事项》"),
        Answer(Outcome.TO_AMEND, "机构改革", "某局", date(2026, 9, 30), "与《不公开的事项》不一致的条款"),
        Answer(Outcome.RETAIN, extended_until=date(2030, 1, 1), extension_act="《不公开的事项》"),
    ],
)
def test_no_column_of_the_list_names_what_is_not_public(store: Store, answer: Answer) -> None:
    register_old(store, "不公开的事项", disclosure=Disclosure.WITHHELD, **OTHER)
    document_id = register_old(store, "关于甲的通知")
    round_id = start_round(store, authority_ids=[2])
    decide_answer(store, round_id, document_id, answer)
    assert "不公开的《不公开的事项》" in found(store, round_id)["secret_in_public"].rows[0].label


@pytest.mark.parametrize(
    ("until", "act", "code"),
    [
        (date(2031, 1, 31), "示政〔2026〕2号", ""),
        (date(2031, 1, 31), "", "expired"),
        (None, "示政〔2026〕2号", "expired"),
        (date(2026, 2, 1), "示政〔2026〕2号", "expired"),
    ],
)
def test_what_is_kept_past_its_period_needs_an_act_that_extends_it(
    store: Store, until: date | None, act: str, code: str
) -> None:
    lapsed = Dates(
        published_on=date(2020, 1, 1), effective_on=date(2020, 1, 1), valid_until=date(2026, 1, 31)
    )
    document_id = register_old(store, "关于甲的通知", dates=lapsed)
    round_id = start_round(store)
    decide_answer(store, round_id, document_id, Answer(Outcome.RETAIN, "", "", None, "", "", until, act))
    findings = found(store, round_id)
    assert (code in findings) if code else not findings
    assert not code or findings[code].is_hard


def test_an_extension_that_moves_nothing_is_named(store: Store) -> None:
    dates = Dates(published_on=date(2020, 1, 1), effective_on=date(2020, 1, 1), valid_until=date(2031, 1, 31))
    document_id = register_old(store, "关于甲的通知", dates=dates)
    round_id = start_round(store)
    answer = Answer(Outcome.RETAIN, extended_until=date(2030, 1, 1), extension_act="示政〔2026〕2号")
    decide_answer(store, round_id, document_id, answer)
    finding = found(store, round_id)["extension_unclear"]
    assert "不晚于现在的有效期（2031年1月31日）" in finding.rows[0].label


def test_what_was_recorded_after_the_decision_is_looked_at_again(store: Store) -> None:
    document_id = register_old(store, "关于甲的通知")
    round_id = round_of(store, {document_id: Outcome.RETAIN})
    assert found(store, round_id) == {}
    later, act = NOW + timedelta(hours=1), "示农〔2026〕9号"
    record_event(store, OPERATOR, document_id, EventKind.SUSPENDED, effective_on=TODAY, source=act, now=later)
    findings = found(store, round_id)
    assert "停止执行（示农〔2026〕9号）" in findings["register_moved"].rows[0].label
