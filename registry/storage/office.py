"""The settings that the office edits: its name, the first day it tracks, its review authority and more."""

from collections.abc import Collection
from datetime import date

from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain import list_wording
from registry.domain.papers import letterhead


class OfficeSetting(SQLModel, table=True):
    __tablename__ = "office_setting"
    name: str = Field(primary_key=True, max_length=60)
    value: str = Field(default="", max_length=1000)


DEFAULTS: dict[str, str] = {
    "office_name": "司法局",
    "government_name": "人民政府",
    "review_authority": "上一级人民政府",
    "tracked_from": "",
    "is_demonstration": "",
    "annex_order": "retain,to_amend,lapse,repeal,reclassify",
    "first_cleanup_due_on": "",
    "sending_paused_because": "",
    "publishes_issuers": "",
    "publishes_lapses": "",
    "two_person_signing": "",
    "shipped_rules": "",
    "paper_code": "",
    **letterhead.DEFAULTS,
    **list_wording.DEFAULTS,
}


def setting(session: Session, name: str) -> str:
    row = session.get(OfficeSetting, name)
    return row.value if row else DEFAULTS[name]


def settings_named(session: Session, names: Collection[str]) -> dict[str, str]:
    """The values of several settings, read together. Raises KeyError for an unknown name."""
    rows = session.exec(select(OfficeSetting).where(col(OfficeSetting.name).in_(sorted(names))))
    kept = {row.name: row.value for row in rows}
    return {name: kept.get(name, DEFAULTS[name]) for name in names}


def set_setting(session: Session, name: str, value: str) -> None:
    """Writes a setting. Raises KeyError for an unknown name."""
    if name not in DEFAULTS:
        raise KeyError(name)
    session.merge(OfficeSetting(name=name, value=value))


def tracked_from(session: Session) -> date:
    """The first day of publication that owes a filing (起算日)."""
    return date.fromisoformat(setting(session, "tracked_from"))


def wording(session: Session) -> dict[str, str]:
    """The words of released lists that the office chose, by their settings."""
    return {name: setting(session, name) for name in list_wording.DEFAULTS}


def publishes_issuers(session: Session) -> bool:
    """Whether the public site shows the list of authorised issuers (制定主体清单)."""
    return setting(session, "publishes_issuers") == "yes"


def publishes_lapses(session: Session) -> bool:
    """Whether the public site lists the documents that are about to lapse."""
    return setting(session, "publishes_lapses") == "yes"


def asks_for_two_people(session: Session) -> bool:
    """Whether who signs a conclusion of a review must not be who drafted it (两人办理)."""
    return setting(session, "two_person_signing") == "yes"


def is_demonstration(session: Session) -> bool:
    return setting(session, "is_demonstration") == "yes"
