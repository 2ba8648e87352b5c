"""Cleanup rounds for tests: opening, deciding, and what the register then says."""

from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import select

from registry.actions.cleanups.accept_finding import accept_finding
from registry.actions.cleanups.check_round import check_round
from registry.actions.cleanups.decide_outcomes import Decision, decide_outcomes
from registry.actions.cleanups.open_round import open_round
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.actions.cleanups.release_round import ReleaseFacts, release_round
from registry.domain.cleanups import Answer, Outcome, RoundKind
from registry.domain.roles import OPERATOR
from registry.domain.validity import Status
from registry.storage.cleanups.items import items_of
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.documents.tables import DocumentSpan
from registry.storage.engine import Store, reading
from tests.building.documents import register_old

CUT_OFF = date(2025, 12, 31)
NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
FACTS = ReleaseFacts(
    decided_on=date(2026, 2, 27),
    published_on=date(2026, 3, 5),
    meeting="区政府第3次常务会议",
    amend_by=date(2026, 9, 30),
)


def start_round(store: Store, name: str = "2025年度集中清理", **fields: Any) -> int:
    """Opens a periodic round with the cut-off 2025-12-31 and returns its id."""
    values: dict[str, Any] = {"kind": RoundKind.PERIODIC, "cut_off_on": CUT_OFF, "now": NOW, **fields}
    return open_round(store, OPERATOR, name=name, **values)[0]


def items(store: Store, round_id: int) -> list[CleanupItem]:
    with reading(store) as session:
        return items_of(session, round_id)


def item_of(store: Store, round_id: int, document_id: int) -> CleanupItem:
    return next(item for item in items(store, round_id) if item.document_id == document_id)


def whole(outcome: Outcome, reason: str = "见自查报告") -> Answer:
    """An answer that lacks nothing, for every document."""
    amended = ("示范区农业农村局", date(2026, 9, 30), "第一条")
    return Answer(outcome, reason, *amended, "有关新规定", date(2099, 12, 31), "延长有效期的决定").bare()


def answer(store: Store, round_id: int, outcomes: dict[int, Outcome]) -> None:
    """Has the authorities of these documents propose the outcomes, in whole answers."""
    proposals = [
        Decision(item_of(store, round_id, document_id).id or 0, whole(outcome))
        for document_id, outcome in outcomes.items()
    ]
    propose_outcome(store, OPERATOR, round_id, proposals, now=NOW)


def decide(store: Store, round_id: int, outcomes: dict[int, Outcome], reason: str = "工作任务已完成") -> None:
    """Gives documents their outcomes, as their authorities propose; amendments without their deadline."""
    answer(store, round_id, outcomes)
    decisions = [
        Decision(
            item_of(store, round_id, document_id).id or 0,
            Answer(outcome, reason, responsible="示范区农业农村局", clause="第三条").bare(),
        )
        for document_id, outcome in outcomes.items()
    ]
    decide_outcomes(store, OPERATOR, round_id, decisions, now=NOW)


def decide_answer(store: Store, round_id: int, document_id: int, decided: Answer) -> None:
    """Decides a document as its authority, which answered in whole, had not proposed."""
    assert decided.outcome is not None
    answer(store, round_id, {document_id: decided.outcome})
    item = item_of(store, round_id, document_id)
    decide_outcomes(store, OPERATOR, round_id, [Decision(item.id or 0, decided)], now=NOW)


def decide_all(store: Store, round_id: int, outcome: Outcome = Outcome.RETAIN) -> None:
    """Gives every document of a round the same outcome."""
    decide(store, round_id, {item.document_id: outcome for item in items(store, round_id)})


def accept_all(store: Store, round_id: int, reason: str = "见会议纪要") -> None:
    """Accepts every finding of today that a lead may accept."""
    with reading(store) as session:
        findings = check_round(session, round_id, FACTS.published_on)
    for finding in findings:
        if not finding.is_hard:
            accept_finding(store, OPERATOR, round_id, finding.id, reason, now=NOW)


def release_amendment(store: Store) -> tuple[int, int]:
    """The ids of a released round and of its document to be amended."""
    document_id = register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号")
    kept = register_old(store, "关于乙的通知", doc_no="示农〔2020〕2号")
    round_id = start_round(store)
    decide(store, round_id, {document_id: Outcome.TO_AMEND, kept: Outcome.RETAIN})
    accept_all(store, round_id)
    release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    return round_id, document_id


def register_for_each_outcome(store: Store) -> dict[Outcome, int]:
    """Registers one document for each outcome."""
    return {
        outcome: register_old(store, f"关于{outcome.value}的通知", doc_no=f"示农〔2020〕{n}号")
        for n, outcome in enumerate(Outcome, 1)
    }


def decided_round(store: Store, documents: dict[Outcome, int]) -> int:
    """Starts a round of these documents, decides it, and returns its id: it may be released."""
    round_id = start_round(store)
    decide(store, round_id, {document_id: outcome for outcome, document_id in documents.items()})
    return round_id


def status_on(store: Store, document_id: int, day: date) -> Status:
    """The status that the register tells of a document on a day."""
    query = select(DocumentSpan.status).where(
        DocumentSpan.document_id == document_id, DocumentSpan.from_on <= day, DocumentSpan.until_on > day
    )
    with reading(store) as session:
        return session.exec(query).one()
