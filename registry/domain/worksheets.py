"""The examination of a filing: what a worksheet holds, when it may be handed over and signed, what is answered to it.

Sources: DOMAIN §6 (the five items of examination); the opinion is written in lines that begin with their item.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from registry.domain.errors import Refusal
from registry.domain.filings import EXAMINATION_ITEMS, MOVES, FilingState, Move
from registry.domain.levels import LEVEL_WORDS, Level
from registry.domain.normal import shortened, tidy

LONGEST_WORDS = 2000
LONGEST_QUOTE_IN_OPINION = 160

CONCLUSIONS: dict[FilingState, tuple[Move, ...]] = {
    FilingState.UNDER_REVIEW: (Move.PASS, Move.OPINE),
    FilingState.FEEDBACK: (Move.OPINE_AGAIN,),
}
"""What a worksheet may propose in a state; in the other states there is nothing to examine."""
SIGNED_MOVES = frozenset(move for moves in CONCLUSIONS.values() for move in moves)
"""The moves that two people make: whoever drafts the worksheet, and whoever signs it."""
_WITHOUT_FINDINGS = {
    Move.OPINE: f"请写明问题；没有问题的，拟办结论选“{MOVES[Move.PASS].word}”。",
    Move.OPINE_AGAIN: f"请写明问题；或者对全部答复认可说明，由负责人“{MOVES[Move.ACCEPT].word}”；"
    f"制定机关已经改正的，由负责人“{MOVES[Move.CORRECT].word}”。",
}
"""What to do instead of an opinion without findings."""
EXAMINED_IN = frozenset({*CONCLUSIONS, FilingState.SUPPLEMENTING})
"""The states in which a worksheet is written; it is set aside when the filing leaves them without it."""


class WorksheetState(StrEnum):
    DRAFTING = "drafting"
    HANDED_OVER = "handed_over"
    SIGNED = "signed"
    SET_ASIDE = "set_aside"  # the filing was concluded without it


WORKSHEET_STATE_WORDS: dict[WorksheetState, str] = {
    WorksheetState.DRAFTING: "起草中",
    WorksheetState.HANDED_OVER: "待签发",
    WorksheetState.SIGNED: "已签发",
    WorksheetState.SET_ASIDE: "未采用",
}


class Reply(StrEnum):
    """What the authority answers to a finding."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    REJECTED = "rejected"


REPLY_WORDS: dict[Reply, str] = {Reply.ADOPTED: "采纳", Reply.PARTLY: "部分采纳", Reply.REJECTED: "不采纳"}


class Verdict(StrEnum):
    """What the office holds of the answer to a finding; open until it says so."""

    OPEN = "open"
    ACCEPTED = "accepted"
    OBJECTED = "objected"


VERDICT_WORDS: dict[Verdict, str] = {
    Verdict.OPEN: "待认定",
    Verdict.ACCEPTED: "认可说明",
    Verdict.OBJECTED: "仍有异议",
}


@dataclass(frozen=True)
class Finding:
    """What the examination objects to. `article` and `quote` are as they stand in the text, "" for the whole document.

    `note` is the office's own and is told to nobody else.
    """

    item: str
    level: Level
    problem: str
    article: str = ""
    quote: str = ""
    basis: str = ""
    demand: str = ""
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """What an authority answered to a finding, and what the office holds of it."""

    reply: Reply
    reason: str = ""
    verdict: Verdict = Verdict.OPEN

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left of the finding: adopted, unless the office objects to how, or its answer accepted."""
        if self.reply is Reply.ADOPTED:
            return self.verdict is not Verdict.OBJECTED
        return self.verdict is Verdict.ACCEPTED

    @property
    def words(self) -> str:
        """认可说明, 仍有异议 or 待认定; "" where there is nothing to judge."""
        if self.reply is Reply.ADOPTED and self.verdict is Verdict.OPEN:
            return ""
        return VERDICT_WORDS[self.verdict]


def check_finding(finding: Finding) -> None:
    """Raises Refusal for a finding that is not one: without an item, or without the words of the problem."""
    if finding.item not in EXAMINATION_ITEMS:
        raise Refusal(f"请选择属于哪一项审查事项：{'、'.join(EXAMINATION_ITEMS)}。", "item")
    if not finding.problem:
        raise Refusal("请写明存在的问题。", "problem")
    for field in ("problem", "basis", "demand", "note"):
        if len(getattr(finding, field)) > LONGEST_WORDS:
            raise Refusal(f"最多{LONGEST_WORDS}个字。", field)


def unexamined(cleared: Collection[str], findings: Sequence[Finding]) -> list[str]:
    """The items of examination that nobody has answered: neither 无问题 nor a finding."""
    answered = {*cleared, *(finding.item for finding in findings)}
    return [item for item in EXAMINATION_ITEMS if item not in answered]


def check_hand_over(
    state: FilingState, conclusion: Move, cleared: Collection[str], findings: Sequence[Finding]
) -> None:
    """Raises Refusal when a worksheet may not be handed over with this conclusion, and names what is missing."""
    if conclusion not in CONCLUSIONS.get(state, ()):
        wait = "制定机关正在补充材料，收到以后再交负责人。" if state is FilingState.SUPPLEMENTING else ""
        raise Refusal(wait or "请选择拟办结论。", "conclusion")
    left = unexamined(cleared, findings)
    if left:
        raise Refusal(
            f"还有未审的审查事项：{'、'.join(left)}。请逐项注明“无问题”，或者写明问题，再交负责人。", "items"
        )
    if conclusion is not Move.PASS and not findings:
        raise Refusal(
            f"底稿里还没有写明问题，不能“{MOVES[conclusion].word}”。{_WITHOUT_FINDINGS[conclusion]}",
            "conclusion",
        )
    grave = [n for n, finding in enumerate(findings, 1) if finding.level is not Level.ADVICE]
    if conclusion is Move.PASS and grave:
        raise Refusal(
            f"底稿里{numbered(grave)}属于违法或者不当，不能“准予备案”。请提出审查意见，或者先修改、删除这些问题。",
            "conclusion",
        )


def numbered(numbers: Sequence[int]) -> str:
    """The numbers of findings in words: 第1条、第3条问题."""
    return f"{'、'.join(f'第{number}条' for number in numbers)}问题"


def heading(finding: Finding) -> str:
    """Where a finding stands: 上位法依据，第五条; without an article 全文."""
    return f"{finding.item}，{finding.article or '全文'}"


def compose_opinion(findings: Sequence[Finding]) -> str:
    """The text of an opinion: one line a finding, which begins with its item of examination."""
    return "\n".join(_line(finding) for finding in findings)


def _line(finding: Finding) -> str:
    quote = shortened(tidy(finding.quote), LONGEST_QUOTE_IN_OPINION)
    where = f"{finding.article}“{quote}”：" if quote else finding.article and f"{finding.article}："
    parts = [f"{where}{_sentence(finding.problem)}"]
    parts += [f"{label}：{_sentence(words)}" for label, words in _said(finding)]
    return f"{finding.item}：{''.join(parts)}（{LEVEL_WORDS[finding.level]}）"


def _said(finding: Finding) -> list[tuple[str, str]]:
    said = [("依据", finding.basis), ("建议", finding.demand)]
    return [(label, words) for label, words in said if words]


def _sentence(words: str) -> str:
    line = tidy(words)
    return line if line.endswith(("。", "！", "？", "；", "…")) else f"{line}。"


def check_answers(answers: Sequence[Answer | None]) -> None:
    """Raises Refusal unless each finding has an answer, in their order, with a reason where it is not adopted."""
    missing = [n for n, answer in enumerate(answers, 1) if answer is None]
    if missing:
        raise Refusal(
            f"{numbered(missing)}还没有答复。请逐条选择采纳、部分采纳或者不采纳。", f"reply-{missing[0]}"
        )
    for n, answer in enumerate(answers, 1):
        assert answer is not None
        if answer.reply is not Reply.ADOPTED and not answer.reason.strip():
            raise Refusal(f"第{n}条问题“{REPLY_WORDS[answer.reply]}”，请写明理由。", f"reason-{n}")
        if len(answer.reason) > LONGEST_WORDS:
            raise Refusal(f"第{n}条问题的答复最多{LONGEST_WORDS}个字。", f"reason-{n}")


def compose_answer(findings: Sequence[Finding], answers: Sequence[Answer], files: Sequence[str] = ()) -> str:
    """The text of an answer: one line a finding with its number, the reply, the reason and the file, if any."""
    lines = []
    for n, (finding, answer) in enumerate(zip(findings, answers, strict=True), 1):
        reason = f"：{_sentence(answer.reason)}" if answer.reason.strip() else "。"
        file = f"附：{files[n - 1]}。" if n <= len(files) and files[n - 1] else ""
        lines.append(f"{n}．{heading(finding)}：{REPLY_WORDS[answer.reply]}{reason}{file}")
    return "\n".join(lines)


def check_settled(answers: Sequence[Answer]) -> None:
    """Raises Refusal while an answer leaves its finding open: then the opinion cannot be withdrawn."""
    left = [n for n, answer in enumerate(answers, 1) if not answer.is_settled]
    if left:
        raise Refusal(
            f"{numbered(left)}制定机关没有完全采纳，还没有认可它的说明，不能“{MOVES[Move.ACCEPT].word}”。"
            "请先在审查工作底稿逐条认定。"
        )


def check_raised_again(answers: Sequence[tuple[Answer | None, bool]]) -> None:
    """Raises Refusal while an answer leaves its finding open and the second opinion does not raise it again.

    Each answer, in the order of the findings, with whether its finding is raised again.
    """
    left = [
        n
        for n, (answer, is_raised) in enumerate(answers, 1)
        if answer and not answer.is_settled and not is_raised
    ]
    if left:
        raise Refusal(
            f"上一次意见的{numbered(left)}还没有了结，底稿里也没有再次提出，不能“{MOVES[Move.OPINE_AGAIN].word}”。"
            "不再提出的，把对答复的认定改为“认可说明”（已采纳的改为“不作认定”）；仍要提出的，选“仍有异议”，保存认定，"
            "就重新列入底稿。已经交负责人的，先由负责人退回。"
        )


def check_signer(signer: str, drafters: Collection[str]) -> None:
    """Raises Refusal when whoever signs took part in drafting (两人办理)."""
    if signer in drafters:
        raise Refusal(
            "您参与起草了这份底稿，按“两人办理”须由另一位负责人签发。只有一位负责人的单位，可以请系统管理员在“设置”中关闭“两人办理”。"
        )


def freeze(cleared: Collection[str], conclusion: Move, findings: Mapping[int, Finding]) -> dict[str, Any]:
    """The contents of a worksheet as its version keeps them; the findings with their ids, in their order."""
    return {
        "conclusion": conclusion.value,
        "cleared": [item for item in EXAMINATION_ITEMS if item in cleared],
        "findings": [{"id": finding_id, **asdict(finding)} for finding_id, finding in findings.items()],
    }


_FIELD_WORDS = {
    "item": "审查事项",
    "level": "程度",
    "article": "条文",
    "quote": "引文",
    "problem": "存在的问题",
    "basis": "依据",
    "demand": "建议",
    "note": "内部备注",
}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What a later version changed, as sentences."""
    changes = []
    if before["conclusion"] != after["conclusion"]:
        words = [MOVES[Move(version["conclusion"])].word for version in (before, after)]
        changes.append(f"拟办结论由“{words[0]}”改为“{words[1]}”。")
    for item in EXAMINATION_ITEMS:
        if (item in before["cleared"]) != (item in after["cleared"]):
            changes.append(f"{item}{'改为' if item in after['cleared'] else '不再是'}“无问题”。")
    old, new = ({finding["id"]: finding for finding in version["findings"]} for version in (before, after))
    changes += [f"删去“{_named(finding)}”。" for key, finding in old.items() if key not in new]
    changes += [f"新增“{_named(finding)}”。" for key, finding in new.items() if key not in old]
    for key, finding in new.items():
        if key in old and old[key] != finding:
            fields = [words for name, words in _FIELD_WORDS.items() if old[key][name] != finding[name]]
            changes.append(f"“{_named(finding)}”改了{'、'.join(fields)}。")
    if [key for key in old if key in new] != [key for key in new if key in old]:
        changes.append("调整了问题的顺序。")
    return changes


def _named(finding: Mapping[str, Any]) -> str:
    return f"{finding['item']}，{finding['article'] or '全文'}：{shortened(tidy(finding['problem']), 30)}"
