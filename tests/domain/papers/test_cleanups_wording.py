"""The words of a round's papers: whom a notice is sent to, how a round is named, and how two opinions differ."""

import pytest

from registry.domain.authorities import AuthorityKind
from registry.domain.cleanups import NO_ANSWER, Answer, Outcome
from registry.domain.papers.cleanups_wording import (
    addressed,
    counts_in_words,
    difference,
    is_disputed,
    matter_of,
    opinion,
)

DEPARTMENTS = [(f"示范区{name}局", AuthorityKind.DEPARTMENT) for name in ("教育", "民政", "财政", "交通")]
TOWNS = [("示范区青石镇人民政府", AuthorityKind.TOWNSHIP), ("示范区白水镇人民政府", AuthorityKind.TOWNSHIP)]
STREET = ("示范区东城街道办事处", AuthorityKind.SUBDISTRICT)


def test_few_authorities_are_named_and_many_are_addressed_by_their_kind() -> None:
    assert addressed(TOWNS, "示范区人民政府") == "示范区青石镇人民政府，示范区白水镇人民政府"
    every = [*DEPARTMENTS, *TOWNS, STREET, ("示范区人民政府办公室", AuthorityKind.OFFICE)]
    assert (
        addressed(every, "示范区人民政府")
        == "各镇人民政府、街道办事处，区政府各部门、各直属机构，区政府办公室"
    )
    townless = [*DEPARTMENTS, STREET, STREET]
    assert addressed(townless, "示范县人民政府") == "各街道办事处，县政府各部门、各直属机构"
    mixed = [*DEPARTMENTS, *TOWNS, ("示范县红土乡人民政府", AuthorityKind.TOWNSHIP)]
    assert addressed(mixed, "人民政府").startswith("各乡镇人民政府，政府各部门")


@pytest.mark.parametrize(
    ("name", "matter"),
    [
        ("2026年度集中清理", "2026年度行政规范性文件集中清理"),
        ("2026年度行政规范性文件清理", "2026年度行政规范性文件清理"),
        ("涉企政策文件专项清理", "涉企政策文件专项清理"),
    ],
)
def test_a_round_is_named_with_what_it_cleans_up(name: str, matter: str) -> None:
    assert matter_of(name) == matter


def test_counts_name_what_there_is() -> None:
    assert (
        counts_in_words({Outcome.REPEAL: 3, Outcome.RETAIN: 45, Outcome.LAPSE: 0}) == "继续有效45件、废止3件"
    )


@pytest.mark.parametrize(
    ("decision", "answered", "sent_back", "words"),
    [
        (Answer(Outcome.RETAIN), True, False, "一致"),
        (Answer(Outcome.REPEAL), True, False, "不一致"),
        (NO_ANSWER, True, False, "未审查"),
        (Answer(Outcome.REPEAL), False, False, "未报送"),
        (NO_ANSWER, False, True, "已退回，待重新报送"),
    ],
)
def test_the_difference_of_two_opinions(
    decision: Answer, answered: bool, sent_back: bool, words: str
) -> None:
    proposal = Answer(Outcome.RETAIN)
    assert difference(proposal, decision, is_answered=answered, is_sent_back=sent_back) == words


def test_what_nobody_proposed_or_decided_is_not_in_dispute() -> None:
    assert not is_disputed(NO_ANSWER, Answer(Outcome.REPEAL))
    assert is_disputed(Answer(Outcome.RETAIN), Answer(Outcome.REPEAL))


def test_an_opinion_is_said_with_its_reason() -> None:
    assert opinion(Answer(Outcome.REPEAL, "已被替代。")) == "废止（已被替代）"
    assert opinion(Answer(Outcome.RETAIN)) == "继续有效"
    assert opinion(NO_ANSWER) == ""
