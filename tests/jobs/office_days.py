"""Documents with deadlines, instants of Asia/Shanghai, runs of the jobs, and the notices they queued."""

from datetime import date, datetime

from sqlmodel import col, select

from registry.actions.documents.register_document import register_document
from registry.delivery.mail import Smtp
from registry.domain.deliveries import DeliveryState
from registry.domain.documents import Dates, DocumentFacts, DocumentKind, Step, StepKind
from registry.domain.instants import SHANGHAI
from registry.domain.notices import NoticeState
from registry.domain.roles import OPERATOR
from registry.jobs import JobReport, Office, run_job
from registry.storage.deliveries import Delivery
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing
from registry.storage.notices import Notice

PUBLIC_URL = "https://beian.example.gov.cn"
PUBLISHED = date(2026, 3, 5)  # filed within 15 days: by Friday 2026-03-20
DONE = date(2025, 12, 20)
STEPS = tuple(
    Step(kind, DONE, "示范区司法局", "通过")
    for kind in (StepKind.PUBLIC_CONSULTATION, StepKind.LEGALITY_REVIEW, StepKind.COLLECTIVE_DECISION)
)


def at(day: str, clock: str = "09:00") -> datetime:
    """An instant of Asia/Shanghai in 2026: at("03-15")."""
    return datetime.fromisoformat(f"2026-{day}T{clock}").replace(tzinfo=SHANGHAI)


def register_published(
    store: Store,
    title: str = "示范区秸秆综合利用管理办法",
    *,
    published_on: date = PUBLISHED,
    valid_until: date | None = None,
    authority_id: int = 2,
    now: datetime | None = None,
) -> int:
    """Registers a published document that passes every rule, and returns its id."""
    dates = Dates(published_on=published_on, effective_on=published_on, valid_until=valid_until)
    facts = DocumentFacts(title, (authority_id,), DocumentKind.MEASURES, dates, steps=STEPS)
    return register_document(store, OPERATOR, facts, is_published=True, now=now or at("03-05"))


def filing_of(store: Store, document_id: int) -> Filing:
    with reading(store) as session:
        return session.exec(select(Filing).where(Filing.document_id == document_id)).one()


def office(store: Store, smtp: Smtp | None = None) -> Office:
    return Office(store, PUBLIC_URL, smtp)


def queue(store: Store, now: datetime) -> JobReport:
    return _well(run_job(office(store), "queue_notices", now))


def send(store: Store, now: datetime, smtp: Smtp | None = None) -> JobReport:
    return _well(run_job(office(store, smtp), "send_notices", now))


def notices(store: Store, state: NoticeState | None = None) -> list[Notice]:
    with reading(store) as session:
        query = select(Notice).order_by(col(Notice.id))
        if state:
            query = query.where(Notice.state == state)
        return list(session.exec(query).all())


def deliveries(store: Store, state: DeliveryState | None = None) -> list[Delivery]:
    with reading(store) as session:
        query = select(Delivery).order_by(col(Delivery.id))
        if state:
            query = query.where(Delivery.state == state)
        return list(session.exec(query).all())


def told(store: Store, state: NoticeState | None = None) -> list[tuple[str, str, int]]:
    """(kind, threshold, person) of every notice, sorted."""
    return sorted((notice.kind, notice.threshold, notice.user_id) for notice in notices(store, state))


def _well(report: JobReport) -> JobReport:
    assert not report.error, report.error
    return report
