"""A filing: one passage of one document through one track. Its states, the one table of moves, who may make them.

Sources: DOMAIN §6; 国务院令第789号 (予以登记 / 不予登记 / 暂缓登记); days come from the rule profile.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.domain.documents import Disclosure
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission


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
    FilingState.WITHDRAWN: "已撤回",
}

TO_BE_SUBMITTED = frozenset({FilingState.OWED, FilingState.DEFERRED})
CONCLUDED = frozenset(
    {
        FilingState.REFUSED,
        FilingState.PASSED,
        FilingState.CORRECTED,
        FilingState.ANNULLED,
        FilingState.SUSPENDED,
        FilingState.WITHDRAWN,
    }
)
ENDED_UNFILED = frozenset({FilingState.REFUSED, FilingState.WITHDRAWN})

EXAMINATION_ITEMS = ("制定权限", "上位法依据", "与其他文件的协调", "制定程序", "内容适当性")  # DOMAIN §6


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
    ANNUL = "annul"
    SUSPEND = "suspend"
    WITHDRAW = "withdraw"


MOVE_WORDS: dict[Move, str] = {
    Move.SUBMIT: "报送备案",
    Move.REGISTER: "予以登记",
    Move.DEFER: "暂缓登记（通知补正）",
    Move.REFUSE: "不予登记",
    Move.START_REVIEW: "开始审查",
    Move.PASS: "准予备案",
    Move.OPINE: "提出审查意见",
    Move.ANSWER: "反馈处理情况",
    Move.CORRECT: "确认已改正",
    Move.ANNUL: "记录已撤销",
    Move.SUSPEND: "记录已停止执行",
    Move.WITHDRAW: "撤回",
}


@dataclass(frozen=True)
class _Rule:
    before: frozenset[FilingState]
    after: FilingState
    permission: Permission
    needs_reason: bool = False


_S = FilingState
_MOVES: dict[Move, _Rule] = {
    Move.SUBMIT: _Rule(TO_BE_SUBMITTED, _S.SUBMITTED, Permission.SUBMIT_FILING),
    Move.REGISTER: _Rule(frozenset({_S.SUBMITTED}), _S.REGISTERED, Permission.EXAMINE_FILING),
    Move.DEFER: _Rule(frozenset({_S.SUBMITTED}), _S.DEFERRED, Permission.EXAMINE_FILING, True),
    Move.REFUSE: _Rule(frozenset({_S.SUBMITTED}), _S.REFUSED, Permission.EXAMINE_FILING, True),
    Move.START_REVIEW: _Rule(frozenset({_S.REGISTERED}), _S.UNDER_REVIEW, Permission.EXAMINE_FILING),
    Move.PASS: _Rule(frozenset({_S.UNDER_REVIEW}), _S.PASSED, Permission.CONCLUDE_FILING),
    Move.OPINE: _Rule(frozenset({_S.UNDER_REVIEW}), _S.OPINION, Permission.CONCLUDE_FILING, True),
    Move.ANSWER: _Rule(frozenset({_S.OPINION}), _S.FEEDBACK, Permission.SUBMIT_FILING, True),
    Move.CORRECT: _Rule(frozenset({_S.FEEDBACK}), _S.CORRECTED, Permission.CONCLUDE_FILING),
    Move.ANNUL: _Rule(frozenset({_S.FEEDBACK}), _S.ANNULLED, Permission.CONCLUDE_FILING, True),
    Move.SUSPEND: _Rule(frozenset({_S.FEEDBACK}), _S.SUSPENDED, Permission.CONCLUDE_FILING, True),
    Move.WITHDRAW: _Rule(
        frozenset({_S.OWED, _S.SUBMITTED, _S.DEFERRED}), _S.WITHDRAWN, Permission.SUBMIT_FILING, True
    ),
}


def moves_open(state: FilingState, actor: Actor) -> list[Move]:
    """The moves this person may make from this state, in the order of the process."""
    return [move for move, rule in _MOVES.items() if state in rule.before and actor.may(rule.permission)]


def permission_for(move: Move) -> Permission:
    return _MOVES[move].permission


def needs_reason(move: Move) -> bool:
    return _MOVES[move].needs_reason


def state_after(state: FilingState, move: Move, reason: str = "") -> FilingState:
    """The state a move leads to. Raises Refusal when the table has no such move or its reason is missing."""
    rule = _MOVES[move]
    if state not in rule.before:
        raise Refusal(
            f"当前状态为“{STATE_WORDS[state]}”，不能“{MOVE_WORDS[move]}”。页面可能已过时，请刷新后再操作。"
        )
    if rule.needs_reason and not reason.strip():
        raise Refusal(f"“{MOVE_WORDS[move]}”须写明理由或内容。", "reason")
    return rule.after


def filings_owed(
    *,
    kind_of_authority: str,
    disclosure: Disclosure,
    obliged_on: date | None,
    tracked_from: date,
    tracks: tuple[str, ...],
) -> list[tuple[Track, Direction]]:
    """The filings a published document owes, per track (第九项; DOMAIN §6 routing).

    `obliged_on` is 公布日期 or, while that is missing, the latest other date known. Documents from before
    `tracked_from`, secret stubs and authorities of another level owe none; only a government's own documents
    go to the congress.
    """
    if obliged_on is None or obliged_on < tracked_from or disclosure is Disclosure.SECRET:
        return []
    if kind_of_authority == "outside":
        return []
    is_government = kind_of_authority in {"government", "office"}
    direction = Direction.OUTGOING if is_government else Direction.INCOMING
    owed = [(Track.GOVERNMENT, direction)]
    if is_government and Track.CONGRESS in tracks:
        owed.append((Track.CONGRESS, Direction.OUTGOING))
    return owed


@dataclass(frozen=True)
class Timeliness:
    """Whether a filing was or is in time on a day; days are calendar days, positive when late."""

    is_known: bool
    days_late: int

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    def words(self, is_submitted: bool) -> str:
        if not self.is_known:
            return "缺公布日期，期限待定"
        if self.is_late:
            return f"逾期{self.days_late}日" + ("报送" if is_submitted else "未报")
        if is_submitted:
            return "按期报送"
        return "今日到期" if self.days_late == 0 else f"还剩{-self.days_late}日"


def timeliness(due_on: date | None, first_submitted_on: date | None, today: date) -> Timeliness:
    """Counts the first submission (a later 补正 does not make it late), else today."""
    if due_on is None:
        return Timeliness(False, 0)
    return Timeliness(True, ((first_submitted_on or today) - due_on).days)


def filing_no(year: int, serial: int) -> str:
    """备案登记号, gap-free per year: 备〔2026〕1号."""
    return f"备〔{year}〕{serial}号"
