"""How a person wants to be told: mail or a daily digest, and the addresses that messages are posted to."""

from sqlmodel import Session

from registry.domain.deliveries import Reach
from registry.storage.people import User


def reach_of(session: Session, person: User, has_mail_server: bool) -> Reach:
    """How this person can be reached by a deployment with or without a mail server."""
    return Reach(has_mail=has_mail_server and bool(person.email))
