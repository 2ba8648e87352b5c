"""A row that comes back is written, the same, or a clash; nothing of somebody else is replaced in silence."""

from dataclasses import replace
from itertools import product

import pytest

from registry.domain.cleanups import NO_ANSWER, Answer, Outcome
from registry.domain.returned_rows import Mark, Side, Standing, Verdict, judge

KEEP = Answer(Outcome.RETAIN)
END = Answer(Outcome.REPEAL, "依据已废止", successor="示农规〔2025〕1号")
BLANK = Standing(NO_ANSWER, NO_ANSWER)
MINE = replace(BLANK, proposal=KEEP, proposed_by="甲", version=3)
DECIDED = replace(BLANK, decision=KEEP, decided_by="丙", version=4)


@pytest.mark.parametrize(
    ("said", "side", "by", "seen", "stands", "verdict"),
    [
        (KEEP, Side.ANSWERS, "甲", 1, BLANK, Verdict.CHANGED),
        (KEEP, Side.ANSWERS, "甲", 1, MINE, Verdict.SAME),
        (END, Side.ANSWERS, "甲", 3, MINE, Verdict.CHANGED),
        (END, Side.ANSWERS, "甲", None, MINE, Verdict.CHANGED),
        (END, Side.ANSWERS, "甲", 2, MINE, Verdict.CLASH),
        (END, Side.ANSWERS, "乙", 3, MINE, Verdict.CLASH),
        (END, Side.ANSWERS, "甲", 2, replace(MINE, is_sent_back=True), Verdict.CHANGED),
        (END, Side.ANSWERS, "乙", 3, replace(MINE, is_sent_back=True), Verdict.CLASH),
        (KEEP, Side.ANSWERS, "甲", 1, DECIDED, Verdict.SAME),
        (END, Side.ANSWERS, "甲", 4, DECIDED, Verdict.CLASH),
        (KEEP, Side.DECISIONS, "丙", 1, BLANK, Verdict.CHANGED),
        (KEEP, Side.DECISIONS, "丙", 3, MINE, Verdict.CHANGED),
        (KEEP, Side.DECISIONS, "丙", 2, MINE, Verdict.CHANGED),
        (KEEP, Side.DECISIONS, "丙", 3, replace(MINE, is_sent_back=True), Verdict.CLASH),
        (KEEP, Side.DECISIONS, "丙", 2, replace(BLANK, version=3), Verdict.CLASH),
        (KEEP, Side.ANSWERS, "甲", 2, replace(BLANK, version=3), Verdict.CLASH),
        (END, Side.DECISIONS, "丙", 3, MINE, Verdict.CLASH),
        (KEEP, Side.DECISIONS, "丙", 1, DECIDED, Verdict.SAME),
        (END, Side.DECISIONS, "丙", 4, DECIDED, Verdict.CHANGED),
        (END, Side.DECISIONS, "丙", 3, DECIDED, Verdict.CLASH),
        (END, Side.DECISIONS, "丁", 4, DECIDED, Verdict.CLASH),
    ],
)
def test_what_becomes_of_a_row(
    said: Answer, side: Side, by: str, seen: int | None, stands: Standing, verdict: Verdict
) -> None:
    assert judge(said, side, by, seen, stands) is verdict


def test_nothing_of_somebody_else_or_newer_is_ever_replaced() -> None:
    answers = (NO_ANSWER, KEEP, END, Answer(Outcome.REPEAL, "另有理由", successor="同上"))
    names, seen = ("甲", "乙"), (None, 1, 2)
    for said, proposal, decision, side, writer, decider, version in product(
        answers[1:], answers, answers, Side, names, names, seen
    ):
        stands = Standing(proposal, decision, 2, writer, decider)
        verdict = judge(said, side, "甲", version, stands)
        replaced, its_writer = (
            (proposal, writer) if side is Side.ANSWERS and not decision.outcome else (decision, decider)
        )
        is_foreign = its_writer != "甲" or version == 1
        if replaced.outcome and replaced != said and is_foreign and said != proposal:
            assert verdict is Verdict.CLASH
        if said == replaced:
            assert verdict is Verdict.SAME


def test_a_row_that_states_more_than_the_proposal_is_no_clash_but_another_value_is() -> None:
    proposed = replace(BLANK, proposal=Answer(Outcome.TO_AMEND, clause="第五条"), proposed_by="甲")
    more = Answer(Outcome.TO_AMEND, "依据已修订", clause="第五条")
    assert judge(more, Side.DECISIONS, "丙", 1, proposed) is Verdict.CHANGED
    assert judge(replace(more, clause="第六条"), Side.DECISIONS, "丙", 1, proposed) is Verdict.CLASH


def test_a_text_of_several_lines_comes_back_on_one_and_is_the_same() -> None:
    stands = replace(MINE, proposal=Answer(Outcome.RETAIN, "仍然需要\n并且合法"))
    assert judge(Answer(Outcome.RETAIN, "仍然需要 并且合法"), Side.ANSWERS, "乙", 1, stands) is Verdict.SAME


def test_a_mark_is_read_as_it_was_written_and_nothing_else_is_a_mark() -> None:
    assert Mark.read(f" {Mark(3, 17, 2)} ") == Mark(3, 17, 2)
    for written in ("", "3-17-2", "QL-3-17", "QL-3-17-2-1", "QL-３-17-2", f"QL-1-{10**9}-1"):
        assert Mark.read(written) is None
