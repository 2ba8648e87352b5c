"""Worksheets: when they may be handed over, the text of an opinion, what an answer must say, what a version changed."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from registry.domain.errors import Refusal
from registry.domain.filings import EXAMINATION_ITEMS, FilingState, Move
from registry.domain.levels import Level
from registry.domain.worksheets import (
    CONCLUSIONS,
    LONGEST_QUOTE_IN_OPINION,
    LONGEST_WORDS,
    Answer,
    Finding,
    Reply,
    Verdict,
    check_answers,
    check_finding,
    check_hand_over,
    check_raised_again,
    check_settled,
    check_signer,
    compose_answer,
    compose_opinion,
    differences,
    freeze,
    unexamined,
)

FEE = Finding(
    "上位法依据",
    Level.UNLAWFUL,
    "自行设定收费，没有依据",
    "第五条",
    "每船每日收取停泊费二十元。",
    "《示范省行政事业性收费条例》第三条",
    "删去第五条",
    "电话问过财政局",
)
WORDS = Finding("内容适当性", Level.ADVICE, "用语不统一。")
OTHERS = tuple(item for item in EXAMINATION_ITEMS if item != FEE.item)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"item": "错别字"}, "item"),
        ({"item": ""}, "item"),
        ({"problem": ""}, "problem"),
        ({"basis": "长" * (LONGEST_WORDS + 1)}, "basis"),
        ({"note": "长" * (LONGEST_WORDS + 1)}, "note"),
    ],
)
def test_a_finding_names_its_item_and_its_problem(changes: dict[str, str], field: str) -> None:
    check_finding(FEE)
    with pytest.raises(Refusal) as refused:
        check_finding(replace(FEE, **changes))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_an_item_is_examined_by_its_word_or_by_a_finding() -> None:
    assert unexamined([], []) == list(EXAMINATION_ITEMS)
    assert unexamined(["制定程序"], [FEE]) == ["制定权限", "与其他文件的协调", "内容适当性"]
    assert unexamined(OTHERS, [FEE]) == []


@pytest.mark.parametrize(
    ("state", "conclusion", "cleared", "findings", "sentence"),
    [
        (FilingState.UNDER_REVIEW, Move.PASS, EXAMINATION_ITEMS[:4], [], "未审的审查事项：内容适当性"),
        (FilingState.UNDER_REVIEW, Move.OPINE, [], [FEE], "制定权限、与其他文件的协调、制定程序、内容适当性"),
        (FilingState.UNDER_REVIEW, Move.OPINE, EXAMINATION_ITEMS, [], "没有写明问题.*拟办结论选“准予备案”"),
        (
            FilingState.FEEDBACK,
            Move.OPINE_AGAIN,
            EXAMINATION_ITEMS,
            [],
            "写明问题；.*由负责人“采纳说明，予以认可”；.*“确认已改正”",
        ),
        (FilingState.UNDER_REVIEW, Move.PASS, OTHERS, [WORDS, FEE], "第2条问题属于违法或者不当"),
        (FilingState.UNDER_REVIEW, Move.OPINE_AGAIN, OTHERS, [FEE], "请选择拟办结论"),
        (FilingState.FEEDBACK, Move.PASS, EXAMINATION_ITEMS, [], "请选择拟办结论"),
        (FilingState.OPINION, Move.OPINE, OTHERS, [FEE], "请选择拟办结论"),
        (FilingState.SUPPLEMENTING, Move.OPINE, OTHERS, [FEE], "正在补充材料"),
    ],
)
def test_what_is_not_examined_is_not_handed_over(
    state: FilingState, conclusion: Move, cleared: Sequence[str], findings: list[Finding], sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        check_hand_over(state, conclusion, cleared, findings)


def test_what_is_examined_is_handed_over() -> None:
    check_hand_over(FilingState.UNDER_REVIEW, Move.PASS, EXAMINATION_ITEMS, [])
    check_hand_over(FilingState.UNDER_REVIEW, Move.PASS, EXAMINATION_ITEMS[:4], [WORDS])
    check_hand_over(FilingState.UNDER_REVIEW, Move.OPINE, OTHERS, [FEE])
    check_hand_over(FilingState.FEEDBACK, Move.OPINE_AGAIN, OTHERS, [FEE])
    assert set(CONCLUSIONS) == {FilingState.UNDER_REVIEW, FilingState.FEEDBACK}


def test_an_opinion_has_a_line_for_each_finding_and_no_note() -> None:
    text = compose_opinion([FEE, WORDS])
    assert text.splitlines() == [
        "上位法依据：第五条“每船每日收取停泊费二十元。”：自行设定收费，没有依据。"
        "依据：《示范省行政事业性收费条例》第三条。建议：删去第五条。（违法）",
        "内容适当性：用语不统一。（建议）",
    ]
    assert "财政局" not in text


def test_a_long_article_of_several_paragraphs_stays_on_its_line() -> None:
    long = replace(FEE, quote="第一款。\n第二款。\n" + "很长" * 200, problem="第一行\n第二行")
    (line,) = compose_opinion([long]).splitlines()
    assert "第一款。 第二款。" in line
    assert "第一行 第二行。" in line
    assert len(line) < LONGEST_QUOTE_IN_OPINION + 100


ADOPTED = Answer(Reply.ADOPTED)
PARTLY = Answer(Reply.PARTLY, "保留第二款")
REJECTED = Answer(Reply.REJECTED, "上级文件有授权")


@pytest.mark.parametrize(
    ("answers", "sentence", "field"),
    [
        ([None, None], "第1条、第2条问题还没有答复", "reply-1"),
        ([ADOPTED, None, None], "第2条、第3条问题还没有答复", "reply-2"),
        ([ADOPTED, Answer(Reply.REJECTED, " ")], "第2条问题“不采纳”，请写明理由", "reason-2"),
        ([Answer(Reply.PARTLY)], "第1条问题“部分采纳”，请写明理由", "reason-1"),
        ([Answer(Reply.ADOPTED, "长" * (LONGEST_WORDS + 1))], "第1条问题的答复最多", "reason-1"),
    ],
)
def test_an_answer_that_leaves_a_finding_out_is_refused_with_its_number(
    answers: list[Answer | None], sentence: str, field: str
) -> None:
    with pytest.raises(Refusal, match=sentence) as refused:
        check_answers(answers)
    assert refused.value.field == field


def test_the_text_of_an_answer_names_each_finding() -> None:
    check_answers([ADOPTED, REJECTED])
    assert compose_answer([FEE, WORDS], [ADOPTED, REJECTED], ["新办法.docx", ""]).splitlines() == [
        "1．上位法依据，第五条：采纳。附：新办法.docx。",
        "2．内容适当性，全文：不采纳：上级文件有授权。",
    ]


@pytest.mark.parametrize(
    ("answer", "is_settled", "words"),
    [
        (ADOPTED, True, ""),
        (replace(ADOPTED, verdict=Verdict.OBJECTED), False, "仍有异议"),
        (PARTLY, False, "待认定"),
        (replace(PARTLY, verdict=Verdict.ACCEPTED), True, "认可说明"),
        (REJECTED, False, "待认定"),
        (replace(REJECTED, verdict=Verdict.OBJECTED), False, "仍有异议"),
        (replace(REJECTED, verdict=Verdict.ACCEPTED), True, "认可说明"),
    ],
)
def test_an_answer_settles_its_finding_or_leaves_it_open(
    answer: Answer, is_settled: bool, words: str
) -> None:
    assert answer.is_settled is is_settled
    assert answer.words == words
    if is_settled:
        check_settled([ADOPTED, answer])
    else:
        with pytest.raises(Refusal, match="第2条问题"):
            check_settled([ADOPTED, answer])


def test_an_open_finding_is_raised_again_or_settled() -> None:
    objected = replace(ADOPTED, verdict=Verdict.OBJECTED)
    check_raised_again([(ADOPTED, False), (PARTLY, True), (None, False), (objected, True)])
    with pytest.raises(Refusal, match=r"第1条、第4条问题.*“认可说明”.*“仍有异议”"):
        check_raised_again([(REJECTED, False), (PARTLY, True), (ADOPTED, False), (objected, False)])


def test_whoever_drafted_does_not_sign() -> None:
    check_signer("4", {"5": "陈经办", "6": "李经办"})
    with pytest.raises(Refusal, match="另一位负责人"):
        check_signer("5", {"5": "陈经办"})


def test_a_later_version_names_what_changed() -> None:
    first = freeze(OTHERS, Move.OPINE, {7: FEE, 8: WORDS})
    assert differences(first, first) == []
    fee = replace(FEE, level=Level.IMPROPER, demand="")
    new = replace(WORDS, problem="罚款过高", article="第九条")
    second = freeze(OTHERS[:3], Move.PASS, {9: new, 7: fee})
    assert differences(first, second) == [
        "拟办结论由“提出审查意见”改为“准予备案”。",
        "内容适当性不再是“无问题”。",
        "删去“内容适当性，全文：用语不统一。”。",
        "新增“内容适当性，第九条：罚款过高”。",
        "“上位法依据，第五条：自行设定收费，没有依据”改了程度、建议。",
    ]
    swapped = freeze(OTHERS, Move.OPINE, {8: WORDS, 7: FEE})
    assert differences(first, swapped) == ["调整了问题的顺序。"]
