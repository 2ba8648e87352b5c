"""Finding the intake that an address names."""

from flask import abort
from sqlmodel import Session

from registry.storage.intakes import Intake


def intake_at(session: Session, intake_id: int) -> Intake:
    """The intake; 404 when there is none."""
    intake = session.get(Intake, intake_id)
    if intake is None:
        abort(404)
    return intake
