"""The rule book: profiles and decreed years of the register, as the values that the domain computes with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from chinese_calendar import constants
from sqlmodel import Session, select

from registry.domain.calendars import DueDate, HolidayYear, WorkCalendar
from registry.domain.rules import RuleProfile, from_json, profile_for
from registry.storage import calendar, office, rules

_HOLIDAY_WORDS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


@dataclass(frozen=True)
class Rulebook:
    """The profiles and the calendar in force now, read once per transaction."""

    profiles: tuple[tuple[int, RuleProfile], ...]
    calendar: WorkCalendar
    tracked_from: date

    @cached_property
    def _ids(self) -> dict[tuple[str, int], int]:
        return {(profile.name, profile.version): row_id for row_id, profile in self.profiles}

    def profile_for(self, published_on: date) -> RuleProfile:
        """The profile that holds for a document published on a day."""
        return profile_for(published_on, [profile for _, profile in self.profiles])

    def id_of(self, profile: RuleProfile) -> int:
        """The id of the profile's row."""
        return self._ids[profile.name, profile.version]

    def calendar_versions(self, due: DueDate) -> dict[str, int]:
        """Which versions of which decreed years a due date was computed with."""
        years = range(due.start_on.year, due.due_on.year + 2)
        return {str(year): self.calendar.years[year].version for year in years if year in self.calendar.years}


def load_rulebook(session: Session) -> Rulebook:
    """The newest version of every profile and decreed year, and since when the office tracks."""
    profiles = tuple((row.id or 0, from_json(row.body)) for row in rules.newest_profiles(session))
    years = {row.year: holiday_year(row) for row in calendar.newest_years(session)}
    return Rulebook(profiles, WorkCalendar(years), office.tracked_from(session))


def profile_of(session: Session, book: Rulebook, profile_id: int) -> RuleProfile:
    """The profile of a row, also of a version that a newer one replaced."""
    for row_id, profile in book.profiles:
        if row_id == profile_id:
            return profile
    return from_json(session.get_one(rules.RuleProfileVersion, profile_id).body)


def decreed_year(session: Session, year: int) -> HolidayYear | None:
    """The newest version of a decreed year; None while it is not decreed."""
    rows = [row for row in calendar.newest_years(session) if row.year == year]
    return holiday_year(rows[0]) if rows else None


def rulebook_of(session: Session, profile_id: int, versions: Mapping[str, int]) -> Rulebook:
    """The rules a filing was computed with: its own profile and its own versions of the decreed years."""
    row = session.get_one(rules.RuleProfileVersion, profile_id)
    decrees = session.exec(select(calendar.HolidayYearVersion)).all()
    years = {
        decree.year: holiday_year(decree)
        for decree in decrees
        if versions.get(str(decree.year)) == decree.version
    }
    return Rulebook(((profile_id, from_json(row.body)),), WorkCalendar(years), office.tracked_from(session))


def holiday_year(row: calendar.HolidayYearVersion) -> HolidayYear:
    """The decreed year of a row."""
    off = {date.fromisoformat(day): name for day, name in row.off.items()}
    work = {date.fromisoformat(day): name for day, name in row.work.items()}
    return HolidayYear(row.year, row.version, off, work)


def decreed_years() -> list[calendar.HolidayYearVersion]:
    """The years that the State Council has decreed, as shipped: from 2004 to the last one published."""
    years: dict[int, calendar.HolidayYearVersion] = {}
    for field, table in (("off", constants.holidays), ("work", constants.workdays)):
        for day, name in table.items():
            row = years.setdefault(
                day.year,
                calendar.HolidayYearVersion(
                    year=day.year, off={}, work={}, source="国务院办公厅放假安排通知"
                ),
            )
            getattr(row, field)[day.isoformat()] = _HOLIDAY_WORDS.get(str(name), str(name))
    return [years[year] for year in sorted(years)]
