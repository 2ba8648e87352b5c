"""The notices of a round: to whom each went, and what came of it."""

from sqlmodel import Session, col, select

from registry.storage.notices import Notice
from registry.storage.people import User


def notices_of_round(session: Session, round_id: int) -> list[tuple[Notice, User | None]]:
    """Every notice of a round that asks for answers, each with who gets it; nobody while it is held."""
    query = (
        select(Notice, User)
        .outerjoin(User, col(User.id) == col(Notice.user_id))
        .where(Notice.subject == "cleanup", Notice.subject_id == round_id)
        .order_by(col(Notice.id))
    )
    return [(notice, person) for notice, person in session.exec(query)]
