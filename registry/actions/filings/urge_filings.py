"""Urge authorities about their overdue filings (催报): who will be told of what, and telling them, once a day each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import groupby

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.citations import citation
from registry.domain.days_left import days_words
from registry.domain.documents import shown_title
from registry.domain.filings import TO_BE_SUBMITTED, task_word
from registry.domain.instants import day_of
from registry.domain.notices import NoticeKind, NoticeState
from registry.domain.roles import Actor, Permission, require
from registry.domain.urging import why_not_urged
from registry.domain.written_days import cn_date
from registry.storage import audit
from registry.storage.authorities import Authority
from registry.storage.batches import batches
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading, transaction
from registry.storage.filing_urges import FilingUrge, add_urges, last_urges
from registry.storage.filings import Filing, deadline_of
from registry.storage.notices import Notice, queue_notices, supersede
from registry.storage.people import User, contacts_by_authority, person_of, told_of_everything
from registry.storage.recipients import NO_CONTACT, names_of, recipients


@dataclass(frozen=True)
class UrgedFiling:
    """A filing with the authority's task; `why_not` is the reason why nobody is urged about it, "" for none."""

    id: int
    authority_id: int
    authority: str
    title: str
    doc_no: str
    task: str
    due_on: date | None
    today: date
    why_not: str = ""
    is_to_be_submitted: bool = False

    def words(self) -> str:
        """《……》（文号）：报送备案，期限2026年3月5日，已逾期7日."""
        left = days_words((self.due_on - self.today).days) if self.due_on else "没有期限"
        return (
            f"{citation(self.title, self.doc_no)}：{self.task}，期限{cn_date(self.due_on) or '待定'}，{left}"
        )


@dataclass(frozen=True)
class AuthorityUrge:
    """What one authority is urged about, in one notice; `told` names who gets it, nobody while it has no contact.

    `earlier` are its urges that had no recipient; of those still held, this urge takes over what is still overdue.
    """

    authority_id: int
    authority: str
    filings: list[UrgedFiling]
    people: list[User]
    told: list[str]
    earlier: list[Notice]

    @property
    def filing_ids(self) -> str:
        return ",".join(str(filing.id) for filing in self.filings)

    @property
    def threshold(self) -> str:
        """What tells the urges of an authority apart, also those of one day that found nobody."""
        today = f"{self.filings[0].today:%Y%m%d}"
        is_again = not self.people and self.earlier and self.earlier[-1].threshold.startswith(today)
        return f"{today}-r{self.earlier[-1].id}" if is_again else f"{today}-{self.filings[0].id}"


@dataclass
class UrgePlan:
    """Whom an urge reaches: `told`, `held` for want of a contact; what was urged today already; what is not overdue."""

    told: list[AuthorityUrge] = field(default_factory=list)
    held: list[AuthorityUrge] = field(default_factory=list)
    already: list[UrgedFiling] = field(default_factory=list)
    refused: list[UrgedFiling] = field(default_factory=list)

    @property
    def n_filings(self) -> int:
        """How many filings somebody is urged about."""
        return sum(len(urge.filings) for urge in self.told)

    @property
    def owing(self) -> dict[int, str]:
        """The authorities that have not filed in time, by id: a letter may urge them too."""
        urged = [filing for urge in (*self.told, *self.held) for filing in urge.filings]
        return {
            filing.authority_id: filing.authority
            for filing in (*urged, *self.already)
            if filing.is_to_be_submitted
        }


def plan_urges(store: Store, actor: Actor, filing_ids: Collection[int], *, now: datetime) -> UrgePlan:
    """Whom an urge about these filings would reach. Raises Refusal without the permission."""
    require(actor, Permission.EXAMINE_FILING)
    with reading(store) as session:
        return _plan(session, filing_ids, day_of(now))


def urge_filings(store: Store, actor: Actor, filing_ids: Collection[int], *, now: datetime) -> UrgePlan:
    """Whom the urge reached: one notice to each contact of an authority lists its filings."""
    require(actor, Permission.EXAMINE_FILING)
    today = day_of(now)
    with transaction(store) as session:
        _hold(session, filing_ids)
        plan = _plan(session, filing_ids, today)
        reached = [filing.id for urge in plan.told for filing in urge.filings]
        urge_of = partial(FilingUrge, on=today, by=actor.name, recorded_at=now)
        add_urges(session, [urge_of(filing_id=filing_id) for filing_id in reached])
        for urge in (*plan.told, *plan.held):
            _tell(session, urge, actor, now)
        if reached:
            audit.record(
                session,
                now,
                actor.name,
                "urge_filings",
                "filings",
                authorities=[urge.authority for urge in plan.told],
                filing_ids=reached,
            )
        return plan


def _hold(session: Session, filing_ids: Collection[int]) -> None:
    """Holds the authorities and the filings until the end, so that nobody submits, or urges them, meanwhile."""
    own: set[int] = set()
    for batch in batches(sorted(filing_ids)):
        own |= set(session.exec(select(Filing.authority_id).where(col(Filing.id).in_(batch))))
    for batch in batches(sorted(own)):
        authorities = (
            sa.select(col(Authority.id)).where(col(Authority.id).in_(batch)).order_by(col(Authority.id))
        )
        session.execute(authorities.with_for_update(key_share=True)).all()
    for batch in batches(sorted(filing_ids)):
        query = sa.select(col(Filing.id)).where(col(Filing.id).in_(batch)).order_by(col(Filing.id))
        session.execute(query.with_for_update(key_share=True)).all()


def _urged(session: Session, filing_ids: Collection[int], today: date) -> list[UrgedFiling]:
    """The filings by authority, the longest overdue first."""
    urged = []
    for batch in batches(sorted(set(filing_ids))):
        query = (
            select(Filing, Document, Authority.name)
            .join(Document, col(Document.id) == col(Filing.document_id))
            .join(Authority, col(Authority.id) == col(Filing.authority_id))
            .where(col(Filing.id).in_(batch))
        )
        for filing, document, authority in session.exec(query):
            due_on, _ = deadline_of(filing)
            urged.append(
                UrgedFiling(
                    filing.id or 0,
                    filing.authority_id,
                    authority,
                    shown_title(document),
                    document.doc_no,
                    task_word(filing.state),
                    due_on,
                    today,
                    why_not_urged((filing.state, filing.direction), due_on, today),
                    filing.state in TO_BE_SUBMITTED,
                )
            )
    return sorted(urged, key=_order)


def _order(filing: UrgedFiling) -> tuple[str, int, date, int]:
    return filing.authority, filing.authority_id, filing.due_on or date.max, filing.id


def _plan(session: Session, filing_ids: Collection[int], today: date) -> UrgePlan:
    filings = _urged(session, filing_ids, today)
    urged = _urged_on(session, filings, today)
    plan = UrgePlan(
        refused=[filing for filing in filings if filing.why_not],
        already=[filing for filing in filings if not filing.why_not and filing.id in urged],
    )
    left_out = {filing.id for filing in (*plan.refused, *plan.already)}
    due = [filing for filing in filings if filing.id not in left_out]
    earlier = _without_recipient(session, {filing.authority_id for filing in due})
    due += _still_held(session, earlier, set(filing_ids), today)
    people = contacts_by_authority(session)
    for authority_id, group in groupby(sorted(due, key=_order), key=lambda filing: filing.authority_id):
        contacts = told_of_everything(people.get(authority_id, []))
        urge = _urge(session, list(group), contacts, earlier[authority_id], today)
        (plan.told if urge.people else plan.held).append(urge)
    return plan


def _urged_on(session: Session, filings: list[UrgedFiling], today: date) -> set[int]:
    """The filings of these that were urged today."""
    last: dict[int, date] = {}
    for batch in batches([filing.id for filing in filings]):
        last |= last_urges(session, batch)
    return {filing_id for filing_id, on in last.items() if on == today}


def _without_recipient(session: Session, authority_ids: Collection[int]) -> dict[int, list[Notice]]:
    """Of every authority its urges that had no recipient, the first one first: still held, or settled."""
    urges: dict[int, list[Notice]] = {authority_id: [] for authority_id in authority_ids}
    for batch in batches(sorted(authority_ids)):
        query = select(Notice).where(
            Notice.subject == "authority",
            col(Notice.subject_id).in_(batch),
            Notice.kind == NoticeKind.FILING_URGED,
            col(Notice.user_id).is_(None),
        )
        for notice in session.exec(query.order_by(col(Notice.id))):
            urges[notice.subject_id].append(notice)
    return urges


def _still_held(
    session: Session, earlier: Mapping[int, list[Notice]], asked: Collection[int], today: date
) -> list[UrgedFiling]:
    """What the held urges are about besides, that is still overdue and was not urged today."""
    ids = {
        int(filing_id)
        for notices in earlier.values()
        for notice in notices
        if notice.state == NoticeState.HELD
        for filing_id in notice.facts["filing_ids"].split(",")
    }
    waiting = _urged(session, ids - set(asked), today)
    urged = _urged_on(session, waiting, today)
    return [
        filing
        for filing in waiting
        if not filing.why_not and filing.id not in urged and filing.authority_id in earlier
    ]


def _urge(
    session: Session, filings: list[UrgedFiling], people: list[User], earlier: list[Notice], today: date
) -> AuthorityUrge:
    told = names_of(recipients(session, people, today))
    return AuthorityUrge(filings[0].authority_id, filings[0].authority, filings, people, told, earlier)


def _tell(session: Session, urge: AuthorityUrge, actor: Actor, now: datetime) -> None:
    first, n = urge.filings[0], len(urge.filings)
    held = [notice for notice in urge.earlier if notice.state == NoticeState.HELD]
    said = {(notice.facts["as_of"], notice.facts["filing_ids"]) for notice in held}
    if not urge.people and (first.today.isoformat(), urge.filing_ids) in said:
        return
    supersede(session, [notice.key for notice in held])
    queue_notices(
        session,
        NoticeKind.FILING_URGED,
        "authority",
        urge.authority_id,
        urge.people,
        threshold=urge.threshold,
        due_on=None,
        facts={
            "title": first.title if n == 1 else f"{first.title}等{n}件",
            "doc_no": first.doc_no if n == 1 else "",
            "authority": urge.authority,
            "n_filings": str(n),
            "filing_ids": urge.filing_ids,
            "filings": "\n".join(
                f"{place}. {filing.words()}" for place, filing in enumerate(urge.filings, 1)
            ),
            "by": person_of(actor.name),
            "as_of": first.today.isoformat(),
            "path": f"/desk/filings/{first.id}" if n == 1 else "/desk/filings/?whose=own&timing=step_late",
        },
        now=now,
        nobody=NO_CONTACT,
    )
