"""A clash is settled by whoever may write its side, once, and never over something newer; none is ever lost."""

import random
from pathlib import Path

import pytest
from sqlmodel import select

from registry.actions.cleanups import return_workbook
from registry.actions.cleanups._rounds import Decision
from registry.actions.cleanups.check_round import check_round
from registry.actions.cleanups.decide_outcomes import decide_outcomes
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.actions.cleanups.settle_clashes import Choice, settle_clashes
from registry.domain.cleanups import OUTCOME_WORDS, Answer, Outcome, Stage
from registry.domain.errors import Denied, Hidden
from registry.domain.returned_rows import Kept, Side
from registry.domain.roles import Actor, Role
from registry.readers.files.sheets import read_sheets
from registry.readers.ledgers.outcomes import OutcomeLine, outcome_lines
from registry.storage.cleanups.clashes import open_clashes
from registry.storage.cleanups.tables import CleanupClash, CleanupStep
from registry.storage.engine import Store, reading
from tests.building.documents import register_old
from tests.building.round_workbooks import fill_in, send_back, workbook_of
from tests.building.rounds import NOW, item_of, items, start_round
from tests.cast import Cast

TITLES = ("关于甲的通知", "关于乙的通知", "关于丙的通知")
REPEAL = {"清理意见": "废止", "理由": "依据已废止", "替代文件或依据": "示农规〔2025〕1号"}


def read_here(path: Path, name: str) -> list[OutcomeLine]:
    """Reads the workbook in this process, which is faster than a new one each time."""
    return outcome_lines(name, read_sheets(path, name))


@pytest.fixture
def documents(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    monkeypatch.setattr(return_workbook, "read_outcomes", read_here)
    return [register_old(store, title, doc_no=f"示农〔2020〕{n}号") for n, title in enumerate(TITLES, 1)]


def clashes(store: Store, round_id: int) -> list[CleanupClash]:
    with reading(store) as session:
        return open_clashes(session, round_id)


def say(store: Store, actor: Actor, round_id: int, document_id: int, answer: Answer) -> None:
    """Writes on the page: a contact its proposal, the office its decision."""
    decision = [Decision(item_of(store, round_id, document_id).id or 0, answer)]
    if actor.authority_id:
        propose_outcome(store, actor, round_id, decision, now=NOW)
    else:
        decide_outcomes(store, actor, round_id, decision, now=NOW)


def clash_of_answers(store: Store, cast: Cast, folder: Path, document_id: int) -> tuple[int, CleanupClash]:
    """A round with the clash of a contact's older workbook with what it wrote on the page since."""
    round_id = start_round(store)
    book = fill_in(workbook_of(store, cast.drafter, round_id), {TITLES[0]: REPEAL})
    say(store, cast.drafter, round_id, document_id, Answer(Outcome.RETAIN))
    send_back(store, cast.drafter, round_id, folder, book)
    (clash,) = clashes(store, round_id)
    return round_id, clash


@pytest.mark.parametrize("kept", Kept)
def test_either_the_row_or_what_stood_is_kept(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int], kept: Kept
) -> None:
    round_id, clash = clash_of_answers(store, cast, tmp_path, documents[0])
    version = item_of(store, round_id, documents[0]).version
    choices = [Choice(clash.id or 0, kept, version)]
    assert settle_clashes(store, cast.drafter, round_id, choices, now=NOW).n_settled == 1
    item = item_of(store, round_id, documents[0])
    of_row = Answer(Outcome.REPEAL, "依据已废止", successor="示农规〔2025〕1号")
    assert item.proposal == (of_row if kept is Kept.ROW else Answer(Outcome.RETAIN))
    assert clashes(store, round_id) == []
    again = settle_clashes(store, cast.drafter, round_id, choices, now=NOW)
    assert (again.n_settled, "已由" in again.refused[clash.id or 0]) == (0, True)
    with reading(store) as session:
        steps = session.exec(select(CleanupStep).where(CleanupStep.stage == Stage.PROPOSED)).all()
    assert [step.outcome for step in steps] == [Outcome.RETAIN, *([Outcome.REPEAL] * (kept is Kept.ROW))]
    assert steps[-1].via == ("交回.xlsx，工作表“清理意见”第2行" if kept is Kept.ROW else "")


def test_a_choice_made_before_a_newer_change_is_refused(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int]
) -> None:
    round_id, clash = clash_of_answers(store, cast, tmp_path, documents[0])
    version = item_of(store, round_id, documents[0]).version
    say(store, cast.drafter, round_id, documents[0], Answer(Outcome.RETAIN, "仍需要"))
    settled = settle_clashes(
        store, cast.drafter, round_id, [Choice(clash.id or 0, Kept.ROW, version)], now=NOW
    )
    assert (settled.n_settled, "刚被改动" in settled.refused[clash.id or 0]) == (0, True)
    assert len(clashes(store, round_id)) == 1


def test_only_whoever_may_write_a_side_settles_it(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int]
) -> None:
    round_id, clash = clash_of_answers(store, cast, tmp_path, documents[0])
    choice = [Choice(clash.id or 0, Kept.ROW)]
    with pytest.raises(Hidden):
        settle_clashes(store, cast.stranger, round_id, choice, now=NOW)
    with pytest.raises(Denied):
        settle_clashes(store, cast.auditor, round_id, choice, now=NOW)
    say(store, cast.clerk, round_id, documents[0], Answer(Outcome.LAPSE, "期满"))
    refused = settle_clashes(store, cast.drafter, round_id, choice, now=NOW).refused
    assert "已由法制机构确定" in refused[clash.id or 0]
    assert settle_clashes(store, cast.clerk, round_id, choice, now=NOW).n_settled == 1
    item = item_of(store, round_id, documents[0])
    assert (item.proposed_outcome, item.outcome) == (Outcome.REPEAL, Outcome.LAPSE)
    book = fill_in(workbook_of(store, cast.lead, round_id), {TITLES[0]: REPEAL | {"清理意见": "继续有效"}})
    send_back(store, cast.lead, round_id, tmp_path, book, Side.DECISIONS)
    (clash,) = clashes(store, round_id)
    with pytest.raises(Denied):
        settle_clashes(store, cast.drafter, round_id, [Choice(clash.id or 0, Kept.STOOD)], now=NOW)
    assert settle_clashes(store, cast.clerk, round_id, [Choice(clash.id or 0, Kept.ROW)], now=NOW).n_settled
    assert item_of(store, round_id, documents[0]).outcome is Outcome.RETAIN


def test_of_two_clashes_of_a_document_one_row_is_taken_at_a_time(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int]
) -> None:
    round_id, first = clash_of_answers(store, cast, tmp_path, documents[0])
    book = fill_in(workbook_of(store, cast.clerk, round_id), {TITLES[0]: REPEAL | {"清理意见": "失效"}})
    send_back(store, cast.clerk, round_id, tmp_path, book)
    choices = [Choice(clash.id or 0, Kept.ROW) for clash in clashes(store, round_id)]
    settled = settle_clashes(store, cast.clerk, round_id, choices, now=NOW)
    assert settled.n_settled == 1
    assert "两处冲突" in settled.refused[choices[1].clash_id]
    assert first.id == choices[0].clash_id


def test_a_clash_of_another_round_is_not_found(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int]
) -> None:
    _, clash = clash_of_answers(store, cast, tmp_path, documents[0])
    other = start_round(store, "2026年度集中清理")
    settled = settle_clashes(store, cast.clerk, other, [Choice(clash.id or 0, Kept.ROW)], now=NOW)
    assert settled.refused == {clash.id: "没有这一处冲突，请刷新页面。"}


@pytest.mark.parametrize("seed", range(8))
def test_no_clash_is_lost_whoever_writes_and_sends_at_once(
    store: Store, cast: Cast, tmp_path: Path, documents: list[int], seed: int
) -> None:
    """Two contacts and the office write on the page and send workbooks of any age, in any order."""
    chance = random.Random(seed)
    colleague = Actor("孙同事", Role.CONTACT, 99, cast.drafter.authority_id)
    actors = (cast.drafter, colleague, cast.clerk)
    round_id = start_round(store, f"第{seed}次集中清理")
    books = {actor.name: workbook_of(store, actor, round_id) for actor in actors}
    for _ in range(16):
        actor, known = chance.choice(actors), {clash.id for clash in clashes(store, round_id)}
        match chance.choice(("write", "download", "send", "send", "settle")):
            case "write":
                document_id = chance.choice(documents)
                if actor.authority_id is None or item_of(store, round_id, document_id).outcome is None:
                    answer = Answer(chance.choice([*Outcome]), f"页面{chance.randrange(3)}")
                    say(store, actor, round_id, document_id, answer)
            case "download":
                books[actor.name] = workbook_of(store, actor, round_id)
            case "send":
                side = Side.ANSWERS if actor.authority_id else chance.choice([*Side])
                _send_and_check(store, actor, round_id, tmp_path, books[actor.name], side, chance)
            case "settle" if known:
                clash = chance.choice(clashes(store, round_id))
                if actor.authority_id is None or clash.is_proposal:
                    choice = Choice(clash.id or 0, chance.choice([*Kept]))
                    known -= {clash.id} - set(
                        settle_clashes(store, actor, round_id, [choice], now=NOW).refused
                    )
        left = {clash.id for clash in clashes(store, round_id)}
        assert known <= left
        _check_gate(store, round_id, len(left))


def _send_and_check(
    store: Store, actor: Actor, round_id: int, folder: Path, book: bytes, side: Side, chance: random.Random
) -> None:
    """Fills in some rows and sends them: each stands afterwards, waits as a clash, or was refused with a reason; and
    what another wrote stands as it stood."""
    rows = {
        title: {
            "清理意见": chance.choice([*OUTCOME_WORDS.values(), "再议"]),
            "理由": f"表{chance.randrange(3)}",
        }
        for title in chance.sample(TITLES, chance.randrange(1, 4))
    }
    before = {item.id: item for item in items(store, round_id)}
    result = send_back(store, actor, round_id, folder, fill_in(book, rows), side)
    assert result.n_read == 3 == result.n_same + result.n_changed + result.n_clashes + result.n_refused
    after = {item.id: item for item in items(store, round_id)}
    waiting = {
        (clash.item_id, clash.answer["outcome"], clash.answer["reason"]) for clash in clashes(store, round_id)
    }
    refused = {row.line.title for row in result.refused}
    for item_id, title in zip(after, TITLES, strict=True):
        item, said = after[item_id], rows.get(title)
        if said and title not in refused:
            outcome = next(key for key, word in OUTCOME_WORDS.items() if word == said["清理意见"])
            stands = {
                (answer.outcome, answer.reason)
                for answer in ((item.proposal, item.decision) if side is Side.ANSWERS else (item.decision,))
            }
            assert (outcome, said["理由"]) in stands or (item_id, outcome.value, said["理由"]) in waiting
        was = before[item_id]
        if was.outcome and was.decided_by != actor.name:
            assert item.decision == was.decision
        if was.proposed_outcome and was.proposed_by != actor.name:
            assert item.proposal == was.proposal


def _check_gate(store: Store, round_id: int, n_clashes: int) -> None:
    with reading(store) as session:
        findings = {finding.code: finding for finding in check_round(session, round_id, NOW.date())}
    rows = findings["clashes"].rows if "clashes" in findings else ()
    assert len(rows) == n_clashes
    assert not rows or findings["clashes"].is_hard
