"""What comes of an attempt to send: the counts of a run, and when something that failed is tried again."""

from datetime import datetime, timedelta
from typing import Any

from registry.delivery.errors import DeliveryError
from registry.domain.deliveries import DeliveryState
from registry.domain.notices import next_attempt

MAX_ATTEMPTS = 10
SERVER_TROUBLE_LASTS = timedelta(seconds=30)  # less than a tick, so that every run shows the trouble
SENT, POSTPONED, FAILED = "n_sent", "n_postponed", "n_failed"


def after_failure(error: DeliveryError, n: int, now: datetime) -> tuple[str, dict[str, Any]]:
    """The count of the n-th attempt after it failed, and what its row becomes: tried again, or failed for good.

    Trouble of the server is not counted as an attempt: the letter is not at fault.
    """
    if error.is_of_server:
        later = now + SERVER_TROUBLE_LASTS
        return POSTPONED, {"next_attempt_at": later, "outcome": error.sentence, "n_attempts": n - 1}
    if error.is_permanent or n >= MAX_ATTEMPTS:
        tried = "" if error.is_permanent else f"已尝试{n}次，不再重发。"
        return FAILED, {"state": DeliveryState.FAILED, "outcome": f"{tried}{error.sentence}"[:500]}
    return POSTPONED, {"next_attempt_at": next_attempt(n, now), "outcome": error.sentence[:500]}
