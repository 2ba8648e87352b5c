"""How the day of the next periodic cleanup comes about, in words."""

from sqlmodel import Session

from registry.domain.calendars import period_words
from registry.domain.rules import RuleProfile
from registry.domain.written_days import cn_date
from registry.storage.cleanups.rounds import last_periodic


def cycle_working(session: Session, profile: RuleProfile, owner_id: int | None) -> str:
    """The working of the day of the next periodic cleanup, of the whole level or of an authority's own documents."""
    last = last_periodic(session, owner_id)
    if last is None:
        return "由法制机构确定" if owner_id is not None else "由法制机构在“设置”中确定"
    cycle = period_words(profile.cleanup_cycle_months)
    return f"上一轮“{last.name}”的结果于{cn_date(last.published_on)}公布，定期清理每{cycle}一次"
