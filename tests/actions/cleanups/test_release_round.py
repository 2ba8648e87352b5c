"""What a release writes and freezes: events, the decision, the list, who is told."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import col, select

from registry.actions.cleanups.accept_finding import accept_finding
from registry.actions.cleanups.check_round import check_round
from registry.actions.cleanups.release_round import release_round
from registry.domain.cleanups import Answer, Outcome, RoundKind
from registry.domain.documents import Dates, Disclosure, DocumentKind, StepKind
from registry.domain.filings import Track
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind, Status
from registry.exports.plain_text import plain_text
from registry.storage.audit import broken_links, entries_about, head
from registry.storage.changes import changes_after, last_change
from registry.storage.cleanups.rounds import next_cleanup_due
from registry.storage.documents.tables import Document, DocumentEvent, DocumentText, FormationStep
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing
from registry.storage.notices import Notice
from registry.storage.office import DEFAULTS
from registry.storage.releases import Release, release_of_round, rows_of, rows_sha256
from tests.building.documents import register_old, register_secret
from tests.building.prepared_registers import Prepare
from tests.building.rounds import (
    FACTS,
    NOW,
    accept_all,
    decide,
    decide_all,
    decide_answer,
    decided_round,
    item_of,
    register_for_each_outcome,
    start_round,
    status_on,
)
from tests.cast import Cast

PUBLISHED = FACTS.published_on


def released(store: Store, round_id: int) -> Release:
    with reading(store) as session:
        release = release_of_round(session, round_id)
    assert release is not None
    return release


@pytest.fixture
def documents(prepared: Prepare) -> dict[Outcome, int]:
    return prepared(register_for_each_outcome)


@pytest.fixture
def round_id(store: Store, documents: dict[Outcome, int]) -> int:
    return decided_round(store, documents)


def test_every_document_gets_its_event_and_its_status(
    store: Store, documents: dict[Outcome, int], round_id: int
) -> None:
    release_round(store, OPERATOR, round_id, replace(FACTS, doc_no="示政告〔2026〕2号"), now=NOW)
    after = {
        Outcome.RETAIN: (EventKind.CONFIRMED, Status.IN_FORCE),
        Outcome.TO_AMEND: (EventKind.TO_AMEND, Status.IN_FORCE),
        Outcome.LAPSE: (EventKind.DECLARED_LAPSED, Status.DECLARED_LAPSED),
        Outcome.REPEAL: (EventKind.REPEALED, Status.REPEALED),
        Outcome.RECLASSIFY: (EventKind.RECLASSIFIED, Status.RECLASSIFIED),
    }
    with reading(store) as session:
        events = {event.document_id: event for event in session.exec(select(DocumentEvent)).all()}
    decision = released(store, round_id).document_id
    for outcome, document_id in documents.items():
        event = events[document_id]
        assert (event.kind, status_on(store, document_id, PUBLISHED)) == after[outcome]
        assert status_on(store, document_id, date(2026, 3, 4)) is Status.IN_FORCE
        assert (event.effective_on, event.round_id, event.by_document_id) == (PUBLISHED, round_id, decision)
        assert (
            event.source
            == "《示范区人民政府关于公布2025年度行政规范性文件清理结果的通告》（示政告〔2026〕2号）"
        )


def test_the_decision_is_registered_with_its_step_its_text_and_its_owed_filing(
    store: Store, round_id: int
) -> None:
    release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    with reading(store) as session:
        decision = session.get_one(Document, released(store, round_id).document_id)
        text = session.get_one(DocumentText, decision.id).text
        step = session.exec(select(FormationStep).where(FormationStep.document_id == decision.id)).one()
        filing, to_congress = session.exec(
            select(Filing).where(Filing.document_id == decision.id).order_by(col(Filing.id))
        ).all()
    assert (decision.kind, decision.is_published, decision.disclosure) == (
        DocumentKind.CLEANUP_DECISION,
        True,
        Disclosure.PUBLIC,
    )
    assert (decision.published_on, decision.effective_on) == (PUBLISHED, PUBLISHED)
    assert (step.kind, step.done_on, step.body) == (
        StepKind.COLLECTIVE_DECISION,
        date(2026, 2, 27),
        "区政府第3次常务会议",
    )
    assert "示农〔2020〕4号" in text
    assert "关于repeal的通知" in text
    assert (filing.track, filing.due_on) == (Track.GOVERNMENT, date(2026, 3, 20))
    assert to_congress.track is Track.CONGRESS


def test_the_list_is_frozen_with_hashes_that_can_be_computed_again(store: Store, round_id: int) -> None:
    with reading(store) as session:
        head_before = head(session)
    release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    release = released(store, round_id)
    with reading(store) as session:
        rows = rows_of(session, release.id or 0)
        (line,) = [
            entry for entry in entries_about(session, f"cleanup:{round_id}") if entry.act == "release_round"
        ]
        assert list(broken_links(session)) == []
    assert [row.outcome for row in rows] == [Outcome(word) for word in DEFAULTS["annex_order"].split(",")]
    assert release.rows_sha256 == rows_sha256(rows, release.frozen_fields) == line.fields["rows_sha256"]
    assert release.docx_sha256 == hashlib.sha256(release.docx).hexdigest() == line.fields["docx_sha256"]
    assert release.audit_head == head_before
    assert release.counts == {outcome.value: 1 for outcome in Outcome}
    repealed = next(row for row in rows if row.outcome is Outcome.REPEAL)
    assert (repealed.ended_on, repealed.reason, repealed.doc_no) == (
        PUBLISHED,
        "工作任务已完成",
        "示农〔2020〕4号",
    )


def test_people_are_told_the_feed_moves_and_the_next_round_is_due_in_two_years(
    store: Store, cast: Cast, documents: dict[Outcome, int], round_id: int
) -> None:
    with reading(store) as session:
        seq = last_change(session)
    release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    with reading(store) as session:
        told = {
            notice.user_id
            for notice in session.exec(select(Notice).where(Notice.kind == "release_published"))
        }
        touched = {change.document_id for change in changes_after(session, seq, 100)}
        assert next_cleanup_due(session) == date(2028, 3, 5)
    assert told == {cast.drafter.user_id, cast.clerk.user_id, cast.lead.user_id}
    assert touched == {*documents.values(), released(store, round_id).document_id}


def test_a_special_round_does_not_move_the_next_periodic_one(store: Store) -> None:
    register_old(store, "关于甲的通知")
    round_id = start_round(store, "营商环境专项清理", kind=RoundKind.SPECIAL)
    decide_all(store, round_id)
    release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    assert released(store, round_id).title == "示范区人民政府关于公布营商环境专项清理结果的通告"
    with reading(store) as session:
        assert next_cleanup_due(session) is None


def test_an_accepted_finding_stands_in_the_record(store: Store, cast: Cast) -> None:
    register_old(store, "关于甲的通知", dates=Dates())
    round_id = start_round(store)
    decide_all(store, round_id)
    with reading(store) as session:
        (finding,) = check_round(session, round_id, PUBLISHED)
    accept_finding(store, cast.lead, round_id, finding.id, "1990年代文件，档案无载", now=NOW)
    release_round(store, cast.lead, round_id, FACTS, now=NOW)
    (kept,) = released(store, round_id).accepted
    assert (kept["finding"], kept["reason"], kept["by"]) == (
        finding.id,
        "1990年代文件，档案无载",
        cast.lead.name,
    )


def test_what_is_not_public_counts_and_is_not_listed(store: Store) -> None:
    shown, secret = register_old(store, "关于甲的通知"), register_secret(store)
    withheld = register_old(store, "关于乙的通知", disclosure=Disclosure.WITHHELD)
    round_id = start_round(store)
    decide_all(store, round_id, Outcome.REPEAL)
    release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    release = released(store, round_id)
    with reading(store) as session:
        rows = rows_of(session, release.id or 0)
        text = session.get_one(DocumentText, release.document_id).text
    assert [row.document_id for row in rows] == [shown]
    assert (release.counts, release.n_secret) == ({"repeal": 3}, 2)
    assert "另有2件不予公开的文件" in text
    assert "关于乙的通知" not in text
    assert {status_on(store, document_id, PUBLISHED) for document_id in (secret, withheld)} == {
        Status.REPEALED
    }


def test_one_authority_publishes_its_own_round_and_amendments_get_the_common_deadline(store: Store) -> None:
    document_id = register_old(store, "关于甲的通知")
    round_id = start_round(store, authority_ids=[2])
    decide(store, round_id, {document_id: Outcome.TO_AMEND})
    release_round(store, OPERATOR, round_id, replace(FACTS, amend_by=date(2026, 6, 30)), now=NOW)
    release = released(store, round_id)
    with reading(store) as session:
        (row,) = rows_of(session, release.id or 0)
    assert release.issuer == "示范区农业农村局"
    assert row.deadline_on == date(2026, 6, 30)
    assert item_of(store, round_id, document_id).deadline_on == date(2026, 6, 30)


def test_a_kept_document_past_its_period_is_extended_from_the_publication_and_the_gap_stays(
    store: Store,
) -> None:
    lapsed = Dates(
        published_on=date(2020, 1, 1), effective_on=date(2020, 1, 1), valid_until=date(2026, 1, 31)
    )
    document_id = register_old(store, "关于甲的办法", doc_no="示农〔2020〕1号", dates=lapsed)
    round_id = start_round(store)
    extended = Answer(Outcome.RETAIN, extended_until=date(2031, 1, 31), extension_act="示政〔2026〕2号")
    decide_answer(store, round_id, document_id, extended)
    release_id = release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    assert status_on(store, document_id, date(2026, 1, 31)) is Status.IN_FORCE
    assert status_on(store, document_id, date(2026, 3, 4)) is Status.LAPSED
    assert status_on(store, document_id, PUBLISHED) is Status.IN_FORCE
    assert status_on(store, document_id, date(2031, 1, 31)) is Status.IN_FORCE
    assert status_on(store, document_id, date(2031, 2, 1)) is Status.LAPSED
    with reading(store) as session:
        (row,) = rows_of(session, release_id)
        events = session.exec(select(DocumentEvent).where(DocumentEvent.document_id == document_id)).all()
    assert row.valid_until_text == "2031-01-31"
    assert row.reason == "依据示政〔2026〕2号，有效期延长至2031年1月31日"
    assert [event.kind for event in events] == [EventKind.EXTENDED, EventKind.CONFIRMED]
    assert events[0].source.endswith("；依据示政〔2026〕2号")


def test_the_printed_reason_names_the_successor_and_the_clause(store: Store) -> None:
    old = register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号")
    changing = register_old(store, "关于乙的通知", doc_no="示农〔2020〕2号")
    round_id = start_round(store)
    answers = {
        old: Answer(Outcome.REPEAL, "任务已经完成", successor="局务会纪要第3号"),
        changing: Answer(Outcome.TO_AMEND, "机构改革", "示范区农业农村局", date(2026, 9, 30), "第三条"),
    }
    for document_id, answer in answers.items():
        decide_answer(store, round_id, document_id, answer)
    accept_all(store, round_id)
    release_id = release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    with reading(store) as session:
        rows = {row.document_id: row for row in rows_of(session, release_id)}
        text = plain_text(session.get_one(Release, release_id).docx)
    assert rows[old].reason == "任务已经完成；替代文件或依据：局务会纪要第3号"
    assert rows[changing].reason == "机构改革；修改内容：第三条"
    assert (rows[changing].responsible, rows[changing].deadline_on) == ("示范区农业农村局", date(2026, 9, 30))
    assert "修改内容：第三条" in text
