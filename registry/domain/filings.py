"""A filing: one passage of one document through one track. Its states, and the one table of its moves.

Sources: DOMAIN §6; 国务院令第789号 (予以登记 / 不予登记 / 暂缓登记); days come from the rule profile.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from registry.domain.notices import NoticeKind
from registry.domain.review_clock import ClockStep
from registry.domain.roles import Actor, Permission
from registry.domain.rules import Period
from registry.domain.validity import EventKind
from registry.domain.worded import Worded

EXAMINATION_ITEMS = ("制定权限", "上位法依据", "与其他文件的协调", "制定程序", "内容适当性")  # DOMAIN §6


class FilingState(Worded):
    """Where a filing stands."""

    OWED = "owed", "待报送"
    SUBMITTED = "submitted", "已报送"
    DEFERRED = "deferred", "暂缓登记（补正）"
    REFUSED = "refused", "不予登记"
    REGISTERED = "registered", "予以登记"
    UNDER_REVIEW = "under_review", "审查中"
    SUPPLEMENTING = "supplementing", "补充材料中"
    PASSED = "passed", "准予备案"
    OPINION = "opinion", "已提审查意见"
    FEEDBACK = "feedback", "已反馈"
    CORRECTED = "corrected", "已改正"
    ANNULLED = "annulled", "已撤销"
    SUSPENDED = "suspended", "已停止执行"
    WITHDRAWN = "withdrawn", "已终止备案"


STATE_WORDS: dict[FilingState, str] = {state: state.word for state in FilingState}

ENDED_UNFILED = frozenset({FilingState.REFUSED, FilingState.WITHDRAWN})

# What is to be done in a state, where the word of its first move does not say it.
_TASK_WORDS: dict[FilingState, str] = {
    FilingState.SUBMITTED: "形式审查",
    FilingState.UNDER_REVIEW: "提出审查结论",
    FilingState.FEEDBACK: "确认处理结果",
    FilingState.DEFERRED: "报送补正材料",
}


class Track(StrEnum):
    GOVERNMENT = "government"
    CONGRESS = "congress"


TRACK_WORDS: dict[Track, str] = {Track.GOVERNMENT: "政府备案", Track.CONGRESS: "人大备案"}


class Direction(StrEnum):
    INCOMING = "incoming"
    OUTGOING = "outgoing"


DIRECTION_WORDS: dict[Direction, str] = {Direction.INCOMING: "报送我方审查", Direction.OUTGOING: "由我方上报"}


class Move(StrEnum):
    SUBMIT = "submit"
    REGISTER = "register"
    DEFER = "defer"
    REFUSE = "refuse"
    START_REVIEW = "start_review"
    ASK_SUPPLEMENT = "ask_supplement"
    SUPPLEMENT = "supplement"
    EXTEND = "extend"
    PASS = "pass"
    OPINE = "opine"
    ANSWER = "answer"
    CORRECT = "correct"
    ACCEPT = "accept"
    OPINE_AGAIN = "opine_again"
    ANNUL = "annul"
    SUSPEND = "suspend"
    TAKE_BACK = "take_back"
    WITHDRAW = "withdraw"


class Party(Worded):
    """Whose a move is to make: the issuing authority's, or the law office's clerks' or lead's."""

    AUTHORITY = "authority", "制定机关"
    CLERK = "clerk", "法制机构"
    LEAD = "lead", "法制机构负责人"


PARTY_WORDS: dict[Party, str] = {party: party.word for party in Party}

_PERMISSIONS: dict[Party, Permission] = {
    Party.AUTHORITY: Permission.SUBMIT_FILING,
    Party.CLERK: Permission.EXAMINE_FILING,
    Party.LEAD: Permission.CONCLUDE_FILING,
}


@dataclass(frozen=True)
class Reason:
    """The field in which a move is explained: its label and hint on the form."""

    label: str
    hint: str = ""
    is_required: bool = True


@dataclass(frozen=True)
class MoveRule:
    """One row of the table of moves.

    `by` may make the move in a state of `before`; without `after` the state stays. `notice` tells the other side.
    `period` is the deadline of the next step; without one it is the review's, if its clock runs: `clock` is what the
    move does to it, and `waits_for` what a stop waits for. `gives_number` asks for a 备案登记号,
    `sets_correction` for a 改正期限. `decides` are the acts on the document that the move may record, the only one
    always. `is_once` marks a move made once per filing at most; `is_aside` one that is open but never the next step;
    `is_grave` one whose button warns.
    `word_on_behalf` names the move where a clerk types in what the authority sent on paper.
    """

    word: str
    by: Party
    before: frozenset[FilingState]
    after: FilingState | None
    reason: Reason | None = None
    gives_number: bool = False
    notice: NoticeKind | None = None
    period: Period | None = None
    clock: ClockStep | None = None
    waits_for: str = ""
    sets_correction: bool = False
    decides: tuple[EventKind, ...] = ()
    is_once: bool = False
    is_aside: bool = False
    is_grave: bool = False
    word_on_behalf: str = ""

    @property
    def permission(self) -> Permission:
        return _PERMISSIONS[self.by]

    @property
    def needs_reason(self) -> bool:
        return self.reason is not None and self.reason.is_required

    @property
    def needs_decision(self) -> bool:
        return len(self.decides) == 1


_OPINION = Reason(
    "审查意见",
    f"每项一行，以审查事项开头，如“上位法依据：第五条与……不一致。”可用：{'、'.join(EXAMINATION_ITEMS)}。",
)
_ANSWER_PERIOD = Period("opinion_answer_days", "送达审查意见之日")

# In the order of the process: of the moves that leave a state, the first one is made when all is well.
MOVES: dict[Move, MoveRule] = {
    Move.SUBMIT: MoveRule(
        "报送备案",
        Party.AUTHORITY,
        frozenset({FilingState.OWED, FilingState.DEFERRED}),
        FilingState.SUBMITTED,
        notice=NoticeKind.FILING_SUBMITTED,
        period=Period("formal_check_working_days", "报送之日", "工作日"),
        word_on_behalf="代录报送",
    ),
    Move.REGISTER: MoveRule(
        "予以登记",
        Party.CLERK,
        frozenset({FilingState.SUBMITTED}),
        FilingState.REGISTERED,
        gives_number=True,
        notice=NoticeKind.FILING_REGISTERED,
        clock=ClockStep.START,
    ),
    Move.DEFER: MoveRule(
        "暂缓登记（通知补正）",
        Party.CLERK,
        frozenset({FilingState.SUBMITTED}),
        FilingState.DEFERRED,
        Reason("需要补正的内容", "逐项写明缺什么、怎样补；原文写入暂缓登记通知。"),
        notice=NoticeKind.FILING_DEFERRED,
        period=Period("supplement_days", "通知补正之日"),
    ),
    Move.REFUSE: MoveRule(
        "不予登记",
        Party.CLERK,
        frozenset({FilingState.SUBMITTED}),
        FilingState.REFUSED,
        Reason("不予登记的理由", "如：不属于行政规范性文件、不属于本机关备案范围。原文写入通知。"),
        notice=NoticeKind.FILING_REFUSED,
        is_grave=True,
    ),
    Move.START_REVIEW: MoveRule(
        "开始审查",
        Party.CLERK,
        frozenset({FilingState.REGISTERED}),
        FilingState.UNDER_REVIEW,
    ),
    Move.ASK_SUPPLEMENT: MoveRule(
        "要求补充材料",
        Party.CLERK,
        frozenset({FilingState.UNDER_REVIEW}),
        FilingState.SUPPLEMENTING,
        Reason("需要补充的材料", "逐项写明补充什么；原文写入通知。"),
        notice=NoticeKind.FILING_SUPPLEMENT_ASKED,
        period=Period("supplement_days", "通知补充材料之日"),
        clock=ClockStep.STOP,
        waits_for="补充材料",
        is_aside=True,
    ),
    Move.SUPPLEMENT: MoveRule(
        "补充材料",
        Party.AUTHORITY,
        frozenset({FilingState.SUPPLEMENTING}),
        FilingState.UNDER_REVIEW,
        Reason("补充情况", "可以不填；材料在“备案材料”中上传。", is_required=False),
        notice=NoticeKind.FILING_SUPPLEMENTED,
        clock=ClockStep.RESUME,
        word_on_behalf="代录补充材料",
    ),
    Move.EXTEND: MoveRule(
        "延长审查期限",
        Party.LEAD,
        frozenset({FilingState.REGISTERED, FilingState.UNDER_REVIEW, FilingState.FEEDBACK}),
        None,
        Reason("延长的理由", "每次备案只能延长一次；理由写入通知。"),
        notice=NoticeKind.FILING_EXTENDED,
        clock=ClockStep.EXTEND,
        is_once=True,
        is_aside=True,
    ),
    Move.PASS: MoveRule(
        "准予备案",
        Party.LEAD,
        frozenset({FilingState.UNDER_REVIEW}),
        FilingState.PASSED,
        notice=NoticeKind.FILING_PASSED,
    ),
    Move.OPINE: MoveRule(
        "提出审查意见",
        Party.LEAD,
        frozenset({FilingState.UNDER_REVIEW}),
        FilingState.OPINION,
        _OPINION,
        notice=NoticeKind.FILING_OPINION,
        period=_ANSWER_PERIOD,
        clock=ClockStep.STOP,
        waits_for="制定机关反馈",
        sets_correction=True,
    ),
    Move.ANSWER: MoveRule(
        "反馈处理情况",
        Party.AUTHORITY,
        frozenset({FilingState.OPINION}),
        FilingState.FEEDBACK,
        Reason("处理情况", "写明修改、废止或不修改的处理结果和理由。"),
        notice=NoticeKind.FILING_FEEDBACK,
        clock=ClockStep.RESUME,
        word_on_behalf="代录反馈",
    ),
    Move.CORRECT: MoveRule(
        "确认已改正",
        Party.LEAD,
        frozenset({FilingState.FEEDBACK}),
        FilingState.CORRECTED,
        Reason("改正情况", "可以不填。", is_required=False),
        notice=NoticeKind.FILING_CONCLUDED,
        decides=(EventKind.AMENDED, EventKind.REPEALED),
    ),
    Move.ACCEPT: MoveRule(
        "采纳说明，予以认可",
        Party.LEAD,
        frozenset({FilingState.FEEDBACK}),
        FilingState.PASSED,
        Reason("认可的理由", "写明为什么采纳制定机关的说明；原来的审查意见随之撤回。"),
        notice=NoticeKind.FILING_PASSED,
    ),
    Move.OPINE_AGAIN: MoveRule(
        "再次提出审查意见",
        Party.LEAD,
        frozenset({FilingState.FEEDBACK}),
        FilingState.OPINION,
        _OPINION,
        notice=NoticeKind.FILING_OPINION,
        period=_ANSWER_PERIOD,
        clock=ClockStep.STOP,
        waits_for="制定机关反馈",
        sets_correction=True,
    ),
    Move.ANNUL: MoveRule(
        "记录已撤销",
        Party.LEAD,
        frozenset({FilingState.FEEDBACK}),
        FilingState.ANNULLED,
        Reason("撤销的理由和内容"),
        notice=NoticeKind.FILING_CONCLUDED,
        decides=(EventKind.ANNULLED,),
        is_grave=True,
    ),
    Move.SUSPEND: MoveRule(
        "记录已停止执行",
        Party.LEAD,
        frozenset({FilingState.FEEDBACK}),
        FilingState.SUSPENDED,
        Reason("停止执行的理由和内容"),
        notice=NoticeKind.FILING_CONCLUDED,
        decides=(EventKind.SUSPENDED,),
    ),
    Move.TAKE_BACK: MoveRule(
        "撤回报送",
        Party.AUTHORITY,
        frozenset({FilingState.SUBMITTED, FilingState.DEFERRED}),
        FilingState.OWED,
        Reason("撤回的理由", "撤回后仍须在原报送期限内重新报送。"),
        notice=NoticeKind.FILING_TAKEN_BACK,
        is_aside=True,
        is_grave=True,
    ),
    Move.WITHDRAW: MoveRule(
        "终止备案",
        Party.CLERK,
        frozenset({FilingState.OWED, FilingState.DEFERRED}),
        FilingState.WITHDRAWN,
        Reason("终止的理由和依据", "如：误作公布、不属于备案范围；写明依据哪条规定或哪份文件。"),
        notice=NoticeKind.FILING_WITHDRAWN,
        is_aside=True,
        is_grave=True,
    ),
}

MOVE_WORDS: dict[Move, str] = {move: rule.word for move, rule in MOVES.items()}
OPINIONS = (Move.OPINE, Move.OPINE_AGAIN)
TO_BE_SUBMITTED = MOVES[Move.SUBMIT].before
CONCLUDED = frozenset(FilingState).difference(*(rule.before for rule in MOVES.values()))
DECISIONS = frozenset(kind for rule in MOVES.values() for kind in rule.decides)
"""The acts on a document in which a review may end."""
DECIDED = frozenset(rule.after for rule in MOVES.values() if rule.decides and rule.after)
"""The ends that an opinion leads to: the document was corrected, annulled or suspended."""


def moves_open(state: FilingState, actor: Actor, made: Collection[Move] = ()) -> list[Move]:
    """The moves this person may make from this state, in the order of the process; `made` were made already."""
    return [
        move
        for move, rule in MOVES.items()
        if state in rule.before and actor.may(rule.permission) and not (rule.is_once and move in made)
    ]


def next_moves(state: FilingState) -> list[Move]:
    """The moves that take a filing on from a state, the one made when all is well first; none when concluded."""
    return [move for move, rule in MOVES.items() if state in rule.before and not rule.is_aside]


def party_of(state: FilingState) -> Party | None:
    """Who makes the next move from a state; None when the filing is concluded."""
    return next((MOVES[move].by for move in next_moves(state)), None)


def task_word(state: FilingState) -> str:
    """What is to be done in a state, as a heading: 形式审查; "" when the filing is concluded."""
    return _TASK_WORDS.get(state) or next((MOVES[move].word for move in next_moves(state)), "")


def is_on_behalf(move: Move, actor: Actor) -> bool:
    """Whether the office makes a move that is the authority's to make."""
    return MOVES[move].by is Party.AUTHORITY and actor.may(Permission.READ_ALL)


def is_from_paper(move: Move, direction: Direction, actor: Actor) -> bool:
    """Whether the office types in what an authority sent it on paper (代录); what goes upward is its own paper."""
    return is_on_behalf(move, actor) and direction is Direction.INCOMING
