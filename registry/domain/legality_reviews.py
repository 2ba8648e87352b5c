"""合法性审核 of a draft: its states, the one table of its moves, and who may make them.

Source: 国办发〔2018〕115号 (who reviews, what is handed in, 5 to 15 working days, 不得提请集体审议 without it).
"""

from collections.abc import Collection
from dataclasses import dataclass

from registry.domain.authorities import AuthorityKind
from registry.domain.errors import Refusal
from registry.domain.filings import Party, Reason
from registry.domain.notices import NoticeKind
from registry.domain.review_clock import ClockStep
from registry.domain.roles import Actor, Permission
from registry.domain.worded import Worded

LONGEST = {"body": 200, "signer": 100, "emergency_because": 500}
DRAFT_TEXT, FAIR_CONCLUSION = "送审稿", "公平竞争审查结论"


class Reviewer(Worded):
    """Who reviews a draft: the law office, or the issuing authority's own legal unit."""

    OFFICE = "office", "法制机构"
    OWN_UNIT = "own_unit", "本机关审核机构"


class ReviewState(Worded):
    """Where a review stands; `UNSENT` while its materials are gathered."""

    UNSENT = "unsent", "准备送审"
    SUBMITTED = "submitted", "已送审"
    RETURNED = "returned", "退回补正材料"
    REVIEWING = "reviewing", "审核中"
    ASKED = "asked", "待答复问题"
    TO_CHANGE = "to_change", "应当修改"
    RECHECKING = "rechecking", "复核中"
    LAWFUL = "lawful", "合法"
    FOLLOWED = "followed", "应当修改，已按意见修改"
    UNLAWFUL = "unlawful", "不合法"
    WITHDRAWN = "withdrawn", "已撤回"


PASSED = frozenset({ReviewState.LAWFUL, ReviewState.FOLLOWED})
"""The ends after which a draft may go to 集体审议."""
UNDER_REVIEW = frozenset({ReviewState.SUBMITTED, ReviewState.REVIEWING, ReviewState.RECHECKING})
"""The states in which the period runs."""
OPINED_IN = frozenset({ReviewState.REVIEWING, ReviewState.RECHECKING})


class ReviewMove(Worded):
    """A move of a review; its row of the table says the rest."""

    SUBMIT = "submit", "送审"
    ACCEPT = "accept", "受理"
    RETURN = "return", "退回补正材料"
    ASK = "ask", "提出问题"
    ANSWER = "answer", "答复问题"
    PROPOSE = "propose", "拟出审核意见"
    GIVE_BACK = "give_back", "退回重拟"
    FIND_LAWFUL = "lawful", "出具意见：合法"
    ASK_CHANGES = "change", "出具意见：应当修改"
    FIND_UNLAWFUL = "unlawful", "出具意见：不合法"
    REVISE = "revise", "报送修改稿"
    CONFIRM_CHANGES = "followed", "复核通过"
    WITHDRAW = "withdraw", "撤回送审"
    RECORD_LAWFUL = "record_lawful", "登记本机关审核意见：合法"
    RECORD_FOLLOWED = "record_followed", "登记本机关审核意见：应当修改，已按意见修改"
    RECORD_UNLAWFUL = "record_unlawful", "登记本机关审核意见：不合法"


@dataclass(frozen=True)
class ReviewMoveRule:
    """One row of the table of moves.

    `by` may make the move in a state of `before`; without `after` the state stays. `clock` is what the move does to
    the period. `is_aside` marks a move that is open but never the next step; `word_on_behalf` names the move where a
    clerk types in what the authority sent on paper.
    """

    by: Party
    before: frozenset[ReviewState]
    after: ReviewState | None
    reason: Reason | None = None
    notice: NoticeKind | None = None
    clock: ClockStep | None = None
    is_aside: bool = False
    is_grave: bool = False
    word_on_behalf: str = ""

    @property
    def permission(self) -> Permission:
        return _PERMISSIONS[self.by]

    @property
    def needs_reason(self) -> bool:
        return self.reason is not None and self.reason.is_required


_PERMISSIONS: dict[Party, Permission] = {
    Party.AUTHORITY: Permission.WRITE_DOCUMENT,
    Party.CLERK: Permission.EXAMINE_FILING,
    Party.LEAD: Permission.CONCLUDE_FILING,
}
_POINTS = Reason("审核意见", "每项一行；要求修改的，起草单位须逐项说明怎样修改。")
_WORDS = Reason("审核意见")
_RECORDED = Reason("审核意见", "照录本机关审核机构的意见；原件在下面上传。")
_TO_OFFICE, _TO_DRAFTER = NoticeKind.LEGALITY_TO_OFFICE, NoticeKind.LEGALITY_TO_DRAFTER
_NEW = frozenset({ReviewState.UNSENT})

# In the order of the process: of the moves that leave a state, the first one is made when all is well.
MOVES: dict[ReviewMove, ReviewMoveRule] = {
    ReviewMove.SUBMIT: ReviewMoveRule(
        Party.AUTHORITY,
        frozenset({ReviewState.UNSENT, ReviewState.RETURNED}),
        ReviewState.SUBMITTED,
        Reason("送审说明", "可以不填。", is_required=False),
        notice=_TO_OFFICE,
        clock=ClockStep.START,
        word_on_behalf="代录送审",
    ),
    ReviewMove.ACCEPT: ReviewMoveRule(Party.CLERK, frozenset({ReviewState.SUBMITTED}), ReviewState.REVIEWING),
    ReviewMove.RETURN: ReviewMoveRule(
        Party.CLERK,
        frozenset({ReviewState.SUBMITTED}),
        ReviewState.RETURNED,
        Reason("需要补正的材料", "逐项写明缺什么、怎样补；原文写入通知。"),
        notice=_TO_DRAFTER,
    ),
    ReviewMove.PROPOSE: ReviewMoveRule(Party.CLERK, OPINED_IN, None, _POINTS, notice=_TO_OFFICE),
    ReviewMove.ASK: ReviewMoveRule(
        Party.CLERK,
        frozenset({ReviewState.REVIEWING}),
        ReviewState.ASKED,
        Reason("问题", "逐项写明需要起草单位说明或补充什么；原文写入通知。"),
        notice=_TO_DRAFTER,
        clock=ClockStep.STOP,
        is_aside=True,
    ),
    ReviewMove.ANSWER: ReviewMoveRule(
        Party.AUTHORITY,
        frozenset({ReviewState.ASKED}),
        ReviewState.REVIEWING,
        Reason("答复"),
        notice=_TO_OFFICE,
        clock=ClockStep.RESUME,
        word_on_behalf="代录答复",
    ),
    ReviewMove.GIVE_BACK: ReviewMoveRule(Party.LEAD, OPINED_IN, None, Reason("退回的理由"), is_aside=True),
    ReviewMove.FIND_LAWFUL: ReviewMoveRule(
        Party.LEAD, frozenset({ReviewState.REVIEWING}), ReviewState.LAWFUL, _WORDS, notice=_TO_DRAFTER
    ),
    ReviewMove.CONFIRM_CHANGES: ReviewMoveRule(
        Party.LEAD, frozenset({ReviewState.RECHECKING}), ReviewState.FOLLOWED, _WORDS, notice=_TO_DRAFTER
    ),
    ReviewMove.ASK_CHANGES: ReviewMoveRule(
        Party.LEAD, OPINED_IN, ReviewState.TO_CHANGE, _POINTS, notice=_TO_DRAFTER
    ),
    ReviewMove.FIND_UNLAWFUL: ReviewMoveRule(
        Party.LEAD, OPINED_IN, ReviewState.UNLAWFUL, _WORDS, notice=_TO_DRAFTER, is_grave=True
    ),
    ReviewMove.REVISE: ReviewMoveRule(
        Party.AUTHORITY,
        frozenset({ReviewState.TO_CHANGE}),
        ReviewState.RECHECKING,
        Reason("采纳情况", "逐项写明怎样修改；没有采纳的写明理由。"),
        notice=_TO_OFFICE,
        clock=ClockStep.START,
        word_on_behalf="代录修改稿",
    ),
    ReviewMove.WITHDRAW: ReviewMoveRule(
        Party.AUTHORITY,
        frozenset(
            {
                ReviewState.SUBMITTED,
                ReviewState.RETURNED,
                ReviewState.REVIEWING,
                ReviewState.ASKED,
                ReviewState.TO_CHANGE,
                ReviewState.RECHECKING,
            }
        ),
        ReviewState.WITHDRAWN,
        Reason("撤回的理由", "撤回后需要审核的，重新送审。"),
        notice=_TO_OFFICE,
        is_aside=True,
        is_grave=True,
    ),
    ReviewMove.RECORD_LAWFUL: ReviewMoveRule(Party.AUTHORITY, _NEW, ReviewState.LAWFUL, _RECORDED),
    ReviewMove.RECORD_FOLLOWED: ReviewMoveRule(Party.AUTHORITY, _NEW, ReviewState.FOLLOWED, _RECORDED),
    ReviewMove.RECORD_UNLAWFUL: ReviewMoveRule(Party.AUTHORITY, _NEW, ReviewState.UNLAWFUL, _RECORDED),
}

RECORDS = (ReviewMove.RECORD_LAWFUL, ReviewMove.RECORD_FOLLOWED, ReviewMove.RECORD_UNLAWFUL)
OPINIONS = (
    ReviewMove.FIND_LAWFUL,
    ReviewMove.CONFIRM_CHANGES,
    ReviewMove.ASK_CHANGES,
    ReviewMove.FIND_UNLAWFUL,
)
ENDED = frozenset(ReviewState).difference(*(rule.before for rule in MOVES.values()))
OPEN = frozenset(ReviewState) - ENDED

_TASKS: dict[ReviewState, str] = {
    ReviewState.SUBMITTED: "受理合法性审核",
    ReviewState.REVIEWING: "提出合法性审核意见",
    ReviewState.RECHECKING: "复核修改稿",
    ReviewState.RETURNED: "补正后重新送审",
    ReviewState.ASKED: "答复合法性审核的问题",
    ReviewState.TO_CHANGE: "按审核意见修改",
    ReviewState.UNSENT: "合法性审核",
}


def usual_reviewer(kind: AuthorityKind) -> Reviewer:
    """Who reviews the drafts of such an authority unless it is chosen otherwise (国办发〔2018〕115号).

    A government's are reviewed by its law office, a department's by its own unit; a township or subdistrict has an
    own reviewer or the county's office, which only the place knows: the office until somebody says otherwise.
    """
    own = (AuthorityKind.DEPARTMENT, AuthorityKind.VERTICAL, AuthorityKind.OUTSIDE)
    return Reviewer.OWN_UNIT if kind in own else Reviewer.OFFICE


def check_proposal(state: ReviewState, conclusion: ReviewMove | None) -> ReviewMove:
    """The opinion that a clerk drafts for signing. Raises Refusal for what is no opinion in this state."""
    if conclusion is None or conclusion not in OPINIONS or state not in MOVES[conclusion].before:
        raise Refusal("请选择拟出的结论。", "conclusion")
    return conclusion


def why_not_recorded(usual: Reviewer, *, has_office_opinion: bool, is_office: bool) -> str:
    """Why the own unit's opinion may not be recorded, as a Chinese sentence; "" when it may.

    It never replaces an opinion of the office, and an authority whose drafts the office reviews sends them there.
    """
    if has_office_opinion:
        return "法制机构对这份文件出具过审核意见，不能改由本机关审核机构审核；请修改后重新送审。"
    if usual is Reviewer.OFFICE and not is_office:
        return (
            "这份文件由法制机构审核，请送审；确由本机关审核机构审核的，请将意见书送法制机构，由法制机构登记。"
        )
    return ""


def party_of(state: ReviewState, proposed: ReviewMove | None = None) -> Party | None:
    """Who acts next: the lead where an opinion is proposed; None when the review has ended."""
    if proposed is not None:
        return Party.LEAD
    return next((rule.by for rule in MOVES.values() if state in rule.before and not rule.is_aside), None)


def task_of(state: ReviewState, proposed: ReviewMove | None = None) -> str:
    """What is to be done next, as a heading; "" when the review has ended."""
    return "签发合法性审核意见" if proposed else _TASKS.get(state, "")


def moves_open(state: ReviewState, actor: Actor, proposed: ReviewMove | None = None) -> list[ReviewMove]:
    """The moves this person may make from this state, in the order of the process."""
    return [
        move
        for move, rule in MOVES.items()
        if actor.may(rule.permission) and not _why_not(state, move, proposed)
    ]


def state_after(
    state: ReviewState, move: ReviewMove, reason: str, proposed: ReviewMove | None = None
) -> ReviewState:
    """The state that a move leads to. Raises Refusal when the table has no such move, or its reason is missing."""
    if why := _why_not(state, move, proposed):
        raise Refusal(why)
    rule = MOVES[move]
    if rule.needs_reason and not reason.strip():
        raise Refusal(f"“{move.word}”须写明{rule.reason.label if rule.reason else '理由'}。", "reason")
    return rule.after or state


def standing(state: ReviewState, proposed: ReviewMove | None = None) -> str:
    """The present state and who acts next: 合法性审核当前为“审核中”，等待法制机构提出合法性审核意见."""
    party = party_of(state, proposed)
    task = "送审或者登记审核意见" if state is ReviewState.UNSENT else task_of(state, proposed)
    waits = f"等待{party.word}{task}" if party else "已经办结"
    return f"合法性审核当前为“{state.word}”，{waits}"


def _why_not(state: ReviewState, move: ReviewMove, proposed: ReviewMove | None) -> str:
    """Why a move cannot be made, as a Chinese sentence; "" when it can."""
    if state not in MOVES[move].before:
        return f"{standing(state, proposed)}；不能“{move.word}”。页面可能已过时，请刷新后再操作。"
    if move is ReviewMove.GIVE_BACK and proposed is None:
        return "还没有拟出的审核意见，不能退回。"
    if move in OPINIONS and proposed not in (None, move):
        return f"经办人拟的是“{_bare(proposed)}”；不同意的请先退回重拟，再按新拟的意见签发。"
    return ""


def _bare(move: ReviewMove | None) -> str:
    return move.word.partition("：")[2] or move.word if move else ""


def is_of_today(move: ReviewMove, actor: Actor) -> bool:
    """Whether a move is of the day on which it is made: an authority's own act that runs or stops the period.

    An earlier day is for the office, which types in what came on paper.
    """
    is_own = MOVES[move].by is Party.AUTHORITY and not actor.may(Permission.READ_ALL)
    return is_own and move not in RECORDS


def check_lengths(body: str, signer: str, emergency_because: str) -> None:
    """Raises Refusal for words that are longer than what is kept of them."""
    for field, (label, words) in {
        "body": ("审核机构", body),
        "signer": ("签发人", signer),
        "emergency_because": ("紧急理由", emergency_because),
    }.items():
        if len(words.strip()) > LONGEST[field]:
            raise Refusal(f"{label}最多{LONGEST[field]}个字（现有{len(words.strip())}个字）。", field)


def check_materials(
    wanted: Collection[str], handed_in: Collection[str], not_applicable: Collection[str]
) -> None:
    """Raises Refusal for a material that is neither handed in nor explained away (国办发〔2018〕115号)."""
    missing = [name for name in wanted if name not in handed_in and name not in not_applicable]
    if missing:
        raise Refusal(f"送审材料还缺{'、'.join(missing)}：请上传，或写明不适用的理由，再送审。", "materials")


def answers_in_words(points: Collection[str], answers: Collection[str]) -> str:
    """How each point was followed, as kept with the revised draft. Raises Refusal for a point without an answer."""
    if len(answers) != len(points):
        raise Refusal(f"审核意见有{len(points)}项，请逐项说明怎样修改（现有{len(answers)}项）。", "reason")
    for n, answer in enumerate(answers, 1):
        if not answer.strip():
            raise Refusal(f"第{n}项意见还没有说明怎样修改；没有采纳的，请写明理由。", "reason")
    pairs = zip(points, answers, strict=True)
    return "\n".join(f"{n}．{point}——{answer.strip()}" for n, (point, answer) in enumerate(pairs, 1))
