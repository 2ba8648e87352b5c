"""What people do in the register, through its own actions: the hands of the county, without the browser."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import col, select

from bench.county.facts import Person, Rules
from bench.county.holidays import Decree
from registry.actions.authorities.add_authority import add_authority
from registry.actions.authorities.merge_authority import merge_authority
from registry.actions.authorities.reorganise_authority import Heirs, Reform, reorganise_authority
from registry.actions.documents.edit_document import edit_document
from registry.actions.documents.record_event import record_event
from registry.actions.documents.register_document import register_document
from registry.actions.filings.move_filing import move_filing
from registry.actions.filings.refile_document import refile_document
from registry.actions.office.add_holiday_year import add_holiday_year
from registry.actions.office.add_rule_profile import add_rule_profile
from registry.actions.office.initialise_registry import initialise_registry
from registry.actions.people.add_user import add_user
from registry.actions.people.edit_user import edit_user
from registry.actions.people.set_absence import set_absence
from registry.domain.authorities import AuthorityKind
from registry.domain.calendars import HolidayYear
from registry.domain.decisions import Decision
from registry.domain.documents import Dates, DocumentFacts, DocumentKind, Step, StepKind
from registry.domain.filings import Direction, Move, Track
from registry.domain.roles import OPERATOR, Actor, Role
from registry.domain.rules import RuleProfile
from registry.domain.validity import EventKind
from registry.storage.authorities import Authority, SuccessionKind
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing, filings_of
from registry.storage.people import User, actor_of

_PASSWORD = "only on the bench, never elsewhere"
_DECIDED = {"annul": EventKind.ANNULLED, "suspend": EventKind.SUSPENDED}


@dataclass(frozen=True)
class Filed:
    """A filing as the register has it."""

    id: int
    is_congress: bool
    goes_up: bool


class Hands:
    """The office's and the authorities' people at the register."""

    def __init__(self, store: Store) -> None:
        self.store = store

    # The office.

    def open_office(self, tracked_from: date, rules: Rules, first_cleanup: date, now: datetime) -> None:
        settings = {"first_cleanup_due_on": first_cleanup.isoformat()}
        initialise_registry(
            self.store,
            OPERATOR,
            tracked_from=tracked_from,
            is_demonstration=False,
            settings=settings,
            profiles=[profile(rules)],
            now=now,
        )

    def add_rules(self, rules: Rules, now: datetime) -> None:
        add_rule_profile(self.store, OPERATOR, profile(rules), now=now)

    def add_decree(self, year: int, decree: Decree, now: datetime) -> None:
        add_holiday_year(
            self.store,
            OPERATOR,
            HolidayYear(year, 0, *decree),
            source=f"关于{year}年部分节假日安排的通知",
            now=now,
        )

    def found(self, name: str, kind: str, now: datetime) -> int:
        return add_authority(self.store, OPERATOR, name=name, kind=AuthorityKind(kind), now=now)

    def merge(self, old: int, heir: int, now: datetime) -> None:
        """They were one authority entered twice."""
        merge_authority(self.store, OPERATOR, old, heir, now=now)

    def reform(self, old: int, heir: int, now: datetime) -> None:
        """One authority was merged into the other by a reform."""
        with reading(self.store) as session:
            version = session.get_one(Authority, old).version
        reform = Reform(SuccessionKind.MERGED, _today(now), "县委关于机构改革的通知", Heirs(heir))
        reorganise_authority(self.store, OPERATOR, old, reform, version=version, now=now)

    def hire(self, serial: int, person: Person, now: datetime) -> int:
        person.id = add_user(
            self.store,
            OPERATOR,
            login=f"u{serial:04}",
            name=f"第{serial}人",
            role=Role(person.role),
            password=_PASSWORD,
            authority_id=person.authority,
            email=_address(serial) if person.has_mail else "",
            is_head=person.is_head,
            now=now,
        )
        return person.id

    def change_person(self, person: Person, now: datetime) -> None:
        with reading(self.store) as session:
            user = session.get_one(User, person.id)
        edit_user(
            self.store,
            OPERATOR,
            person.id,
            name=user.name,
            role=user.role,
            authority_id=person.authority,
            email=_address(int(user.login[1:])) if person.has_mail else "",
            is_active=person.is_active,
            is_head=person.is_head,
            now=now,
        )
        if person.absent and (*person.absent, person.deputy) != (
            user.absent_from,
            user.absent_until,
            user.deputy_id,
        ):
            first, last = person.absent
            set_absence(
                self.store,
                OPERATOR,
                person.id,
                absent_from=first,
                absent_until=last,
                deputy_id=person.deputy,
                now=now,
            )

    # Papers.

    def register(
        self, by: int | None, authority: int, serial: int, dates: Dates, now: datetime
    ) -> tuple[int, list[Filed]]:
        document_id = register_document(
            self.store, self.actor(by), _facts(authority, serial, dates), is_published=True, now=now
        )
        return document_id, self.filed(document_id)

    def correct_publication(
        self, by: int, document_id: int, authority: int, serial: int, dates: Dates, now: datetime
    ) -> None:
        with reading(self.store) as session:
            version = session.get_one(Document, document_id).version
        edit_document(
            self.store,
            self.actor(by),
            document_id,
            _facts(authority, serial, dates),
            version=version,
            reason="公布日期录错",
            now=now,
        )

    def extend(self, by: int, document_id: int, on: date, new_last_day: date, now: datetime) -> None:
        record_event(
            self.store, self.actor(by), document_id, EventKind.EXTENDED, effective_on=on,
            source="县政府常务会议", new_valid_until=new_last_day, now=now,
        )  # fmt: skip

    def repeal(self, by: int, document_id: int, on: date, now: datetime) -> None:
        record_event(
            self.store, self.actor(by), document_id, EventKind.REPEALED, effective_on=on,
            source="县政府常务会议", now=now,
        )  # fmt: skip

    # Filings.

    def filed(self, document_id: int) -> list[Filed]:
        with reading(self.store) as session:
            return [
                Filed(filing.id or 0, filing.track is Track.CONGRESS, filing.direction is Direction.OUTGOING)
                for filing in filings_of(session, document_id)
            ]

    def move(
        self,
        by: int,
        filing_id: int,
        name: str,
        on: date,
        correct_by: date | None,
        now: datetime,
        *,
        goes_up: bool,
    ) -> None:
        decision = Decision(_DECIDED[name], on, "县人民政府决定") if name in _DECIDED else None
        move_filing(
            self.store, self.actor(by), filing_id, Move(name), on=on, reason="第三条与上位法不一致。",
            filing_no=f"市备〔{on.year}〕{filing_id}号" if goes_up and name == "register" else "",
            correct_by=correct_by, decision=decision, now=now,
        )  # fmt: skip

    def refile(self, by: int, filing_id: int, now: datetime) -> int:
        return refile_document(self.store, self.actor(by), filing_id, reason="改正后重新报送", now=now)

    def actor(self, user_id: int | None) -> Actor:
        """The person as an actor; the operator at the command line for None."""
        if user_id is None:
            return OPERATOR
        with reading(self.store) as session:
            return actor_of(session.get_one(User, user_id))

    def deadlines(self, filing_ids: list[int]) -> dict[int, tuple[str, date | None, date | None]]:
        """filing → its state, its due date and the deadline of its step, as stored."""
        with reading(self.store) as session:
            filings = session.exec(select(Filing).where(col(Filing.id).in_(filing_ids))).all()
        return {filing.id or 0: (filing.state.value, filing.due_on, filing.step_due_on) for filing in filings}


def profile(rules: Rules) -> RuleProfile:
    """The county's rules as the register keeps them."""
    return RuleProfile(
        name=rules.name,
        version=rules.version,
        place="某县",
        in_force_from=rules.since,
        in_force_until=None,
        source="某县规定",
        confirmed=True,
        filing_days_government=rules.filing_days,
        filing_days_congress=rules.congress_days,
        rollover=rules.rolls,
        formal_check_working_days=rules.check_worked_days,
        supplement_days=rules.supplement_days,
        review_days=rules.review_days,
        review_extension_days=rules.extension_days,
        opinion_answer_days=rules.answer_days,
        step_reminders=rules.step_reminders,
        step_late_every=rules.step_late_every,
        late_head_days=rules.late_head_days,
        late_lead_days=rules.late_lead_days,
        filing_reminders=rules.reminders,
        filing_late_every=rules.late_every,
        expiry_reminders=rules.expiry_reminders,
        cleanup_reminders=rules.cleanup_reminders,
    )


def _facts(authority: int, serial: int, dates: Dates) -> DocumentFacts:
    before = (dates.published_on or dates.signed_on or date.min) - timedelta(40)
    steps = tuple(
        Step(kind, before + timedelta(n), "某县有关机关", "通过")
        for n, kind in enumerate(
            (StepKind.PUBLIC_CONSULTATION, StepKind.LEGALITY_REVIEW, StepKind.COLLECTIVE_DECISION)
        )
    )
    return DocumentFacts(
        title=f"某县第{serial}号事项管理办法",
        authority_ids=(authority,),
        kind=DocumentKind.MEASURES,
        dates=dates,
        doc_no=f"某政规〔{(dates.published_on or dates.signed_on or date.min).year}〕{serial}号",
        steps=steps,
        text=f"第一条　为了管理第{serial}号事项，制定本办法。",
    )


def _address(serial: int) -> str:
    return f"u{serial:04}@example.cn"


def _today(now: datetime) -> date:
    return (now + timedelta(hours=8)).date()


Deed = Callable[[], object]
