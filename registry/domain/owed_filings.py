"""Which filings a published document owes, when each is due, and whether it came in time."""

from dataclasses import dataclass
from datetime import date

from registry.domain.authorities import AuthorityKind
from registry.domain.calendars import DueDate, WorkCalendar
from registry.domain.days_left import days_words
from registry.domain.documents import Disclosure
from registry.domain.filings import Direction, Track
from registry.domain.rules import VERTICAL_WORDS, Period, RuleProfile, VerticalFiling

_PERIODS: dict[Track, Period] = {
    Track.GOVERNMENT: Period("filing_days_government", "公布之日"),
    Track.CONGRESS: Period("filing_days_congress", "公布之日"),
}


def filing_tracks(profile: RuleProfile) -> tuple[Track, ...]:
    """The tracks on which a published document must be filed: those for which the profile has days."""
    return tuple(
        track for track, period in _PERIODS.items() if getattr(profile, period.parameter) is not None
    )


def filing_due(track: Track, published_on: date, profile: RuleProfile, calendar: WorkCalendar) -> DueDate:
    """When a filing must be submitted; a track that the profile has no days for follows the government's."""
    return submission_period(track, profile).due(published_on, profile, calendar)


def submission_period(track: Track, profile: RuleProfile) -> Period:
    """The period in which a filing must be submitted."""
    return _PERIODS[track if track in filing_tracks(profile) else Track.GOVERNMENT]


def filings_owed(
    *,
    kind_of_authority: AuthorityKind,
    disclosure: Disclosure,
    obliged_on: date | None,
    tracked_from: date,
    tracks: tuple[Track, ...],
    vertical_filing: VerticalFiling,
) -> list[tuple[Track, Direction]]:
    """The filings a published document owes, per track (第九项; DOMAIN §6 routing).

    `obliged_on` is 公布日期 or, while that is missing, the latest other date of the document. Documents from before
    `tracked_from`, secret stubs and authorities of another level owe none; only a government's own documents
    go to the congress. A vertically managed body owes us one only where the place says so: elsewhere it files with its
    upper department, and we get a copy (DOMAIN §3).
    """
    if obliged_on is None or obliged_on < tracked_from or disclosure is Disclosure.SECRET:
        return []
    if kind_of_authority is AuthorityKind.OUTSIDE:
        return []
    if kind_of_authority is AuthorityKind.VERTICAL and vertical_filing is VerticalFiling.UPPER:
        return []
    is_government = kind_of_authority in (AuthorityKind.GOVERNMENT, AuthorityKind.OFFICE)
    direction = Direction.OUTGOING if is_government else Direction.INCOMING
    owed = [(Track.GOVERNMENT, direction)]
    if is_government and Track.CONGRESS in tracks:
        owed.append((Track.CONGRESS, Direction.OUTGOING))
    return owed


def vertical_note(kind_of_authority: AuthorityKind, profile: RuleProfile) -> str:
    """Where a vertically managed body files, with the source, as a sentence; "" for any other authority."""
    if kind_of_authority is not AuthorityKind.VERTICAL:
        return ""
    unconfirmed = "" if profile.confirmed else "，待本单位核实"
    words, source = VERTICAL_WORDS[profile.vertical_filing], profile.source_of("vertical_filing")
    return f"垂直管理部门的文件{words}（依据：{source}{unconfirmed}）。"


@dataclass(frozen=True)
class Timeliness:
    """Whether a filing was or is in time on a day; days are calendar days, positive when late."""

    is_known: bool
    days_late: int

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    def words(self, is_submitted: bool) -> str:
        if not self.is_known:
            return "缺公布日期，期限待定"
        if self.is_late:
            return f"逾期{self.days_late}日" + ("报送" if is_submitted else "未报")
        if is_submitted:
            return "按期报送"
        return days_words(-self.days_late)


def timeliness(due_on: date | None, first_submitted_on: date | None, today: date) -> Timeliness:
    """Counts the first submission (a later 补正 does not make it late), else today."""
    if due_on is None:
        return Timeliness(False, 0)
    return Timeliness(True, ((first_submitted_on or today) - due_on).days)
