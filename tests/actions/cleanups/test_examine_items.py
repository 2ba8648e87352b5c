"""Examining: agreed in one go, sent back with a reason and a notice, changed with its why, never over a newer answer."""

from sqlmodel import col, select

from registry.actions.cleanups.examine_items import Examination, Verdict, examine_items
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.actions.cleanups.record_return import record_return
from registry.actions.office.verify_register import verify_register
from registry.domain.cleanups import Answer, Outcome, Stage
from registry.domain.notices import NoticeKind
from registry.storage.audit import entries_about
from registry.storage.cleanups.items import progress
from registry.storage.cleanups.returns import return_of
from registry.storage.cleanups.tables import CleanupItem, CleanupStep
from registry.storage.engine import Store, reading
from registry.storage.notices import Notice
from tests.building.documents import register_old
from tests.building.rounds import NOW, Decision, answer, item_of, items, start_round, whole
from tests.cast import Cast


def answered_round(store: Store, n: int = 3) -> tuple[int, list[CleanupItem]]:
    """A round of the drafter's documents, all answered."""
    ids = [register_old(store, f"关于第{n}件的通知") for n in range(n)]
    round_id = start_round(store)
    answer(store, round_id, dict.fromkeys(ids, Outcome.RETAIN))
    return round_id, items(store, round_id)


def say(
    store: Store,
    cast: Cast,
    round_id: int,
    item: CleanupItem,
    verdict: Verdict,
    words: str = "",
    **more: object,
) -> str:
    """The sentence that refuses the examination of one item, "" when it is written."""
    version = item.version if "version" not in more else more.pop("version")
    examination = Examination(item.id or 0, verdict, words, version=version, **more)  # type: ignore[arg-type]
    done = examine_items(store, cast.clerk, round_id, [examination], now=NOW)
    return done.refused.get(item.id or 0, "")


def test_many_are_agreed_to_with_one_audit_line(store: Store, cast: Cast) -> None:
    round_id, rows = answered_round(store)
    agreed = [Examination(item.id or 0, Verdict.AGREE, version=item.version) for item in rows]
    done = examine_items(store, cast.clerk, round_id, agreed, now=NOW)
    assert (done.n_decided, done.refused) == (3, {})
    assert {item.outcome for item in items(store, round_id)} == {Outcome.RETAIN}
    again = examine_items(store, cast.lead, round_id, agreed, now=NOW)
    assert (again.n_decided, again.n_unchanged, again.refused) == (0, 3, {})
    with reading(store) as session:
        assert progress(session, round_id)[0].is_complete
        acts = [entry.act for entry in entries_about(session, f"cleanup:{round_id}")]
    assert acts.count("decide_outcome") == 1


def test_what_is_sent_back_waits_with_its_reason_and_the_contact_is_told(store: Store, cast: Cast) -> None:
    round_id, (first, second, _) = answered_round(store)
    say(store, cast, round_id, first, Verdict.AGREE)
    first = item_of(store, round_id, first.document_id)
    assert say(store, cast, round_id, first, Verdict.SEND_BACK, "请写明依据") == ""
    item = item_of(store, round_id, first.document_id)
    assert (item.outcome, item.is_answered, item.sent_back_because) == (None, False, "请写明依据")
    assert item.proposed_outcome is Outcome.RETAIN
    with reading(store) as session:
        (notice,) = session.exec(select(Notice).where(Notice.kind == NoticeKind.ITEM_SENT_BACK))
        step = session.exec(select(CleanupStep).order_by(col(CleanupStep.id).desc())).first()
    assert notice.user_id == cast.drafter.user_id
    assert "请写明依据" in notice.facts["items"]
    assert step is not None
    assert (step.stage, step.words, step.by) == (Stage.SENT_BACK, "请写明依据", cast.clerk.name)
    assert verify_register(store) == []
    better = Decision(item.id or 0, Answer(Outcome.RETAIN, "依据为省条例"))
    propose_outcome(store, cast.drafter, round_id, [better], now=NOW)
    item = item_of(store, round_id, first.document_id)
    assert (item.is_answered, item.sent_back_because) == (True, "")
    assert item_of(store, round_id, second.document_id).is_answered
    assert verify_register(store) == []


def test_a_change_keeps_why_and_is_printed_with_it(store: Store, cast: Cast) -> None:
    round_id, (first, *_) = answered_round(store)
    why = "任务已经完成，不宜继续有效"
    assert say(store, cast, round_id, first, Verdict.CHANGE, why, answer=Answer(Outcome.LAPSE)) == ""
    item = item_of(store, round_id, first.document_id)
    assert (item.outcome, item.reason, item.is_answered) == (Outcome.LAPSE, why, True)
    with reading(store) as session:
        decided = select(CleanupStep).where(CleanupStep.stage == Stage.DECIDED)
        assert [step.words for step in session.exec(decided)] == [why]


def test_what_cannot_be_is_refused_in_words_and_changes_nothing(store: Store, cast: Cast) -> None:
    register_old(store, "关于未报的通知")
    round_id, rows = answered_round(store)
    silent, first, *_ = rows
    assert silent.proposed_outcome is None
    assert "还没有完整的自查意见" in say(store, cast, round_id, silent, Verdict.AGREE)
    assert "请催报" in say(store, cast, round_id, silent, Verdict.SEND_BACK, "补")
    assert "请写明退回的理由" in say(store, cast, round_id, first, Verdict.SEND_BACK)
    assert "请写明改变自查意见的理由" in say(
        store, cast, round_id, first, Verdict.CHANGE, answer=Answer(Outcome.REPEAL)
    )
    assert "请选择改为" in say(store, cast, round_id, first, Verdict.CHANGE, "不当")
    assert "超过1000字" in say(store, cast, round_id, first, Verdict.SEND_BACK, "长" * 1001)
    gone = examine_items(store, cast.clerk, round_id, [Examination(99, Verdict.AGREE)], now=NOW)
    assert "不在本轮" in gone.refused[99]
    assert [item.version for item in items(store, round_id)] == [item.version for item in rows]


def test_of_two_clerks_the_second_reads_what_stands(store: Store, cast: Cast) -> None:
    round_id, (first, *_) = answered_round(store)
    assert say(store, cast, round_id, first, Verdict.SEND_BACK, "请写明依据") == ""
    assert "现已退回：请写明依据" in say(store, cast, round_id, first, Verdict.AGREE)
    assert "现已退回：请写明依据" in say(store, cast, round_id, first, Verdict.SEND_BACK, "另一理由")
    assert say(store, cast, round_id, first, Verdict.SEND_BACK, "请写明依据") == ""
    propose_outcome(store, cast.drafter, round_id, [Decision(first.id or 0, whole(Outcome.REPEAL))], now=NOW)
    assert "自查意见为“废止”" in say(store, cast, round_id, first, Verdict.AGREE)
    assert item_of(store, round_id, first.document_id).outcome is None


def test_the_office_may_decide_what_it_sent_back_and_then_nobody_waits(store: Store, cast: Cast) -> None:
    round_id, (first, *_) = answered_round(store)
    say(store, cast, round_id, first, Verdict.SEND_BACK, "请写明依据")
    item = item_of(store, round_id, first.document_id)
    assert say(store, cast, round_id, item, Verdict.CHANGE, "逾期未报", answer=Answer(Outcome.LAPSE)) == ""
    item = item_of(store, round_id, first.document_id)
    assert (item.sent_back_because, item.is_answered, item.outcome) == ("", False, Outcome.LAPSE)
    assert verify_register(store) == []


def test_sending_back_opens_a_signed_return_again(store: Store, cast: Cast) -> None:
    round_id, (first, *_) = answered_round(store)
    record_return(store, cast.drafter, round_id, 2, signed_on=NOW.date(), signer="张局长", file=None, now=NOW)
    sent_back = Examination(first.id or 0, Verdict.SEND_BACK, "请写明依据")
    done = examine_items(store, cast.clerk, round_id, [sent_back], now=NOW)
    assert done.reopened == ["示范区农业农村局"]
    with reading(store) as session:
        assert return_of(session, round_id, 2) is None
        acts = {entry.act: entry.fields for entry in entries_about(session, f"cleanup:{round_id}")}
    assert acts["reopen_return"]["signer"] == "张局长"
