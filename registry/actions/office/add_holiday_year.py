"""Add the decreed holidays of a year, so that due dates that were 预计 become final."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from registry.actions.filings.owing import recompute_filing
from registry.domain.calendars import HolidayYear
from registry.domain.errors import Refusal
from registry.domain.filings import CONCLUDED
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.calendar import HolidayYearVersion
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction
from registry.storage.filings import Filing
from registry.storage.rulebook import load_rulebook, rulebook_of

MAX_SOURCE = 300


def add_holiday_year(store: Store, actor: Actor, decree: HolidayYear, *, source: str, now: datetime) -> int:
    """The number of filings whose due date changed; only open ones with a 预计 date are recomputed. Raises Refusal."""
    require(actor, Permission.MANAGE_RULES)
    if not 1 <= len(source.strip()) <= MAX_SOURCE:
        raise Refusal(f"请写明放假通知的名称和文号，最多{MAX_SOURCE}个字。", "source")
    with transaction(store) as session:
        version = _newest_version(session, decree.year) + 1
        session.add(
            HolidayYearVersion(
                year=decree.year,
                version=version,
                off=_by_day(decree.off),
                work=_by_day(decree.work),
                source=source.strip(),
            )
        )
        session.flush()
        audit.record(
            session,
            now,
            actor.name,
            "add_holiday_year",
            f"holiday_year:{decree.year}",
            year=decree.year,
            version=version,
        )
        return _recompute(session, actor, f"已录入{decree.year}年放假安排", now)


def _recompute(session: Session, actor: Actor, reason: str, now: datetime) -> int:
    """Computes the due dates with the new calendar, by the rules that each filing was computed with."""
    book = load_rulebook(session)
    query = (
        select(Filing, Document)
        .join(Document, col(Document.id) == Filing.document_id)
        .where(col(Filing.is_provisional), col(Filing.state).not_in(CONCLUDED))
        .order_by(col(Filing.id))
        .with_for_update(key_share=True)
    )
    n_moved = 0
    for filing, document in session.exec(query).all():
        assert filing.profile_id is not None
        own_rules = replace(book, profiles=rulebook_of(session, filing.profile_id, {}).profiles)
        n_moved += recompute_filing(session, own_rules, filing, document, actor, reason, now)
    return n_moved


def _newest_version(session: Session, year: int) -> int:
    query = select(HolidayYearVersion.version).where(HolidayYearVersion.year == year)
    return session.exec(query.order_by(col(HolidayYearVersion.version).desc()).limit(1)).first() or 0


def _by_day(days: Mapping[date, str]) -> dict[str, str]:
    return {day.isoformat(): days[day] for day in sorted(days)}
