"""A filing: one passage of one document through one track. Its states, and the one table of its moves.

Sources: DOMAIN §6; 国务院令第789号 (予以登记 / 不予登记 / 暂缓登记); days come from the rule profile.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.domain.calendars import DueDate, Unit, WorkCalendar, after_days, after_working_days
from registry.domain.errors import Refusal
from registry.domain.notices import NoticeKind
from registry.domain.roles import Actor, Permission
from registry.domain.rules import RuleProfile
from registry.domain.validity import EventKind

EXAMINATION_ITEMS = ("制定权限", "上位法依据", "与其他文件的协调", "制定程序", "内容适当性")  # DOMAIN §6


class FilingState(StrEnum):
    OWED = "owed"
    SUBMITTED = "submitted"
    DEFERRED = "deferred"
    REFUSED = "refused"
    REGISTERED = "registered"
    UNDER_REVIEW = "under_review"
    PASSED = "passed"
    OPINION = "opinion"
    FEEDBACK = "feedback"
    CORRECTED = "corrected"
    ANNULLED = "annulled"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


STATE_WORDS: dict[FilingState, str] = {
    FilingState.OWED: "待报送",
    FilingState.SUBMITTED: "已报送",
    FilingState.DEFERRED: "暂缓登记（补正）",
    FilingState.REFUSED: "不予登记",
    FilingState.REGISTERED: "予以登记",
    FilingState.UNDER_REVIEW: "审查中",
    FilingState.PASSED: "准予备案",
    FilingState.OPINION: "已提审查意见",
    FilingState.FEEDBACK: "已反馈",
    FilingState.CORRECTED: "已改正",
    FilingState.ANNULLED: "已撤销",
    FilingState.SUSPENDED: "已停止执行",
    FilingState.WITHDRAWN: "已终止备案",
}

ENDED_UNFILED = frozenset({FilingState.REFUSED, FilingState.WITHDRAWN})

# What is to be done in a state, where the word of its first move does not say it.
_TASK_WORDS: dict[FilingState, str] = {
    FilingState.SUBMITTED: "形式审查",
    FilingState.UNDER_REVIEW: "提出审查结论",
    FilingState.FEEDBACK: "确认处理结果",
    FilingState.DEFERRED: "补正后重新报送",
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


class Party(StrEnum):
    """Whose a move is to make: the issuing authority's, or the law office's clerks' or lead's."""

    AUTHORITY = "authority"
    CLERK = "clerk"
    LEAD = "lead"


PARTY_WORDS: dict[Party, str] = {
    Party.AUTHORITY: "制定机关",
    Party.CLERK: "法制机构",
    Party.LEAD: "法制机构负责人",
}

_PERMISSIONS: dict[Party, Permission] = {
    Party.AUTHORITY: Permission.SUBMIT_FILING,
    Party.CLERK: Permission.EXAMINE_FILING,
    Party.LEAD: Permission.CONCLUDE_FILING,
}


@dataclass(frozen=True)
class Period:
    """The days that the profile's `parameter` gives, counted from the day that `label` names."""

    parameter: str
    label: str
    unit: Unit = "日"

    def due(self, start_on: date, profile: RuleProfile, calendar: WorkCalendar) -> DueDate:
        """The end of the period with its working; calendar days roll over as the profile says (DOMAIN §4)."""
        days: int = getattr(profile, self.parameter)
        source = profile.source_of(self.parameter)
        if self.unit == "工作日":
            return after_working_days(start_on, days, calendar, label=self.label, source=source)
        return after_days(
            start_on, days, calendar, rollover=profile.rollover, label=self.label, source=source
        )


@dataclass(frozen=True)
class Reason:
    """The field in which a move is explained: its label and hint on the form."""

    label: str
    hint: str = ""
    is_required: bool = True


@dataclass(frozen=True)
class MoveRule:
    """One row of the table of moves.

    `by` may make the move in a state of `before`, and `notice` tells the other side. `period` is the deadline of
    the next step; with `keeps_deadline` the running one goes on instead. `gives_number` asks for a 备案登记号.
    `decides` are the acts on the document that the move may record, the only one always.
    `is_aside` marks a move that is open but never the next step; `is_grave` one whose button warns.
    `word_on_behalf` names the move where a clerk types in what the authority sent on paper.
    """

    word: str
    by: Party
    before: frozenset[FilingState]
    after: FilingState
    reason: Reason | None = None
    gives_number: bool = False
    notice: NoticeKind | None = None
    period: Period | None = None
    keeps_deadline: bool = False
    decides: tuple[EventKind, ...] = ()
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
        period=Period("review_days", "登记之日"),
    ),
    Move.DEFER: MoveRule(
        "暂缓登记（通知补正）",
        Party.CLERK,
        frozenset({FilingState.SUBMITTED}),
        FilingState.DEFERRED,
        Reason("需要补正的内容", "逐项写明缺什么、怎样补；原文写入补正通知。"),
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
        keeps_deadline=True,
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
    ),
    Move.ANSWER: MoveRule(
        "反馈处理情况",
        Party.AUTHORITY,
        frozenset({FilingState.OPINION}),
        FilingState.FEEDBACK,
        Reason("处理情况", "写明修改、废止或不修改的处理结果和理由。"),
        notice=NoticeKind.FILING_FEEDBACK,
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
DECIDED = frozenset(rule.after for rule in MOVES.values() if rule.decides)
"""The ends that an opinion leads to: the document was corrected, annulled or suspended."""


def moves_open(state: FilingState, actor: Actor) -> list[Move]:
    """The moves this person may make from this state, in the order of the process."""
    return [move for move, rule in MOVES.items() if state in rule.before and actor.may(rule.permission)]


def next_moves(state: FilingState) -> list[Move]:
    """The moves that take a filing on from a state, the one made when all is well first; none when concluded."""
    return [move for move, rule in MOVES.items() if state in rule.before and not rule.is_aside]


def party_of(state: FilingState) -> Party | None:
    """Who makes the next move from a state; None when the filing is concluded."""
    return next((MOVES[move].by for move in next_moves(state)), None)


def task_word(state: FilingState) -> str:
    """What is to be done in a state, as a heading: 形式审查; "" when the filing is concluded."""
    return _TASK_WORDS.get(state) or next((MOVES[move].word for move in next_moves(state)), "")


def waited_for(state: FilingState, direction: Direction) -> str:
    """Who makes the next move, in words: 制定机关, 法制机构负责人, 上级备案机关; "" when the filing is concluded."""
    party = party_of(state)
    if party is None or direction is Direction.INCOMING:
        return PARTY_WORDS[party] if party else ""
    return PARTY_WORDS[Party.CLERK] if party is Party.AUTHORITY else "上级备案机关"


def standing(state: FilingState, direction: Direction) -> str:
    """The present state and who acts next, as the beginning of a sentence: 当前为“已报送”，等待法制机构形式审查."""
    who = waited_for(state, direction)
    return f"当前为“{STATE_WORDS[state]}”，" + (f"等待{who}{task_word(state)}" if who else "已经办结")


def is_on_behalf(move: Move, actor: Actor) -> bool:
    """Whether the office makes a move that is the authority's to make."""
    return MOVES[move].by is Party.AUTHORITY and actor.may(Permission.READ_ALL)


def is_from_paper(move: Move, direction: Direction, actor: Actor) -> bool:
    """Whether the office types in what an authority sent it on paper (代录); what goes upward is its own paper."""
    return is_on_behalf(move, actor) and direction is Direction.INCOMING


def check_move(state: FilingState, move: Move, direction: Direction = Direction.INCOMING) -> None:
    """Raises Refusal when the table has no such move from the state: it tells who acts instead."""
    if state not in MOVES[move].before:
        raise Refusal(
            f"{standing(state, direction)}；不能“{MOVES[move].word}”。页面可能已过时，请刷新后再操作。"
        )


def state_after(
    state: FilingState, move: Move, reason: str = "", direction: Direction = Direction.INCOMING
) -> FilingState:
    """The state a move leads to. Raises Refusal when the table has no such move or its reason is missing."""
    rule = MOVES[move]
    check_move(state, move, direction)
    if rule.needs_reason and not reason.strip():
        raise Refusal(f"“{rule.word}”须写明理由或内容。", "reason")
    return rule.after


def filing_no(year: int, serial: int) -> str:
    """备案登记号, gap-free per year: 备〔2026〕1号."""
    return f"备〔{year}〕{serial}号"
