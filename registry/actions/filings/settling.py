"""Within a transaction: after a correction, the filings that the rules ask for are owed, the others withdrawn."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from registry.actions.filings.move_filing import make_move
from registry.actions.filings.owing import owe_filings, unowed_filings
from registry.actions.filings.telling import tell_owed
from registry.domain.filings import Move
from registry.domain.instants import day_of
from registry.domain.roles import Actor
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing
from registry.storage.rulebook import Rulebook


def settle_filings(
    session: Session,
    book: Rulebook,
    document: Document,
    authority: Authority,
    actor: Actor,
    reason: str,
    now: datetime,
) -> None:
    """Adds the filings that a corrected document owes, telling its authority, and withdraws those it owes no more."""
    tell_owed(session, document, owe_filings(session, book, document, authority), now)
    for filing in unowed_filings(session, book, document, authority):
        withdraw_by_rules(session, actor, filing, f"更正登记后，按规则无需报送备案。{reason}", now)


def withdraw_by_rules(session: Session, actor: Actor, filing: Filing, reason: str, now: datetime) -> None:
    """Ends an owed filing that the rules do not ask for; it is the rules that end it, whoever made the correction."""
    by_rules = replace(actor, is_operator=True)
    on = day_of(now)
    make_move(
        session, by_rules, filing.id or 0, Move.WITHDRAW, on=on, reason=reason, is_by_rules=True, now=now
    )
