"""Check a round before its release: every reason why its list may not be published. Reads only."""

from datetime import date

from sqlmodel import Session

from registry.actions.cleanups._gate import findings_of
from registry.actions.cleanups._rounds import pairs_of
from registry.domain.findings import Finding
from registry.storage.cleanups.tables import CleanupRound


def check_round(session: Session, round_id: int, on: date) -> list[Finding]:
    """The findings, accepted ones included, by the register as it is now and the status of its documents on a day.

    The page's button, the command line and the release ask the same function.
    """
    cleanup = session.get_one(CleanupRound, round_id)
    return findings_of(session, cleanup, pairs_of(session, cleanup, on), on)
