"""A released list is corrected by another release; both stay, and the documents follow."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from registry.actions.cleanups import correct_release as module
from registry.actions.cleanups.correct_release import CorrectionFacts, correct_release
from registry.actions.cleanups.release_round import release_round
from registry.actions.documents.edit_document import edit_document
from registry.actions.office.verify_register import verify_register
from registry.domain.cleanups import Answer, Outcome
from registry.domain.corrections import RowCorrection, changes_between
from registry.domain.documents import Dates, RelationKind
from registry.domain.errors import Refusal
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind, Status
from registry.exports.plain_text import plain_text
from registry.storage.documents.tables import Document, DocumentEvent, Relation
from registry.storage.documents.timelines import events_of
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing
from registry.storage.notices import Notice
from registry.storage.releases import Release, release_of_round, releases_of_round, rows_of
from tests.building.concurrent_acts import check_sound, only_refusal, perform_at_once
from tests.building.documents import facts, register_old, register_secret
from tests.building.prepared_registers import Prepare
from tests.building.rounds import (
    FACTS,
    NOW,
    decide,
    decide_answer,
    decided_round,
    item_of,
    register_for_each_outcome,
    start_round,
    status_on,
)
from tests.cast import Cast

PUBLISHED = FACTS.published_on
BECAUSE = "工作人员核对有误"


Released = tuple[dict[Outcome, int], int]


@pytest.fixture
def released(prepared: Prepare) -> Released:
    return prepared(release_documents)


def release_documents(store: Store) -> Released:
    """Releases a round of a document for each outcome, on the day before the correction."""
    documents = register_for_each_outcome(store)
    facts_of_release = replace(FACTS, published_on=date(2026, 3, 4))
    return documents, release_round(
        store, OPERATOR, decided_round(store, documents), facts_of_release, now=NOW
    )


@pytest.fixture
def documents(released: Released) -> dict[Outcome, int]:
    return released[0]


@pytest.fixture
def release_id(released: Released) -> int:
    return released[1]


def wanted(*rows: RowCorrection, because: str = BECAUSE, **changes: object) -> CorrectionFacts:
    return CorrectionFacts(replace(FACTS, **changes), because, rows)  # type: ignore[arg-type]


def correct(store: Store, release_id: int, *rows: RowCorrection, **changes: object) -> int:
    return correct_release(store, OPERATOR, release_id, wanted(*rows, **changes), now=NOW)


def release_and_rows(store: Store, release_id: int) -> tuple[Release, dict[int, object]]:
    with reading(store) as session:
        release = session.get_one(Release, release_id)
        return release, {row.document_id: row for row in rows_of(session, release_id)}


def test_what_was_wrongly_repealed_is_in_force_again_by_events_of_the_correction(
    store: Store, documents: dict[Outcome, int], release_id: int
) -> None:
    repealed = documents[Outcome.REPEAL]
    assert status_on(store, repealed, PUBLISHED) is Status.REPEALED
    correction_id = correct(store, release_id, RowCorrection(repealed, "retain"))
    assert status_on(store, repealed, date(2026, 3, 4)) is Status.IN_FORCE
    assert status_on(store, repealed, PUBLISHED) is Status.IN_FORCE
    with reading(store) as session:
        events = events_of(session, repealed)
        kinds = sorted(event.kind for event in events)
        assert kinds == [EventKind.CONFIRMED, EventKind.REPEALED, EventKind.VOIDED]
        voided = next(event for event in events if event.kind is EventKind.VOIDED)
        correction = session.get_one(Release, correction_id)
        assert voided.by_document_id == correction.document_id
        assert BECAUSE in voided.source
        assert correction.counts == {"retain": 2, "to_amend": 1, "lapse": 1, "reclassify": 1}
    assert verify_register(store) == []


def test_both_lists_stay_frozen_and_the_newest_is_the_current_one(
    store: Store, documents: dict[Outcome, int], release_id: int
) -> None:
    before, rows_before = release_and_rows(store, release_id)
    correction_id = correct(store, release_id, RowCorrection(documents[Outcome.REPEAL], "retain"))
    first, rows = release_and_rows(store, release_id)
    assert (first.docx_sha256, first.rows_sha256, rows) == (
        before.docx_sha256,
        before.rows_sha256,
        rows_before,
    )
    correction, corrected = release_and_rows(store, correction_id)
    assert (correction.corrects_id, correction.because, correction.n_changed) == (release_id, BECAUSE, 1)
    assert hashlib.sha256(correction.docx).hexdigest() == correction.docx_sha256
    assert corrected.keys() == rows.keys()
    with reading(store) as session:
        assert [row.id for row in releases_of_round(session, first.round_id)] == [release_id, correction_id]
        current = release_of_round(session, first.round_id)
        assert current is not None
        assert current.id == correction_id
        old, new = rows_of(session, release_id), rows_of(session, correction_id)
    (change,) = changes_between(old, new, correction.frozen_fields)
    assert change.told_before.startswith("列为“废止”；废止理由/依据：工作任务已完成；废止日期：2026年3月4日")
    assert change.told_after == "列为“继续有效”"
    assert [row.position for row in new] == list(range(1, 6))


def test_the_paper_tells_the_reason_the_changes_and_the_new_totals(
    store: Store, documents: dict[Outcome, int], release_id: int
) -> None:
    correction_id = correct(
        store,
        release_id,
        RowCorrection(documents[Outcome.REPEAL], "retain"),
        RowCorrection(documents[Outcome.RETAIN], "repeal", "依据已经废止"),
        doc_no="示政〔2026〕71号",
    )
    correction, _ = release_and_rows(store, correction_id)
    text = plain_text(correction.docx)
    for words in (
        BECAUSE,
        "关于《关于公布2025年度行政规范性文件清理结果的通告》的勘误公告",
        "示政〔2026〕71号",
        "共更正2件：更正清理结果2件",
        "不因原目录而终止，其间继续执行",
        "更正后，清理结果共5件",
        "列为“废止”",
        "依据已经废止",
    ):
        assert words in text, words


def test_a_wrongly_retained_document_ends_on_the_day_of_the_correction(
    store: Store, documents: dict[Outcome, int], release_id: int
) -> None:
    retained = documents[Outcome.RETAIN]
    correction_id = correct(store, release_id, RowCorrection(retained, "repeal", "依据已经废止"))
    assert status_on(store, retained, date(2026, 3, 4)) is Status.IN_FORCE
    assert status_on(store, retained, PUBLISHED) is Status.REPEALED
    _, rows = release_and_rows(store, correction_id)
    assert rows[retained].ended_on == PUBLISHED  # type: ignore[attr-defined]


def test_an_ending_of_the_wrong_kind_keeps_its_day(
    store: Store, documents: dict[Outcome, int], release_id: int
) -> None:
    repealed = documents[Outcome.REPEAL]
    correct(store, release_id, RowCorrection(repealed, "lapse", "期限届满"))
    assert status_on(store, repealed, date(2026, 3, 4)) is Status.DECLARED_LAPSED


def test_rows_are_added_and_taken_off(store: Store, documents: dict[Outcome, int], release_id: int) -> None:
    forgotten = register_old(store, "关于遗漏的通知", doc_no="示农〔2020〕9号")
    lapsed = documents[Outcome.LAPSE]
    correction_id = correct(
        store, release_id, RowCorrection(forgotten, "retain"), RowCorrection(lapsed, "remove")
    )
    correction, rows = release_and_rows(store, correction_id)
    assert forgotten in rows
    assert lapsed not in rows
    assert sum(correction.counts.values()) == 5
    assert status_on(store, lapsed, PUBLISHED) is Status.IN_FORCE
    assert "补入目录1件，移出目录1件" in plain_text(correction.docx)


def test_a_text_is_corrected_from_the_register_and_writes_no_event(
    store: Store, documents: dict[Outcome, int], release_id: int
) -> None:
    retained = documents[Outcome.RETAIN]
    with reading(store) as session:
        document = session.get_one(Document, retained)
        n_events = len(events_of(session, retained))
    edit_document(
        store,
        OPERATOR,
        retained,
        facts(
            title="关于更正后的通知",
            doc_no=document.doc_no,
            kind=document.kind,
            dates=dates_of(document),
            steps=(),
            text="",
        ),
        version=document.version,
        reason="标题录错",
        now=NOW,
    )
    correction_id = correct(store, release_id, RowCorrection(retained, "reprint"))
    correction, rows = release_and_rows(store, correction_id)
    assert rows[retained].title == "关于更正后的通知"  # type: ignore[attr-defined]
    text = plain_text(correction.docx)
    assert "文件名称：关于retain的通知" in text
    assert "文件名称：关于更正后的通知" in text
    with reading(store) as session:
        assert len(events_of(session, retained)) == n_events


def dates_of(document: Document) -> Dates:
    return Dates(published_on=document.published_on, effective_on=document.effective_on)


def test_a_correction_is_corrected_and_only_the_newest_may_be(
    store: Store, documents: dict[Outcome, int], release_id: int
) -> None:
    repealed = documents[Outcome.REPEAL]
    second = correct(store, release_id, RowCorrection(repealed, "retain"))
    with pytest.raises(Refusal, match=f"已由2026年3月5日公布的.*编号{second}"):
        correct(store, release_id, RowCorrection(repealed, "lapse", "期满"))
    correct(store, second, RowCorrection(repealed, "repeal", "复核后确应废止"))
    assert status_on(store, repealed, PUBLISHED) is Status.REPEALED
    assert verify_register(store) == []


def test_a_document_that_is_not_printed_is_counted_and_not_named(store: Store) -> None:
    secret, plain = register_secret(store), register_old(store, "关于甲的通知")
    round_id = start_round(store)
    decide(store, round_id, {secret: Outcome.REPEAL, plain: Outcome.RETAIN})
    first = release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    correction_id = correct(store, first, RowCorrection(secret, "retain"))
    correction, rows = release_and_rows(store, correction_id)
    assert (correction.counts, correction.n_secret, rows.keys()) == ({"retain": 2}, 1, {plain})
    text = plain_text(correction.docx)
    assert "共更正1件：另有不予公开的文件1件" in text
    assert "密-1" not in text


def test_the_decision_is_registered_filed_related_and_told(
    store: Store, documents: dict[Outcome, int], release_id: int
) -> None:
    correction_id = correct(store, release_id, RowCorrection(documents[Outcome.REPEAL], "retain"))
    with reading(store) as session:
        first, correction = (session.get_one(Release, row) for row in (release_id, correction_id))
        amends = select(Relation).where(Relation.document_id == correction.document_id)
        (relation,) = session.exec(amends).all()
        assert (relation.kind, relation.other_id) == (RelationKind.AMENDS, first.document_id)
        events = events_of(session, first.document_id)
        assert [event.kind for event in events] == [EventKind.AMENDED]
        filed = select(Filing).where(Filing.document_id == correction.document_id)
        assert session.exec(filed).first() is not None
        told = select(Notice).where(Notice.subject_id == correction_id)
        assert session.exec(told).first() is not None


@pytest.mark.parametrize(
    ("rows", "changes", "sentence"),
    [
        ((), {}, "至少一件"),
        ((RowCorrection(1, "retain"),), {"because": " "}, "更正的原因"),
        ((RowCorrection(4, "retain"), RowCorrection(4, "lapse", "期满")), {}, "只能更正一处"),
        ((RowCorrection(1, "reprint"),), {}, "没有要更正的"),
        ((RowCorrection(1, "repeal"),), {}, "请写明理由"),
        ((RowCorrection(1, "to_amend", "上位法有变"),), {"amend_by": None}, "完成时限"),
        ((RowCorrection(99, "retain"),), {}, "没有编号为99的"),
        ((RowCorrection(4, "retain"),), {"published_on": date(2026, 3, 3)}, "早于原目录"),
        ((RowCorrection(4, "retain"),), {"published_on": date(2026, 3, 9)}, "晚于今天"),
        ((RowCorrection(4, "retain"),), {"doc_no": "示政[2026]71号"}, "应为示政〔2026〕71号"),
    ],
)
def test_what_cannot_be_corrected_is_refused_in_words(
    store: Store,
    documents: dict[Outcome, int],
    release_id: int,
    rows: tuple[RowCorrection, ...],
    changes: dict[str, object],
    sentence: str,
) -> None:
    assert documents[Outcome.RETAIN] == 1
    with pytest.raises(Refusal, match=sentence):
        correct(store, release_id, *rows, **{"decided_on": date(2026, 3, 2), **changes})


def test_a_lead_corrects_and_a_clerk_does_not(
    store: Store, cast: Cast, documents: dict[Outcome, int], release_id: int
) -> None:
    rows = wanted(RowCorrection(documents[Outcome.REPEAL], "retain"))
    with pytest.raises(Refusal, match="权限"):
        correct_release(store, cast.clerk, release_id, rows, now=NOW)
    correct_release(store, cast.lead, release_id, rows, now=NOW)


@pytest.mark.parametrize(
    "step", ["register_decision", "_write_events", "_amend_decision", "_freeze", "tell", "_record"]
)
def test_a_correction_that_dies_between_two_steps_leaves_nothing_half_done(
    store: Store,
    documents: dict[Outcome, int],
    release_id: int,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    repealed = documents[Outcome.REPEAL]
    before = getattr(module, step)

    def die(*args: object, **fields: object) -> None:
        before(*args, **fields)
        raise KeyboardInterrupt

    def counts() -> list[int]:
        with reading(store) as session:
            tables = (Release.id, Document.id, DocumentEvent.id, Notice.id)
            return [len(session.exec(select(column)).all()) for column in tables]

    was = counts()
    with monkeypatch.context() as patch:
        patch.setattr(module, step, die)
        with pytest.raises(KeyboardInterrupt):
            correct(store, release_id, RowCorrection(repealed, "retain"))
    assert counts() == was
    assert status_on(store, repealed, PUBLISHED) is Status.REPEALED
    correct(store, release_id, RowCorrection(repealed, "retain"))
    assert verify_register(store) == []


def test_of_two_corrections_at_once_one_is_released_and_the_other_reads_where_to_go(
    store: Store, documents: dict[Outcome, int], release_id: int
) -> None:
    repealed, lapsed = documents[Outcome.REPEAL], documents[Outcome.LAPSE]
    answers = perform_at_once(
        [
            lambda: correct(store, release_id, RowCorrection(repealed, "retain")),
            lambda: correct(store, release_id, RowCorrection(lapsed, "retain")),
        ]
    )
    assert "已由2026年3月5日公布的" in only_refusal(answers)
    check_sound(store)


def test_what_the_list_had_extended_is_no_longer_extended_once_it_is_corrected(store: Store) -> None:
    lapsed = Dates(
        published_on=date(2020, 1, 1), effective_on=date(2020, 1, 1), valid_until=date(2026, 1, 31)
    )
    document_id = register_old(store, "关于甲的办法", doc_no="示农〔2020〕1号", dates=lapsed)
    round_id = start_round(store)
    extended = Answer(Outcome.RETAIN, extended_until=date(2031, 1, 31), extension_act="示政〔2026〕2号")
    decide_answer(store, round_id, document_id, extended)
    release_id = release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    rows = (RowCorrection(document_id, "lapse", "有效期届满"),)
    correct_release(store, OPERATOR, release_id, CorrectionFacts(FACTS, BECAUSE, rows), now=NOW)
    assert status_on(store, document_id, date(2026, 3, 6)) is Status.LAPSED
    assert item_of(store, round_id, document_id).outcome is Outcome.LAPSE


def test_a_reprinted_row_keeps_its_clause_and_its_responsible_body(store: Store) -> None:
    document_id = register_old(store, "关于乙的通知", doc_no="示农〔2020〕2号")
    round_id = start_round(store)
    answer = Answer(Outcome.TO_AMEND, "机构改革", "示范区林业局", date(2026, 9, 30), "第三条")
    decide_answer(store, round_id, document_id, answer)
    release_id = release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    rows = (RowCorrection(document_id, "reprint", "上位法修改"),)
    correct_release(store, OPERATOR, release_id, CorrectionFacts(FACTS, BECAUSE, rows), now=NOW)
    with reading(store) as session:
        release = release_of_round(session, round_id)
        assert release is not None
        (row,) = rows_of(session, release.id or 0)
    assert (row.reason, row.responsible) == ("上位法修改；修改内容：第三条", "示范区林业局")
    assert item_of(store, round_id, document_id).decision == replace(answer, reason="上位法修改")
