"""The consultation that an address names."""

from flask import abort
from sqlmodel import Session

from registry.storage.cleanups.consultations import consultation_of
from registry.storage.cleanups.tables import CleanupRound, Consultation
from registry.web.desk.cleanups.finding import find_round


def find_consultation(session: Session, round_id: int) -> tuple[CleanupRound, Consultation]:
    """The round and its consultation; 404 without one."""
    cleanup = find_round(session, round_id)
    return cleanup, consultation_of(session, round_id) or abort(404)
