"""Add the decreed holidays of a year, or change them: due dates that were 预计 become final, others may move."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session, col, select

from registry.actions.filings.recomputing import Recomputing, recompute_after_decree
from registry.actions.legality.deadlines import renew_deadlines
from registry.actions.proposals.rederiving import recompute_replies
from registry.domain.calendars import HolidayYear
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.calendar import HolidayYearVersion
from registry.storage.engine import Store, transaction
from registry.storage.rulebook import load_rulebook

MAX_SOURCE = 300


def add_holiday_year(store: Store, actor: Actor, decree: HolidayYear, *, source: str, now: datetime) -> int:
    """The number of open filings of which a deadline changed; the days to reply to 审查建议 follow too. Raises Refusal.

    A year that is decreed already gets a new version: a decree may change its year (国办发明电〔2020〕1号).
    """
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
        what = "放假安排有调整" if version > 1 else "放假安排已公布"
        because = Recomputing(actor, f"{decree.year}年{what}：{source.strip()}", now)
        renew_deadlines(session, load_rulebook(session))
        recompute_replies(session, decree.year, actor, because.reason, now)
        return recompute_after_decree(session, decree.year, because)


def _newest_version(session: Session, year: int) -> int:
    query = select(HolidayYearVersion.version).where(HolidayYearVersion.year == year)
    return session.exec(query.order_by(col(HolidayYearVersion.version).desc()).limit(1)).first() or 0


def _by_day(days: Mapping[date, str]) -> dict[str, str]:
    return {day.isoformat(): days[day] for day in sorted(days)}
