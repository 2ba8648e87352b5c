"""Judging hits of the checks: with a reason, one by one or a rule at once, and two people at the same time."""

from functools import partial

import pytest

from registry.actions.documents.judge_hits import judge_hits, judge_rule, mark_of
from registry.domain.checks.verdicts import HitVerdict
from registry.domain.errors import Denied, Refusal
from registry.domain.normal import tidy
from registry.storage.audit import entries_about
from registry.storage.engine import Store, reading, transaction
from registry.storage.text_checks import TextHit, open_hits
from registry.storage.worksheets import ReviewFinding
from tests.building.concurrent_acts import only_refusal, perform_at_once
from tests.building.text_checks import checked_draft, filing_with_hits, hit_of, hits, judge
from tests.building.worksheets import findings, write
from tests.cast import NOW, Cast

FINE = "penalty.fine"
FINES = "\n".join(f"第{n}条　有第{n}种情形的，处{n}百元罚款。" for n in range(1, 8))


def seen(store: Store, document_id: int) -> str:
    """The mark of the hits that wait for a verdict, as a page shows them now."""
    with reading(store) as session:
        return mark_of(open_hits(session, document_id, FINE))


def test_a_verdict_is_kept_with_who_and_when_and_audited(store: Store, cast: Cast) -> None:
    document_id = checked_draft(store)
    judge(store, cast.clerk, hit_of(store, document_id, FINE), HitVerdict.DISMISSED, "引述上位法")
    hit = hit_of(store, document_id, FINE)
    assert (hit.verdict, hit.reason, hit.judged_by, hit.judged_at) == (
        HitVerdict.DISMISSED,
        "引述上位法",
        cast.clerk.name,
        NOW,
    )
    with reading(store) as session:
        entry = entries_about(session, f"document:{document_id}")[0]
    assert (entry.act, entry.actor) == ("judge_hits", cast.clerk.name)
    assert entry.fields == {
        "verdict": "dismissed",
        "hits": f"设定行政处罚：“{tidy(hit.quote)}”",
        "reason": "引述上位法",
    }


def test_a_verdict_can_be_taken_back(store: Store, cast: Cast) -> None:
    document_id = checked_draft(store)
    judge(store, cast.clerk, hit_of(store, document_id, FINE), HitVerdict.KEPT)
    judge(store, cast.lead, hit_of(store, document_id, FINE), HitVerdict.OPEN)
    hit = hit_of(store, document_id, FINE)
    assert (hit.verdict, hit.judged_by) == (HitVerdict.OPEN, cast.lead.name)


def test_a_dismissal_needs_a_reason(store: Store, cast: Cast) -> None:
    document_id = checked_draft(store)
    with pytest.raises(Refusal, match="请写明排除的理由"):
        judge(store, cast.clerk, hit_of(store, document_id, FINE), HitVerdict.DISMISSED)
    assert hit_of(store, document_id, FINE).verdict is HitVerdict.OPEN


def test_only_the_examiners_judge(store: Store, cast: Cast) -> None:
    document_id = checked_draft(store)
    hit = hit_of(store, document_id, FINE)
    for actor in (cast.drafter, cast.auditor, cast.admin):
        with pytest.raises(Denied):
            judge(store, actor, hit, HitVerdict.KEPT)


def test_who_judges_second_hears_what_the_first_one_said(store: Store, cast: Cast) -> None:
    document_id = checked_draft(store)
    seen = hit_of(store, document_id, FINE)
    judge(store, cast.lead, seen, HitVerdict.DISMISSED, "引述上位法")
    with pytest.raises(Refusal, match="刚由林负责改为“排除”，理由是“引述上位法”（2026年3月5日 10:00）"):
        judge(store, cast.clerk, seen, HitVerdict.KEPT)
    judge(store, cast.clerk, seen, HitVerdict.DISMISSED, "引述上位法")  # the same form, sent twice
    assert hit_of(store, document_id, FINE).judged_by == cast.lead.name


def test_of_two_people_at_once_one_is_refused(store: Store, cast: Cast) -> None:
    document_id = checked_draft(store)
    hit = hit_of(store, document_id, FINE)
    answers = perform_at_once(
        [
            partial(judge, store, cast.clerk, hit, HitVerdict.KEPT),
            partial(judge, store, cast.lead, hit, HitVerdict.DISMISSED, "引述上位法"),
        ]
    )
    assert "您的没有保存" in only_refusal(answers)


def test_hits_of_another_document_and_hits_that_are_gone_are_refused(store: Store, cast: Cast) -> None:
    document_id, other = checked_draft(store), checked_draft(store, n=8)
    hit = hit_of(store, other, FINE)
    with pytest.raises(Refusal, match="已经不在检查结果里"):
        judge_hits(store, cast.clerk, document_id, {hit.id or 0: 1}, HitVerdict.KEPT, now=NOW)
    with transaction(store) as session:
        row = session.get_one(TextHit, hit.id)
        row.is_gone = True
        session.add(row)
    with pytest.raises(Refusal, match="已经不在检查结果里"):
        judge(store, cast.clerk, hit, HitVerdict.KEPT)


def test_all_hits_of_a_rule_are_judged_at_once_and_counted(store: Store, cast: Cast) -> None:
    document_id = checked_draft(store, FINES)
    judge(store, cast.clerk, hit_of(store, document_id, FINE), HitVerdict.KEPT)
    n = judge_rule(
        store,
        cast.clerk,
        document_id,
        FINE,
        seen(store, document_id),
        HitVerdict.DISMISSED,
        "引述上位法",
        now=NOW,
    )
    verdicts = [hit.verdict for hit in hits(store, document_id) if hit.rule == FINE]
    assert n == 6
    assert verdicts == [HitVerdict.KEPT, *[HitVerdict.DISMISSED] * 6]
    with reading(store) as session:
        assert entries_about(session, f"document:{document_id}")[0].fields["hits"] == "设定行政处罚6处"


def test_other_hits_of_the_same_number_are_not_judged_unseen(store: Store, cast: Cast) -> None:
    document_id = checked_draft(store, FINES)
    before = seen(store, document_id)
    with transaction(store) as session:
        row = open_hits(session, document_id, FINE)[0]
        row.version += 1
        session.add(row)
    with pytest.raises(Refusal, match="现在有7处，和您看到的不一样了"):
        judge_rule(store, cast.clerk, document_id, FINE, before, HitVerdict.DISMISSED, "引述", now=NOW)


def test_a_rule_with_another_number_than_was_seen_is_refused(store: Store, cast: Cast) -> None:
    document_id = checked_draft(store, FINES)
    before = seen(store, document_id)
    judge(store, cast.lead, hit_of(store, document_id, FINE), HitVerdict.KEPT)
    with pytest.raises(Refusal, match="待核对的现在有6处，和您看到的不一样了，没有保存"):
        judge_rule(store, cast.clerk, document_id, FINE, before, HitVerdict.DISMISSED, "引述", now=NOW)


def test_a_hit_that_is_a_finding_of_the_worksheet_is_not_dismissed(store: Store, cast: Cast) -> None:
    filing_id, document_id = filing_with_hits(store)
    write(store, cast.clerk, filing_id)
    hit = hit_of(store, document_id, FINE)
    with transaction(store) as session:
        row = session.get_one(ReviewFinding, findings(store, filing_id)[0].id)
        row.hit_id = hit.id
        session.add(row)
    with pytest.raises(Refusal, match="已经列为审查问题，不能排除"):
        judge(store, cast.clerk, hit, HitVerdict.DISMISSED, "引述")
    judge(store, cast.clerk, hit, HitVerdict.KEPT)
