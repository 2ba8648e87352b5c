"""The moves of a passage as DOMAIN §6 draws them: who makes each, from where to where, and what it starts."""

from typing import NamedTuple


class Way(NamedTuple):
    """`notice` goes to the other side; `period` names days of the rules, in worked days if `is_worked`.

    `clock` is what becomes of the review clock: start, stop, resume or extend. Without `after` the state stays.
    """

    before: tuple[str, ...]
    after: str
    by_authority: bool = False
    notice: str = ""
    period: str = ""
    is_worked: bool = False
    clock: str = ""


WAYS: dict[str, Way] = {
    "submit": Way(("owed", "deferred"), "submitted", True, "filing_submitted", "check_worked_days", True),
    "register": Way(("submitted",), "registered", False, "filing_registered", clock="start"),
    "defer": Way(("submitted",), "deferred", False, "filing_deferred", "supplement_days"),
    "refuse": Way(("submitted",), "refused", False, "filing_refused"),
    "start_review": Way(("registered",), "under_review"),
    "ask_supplement": Way(
        ("under_review",), "supplementing", False, "filing_supplement_asked", "supplement_days", clock="stop"
    ),
    "supplement": Way(("supplementing",), "under_review", True, "filing_supplemented", clock="resume"),
    "extend": Way(("registered", "under_review", "feedback"), "", False, "filing_extended", clock="extend"),
    "pass": Way(("under_review",), "passed", False, "filing_passed"),
    "opine": Way(("under_review",), "opinion", False, "filing_opinion", "answer_days", clock="stop"),
    "answer": Way(("opinion",), "feedback", True, "filing_feedback", clock="resume"),
    "correct": Way(("feedback",), "corrected", False, "filing_concluded"),
    "accept": Way(("feedback",), "passed", False, "filing_passed"),
    "opine_again": Way(("feedback",), "opinion", False, "filing_opinion", "answer_days", clock="stop"),
    "annul": Way(("feedback",), "annulled", False, "filing_concluded"),
    "suspend": Way(("feedback",), "suspended", False, "filing_concluded"),
    "take_back": Way(("submitted", "deferred"), "owed", True, "filing_taken_back"),
    "withdraw": Way(("owed", "deferred"), "withdrawn", False, "filing_withdrawn"),
}
ENDED = ("refused", "passed", "corrected", "annulled", "suspended", "withdrawn")
AWAITED = ("owed", "deferred")
OF_AUTHORITY = ("owed", "deferred", "supplementing", "opinion")
EXAMINED = ("registered", "under_review")
CORRECTING = ("opinion", "feedback")
ASKS_NOBODY = (
    "filing_registered", "filing_refused", "filing_passed", "filing_concluded", "filing_taken_back",
    "filing_withdrawn", "filing_recomputed", "filing_extended",
)  # fmt: skip
