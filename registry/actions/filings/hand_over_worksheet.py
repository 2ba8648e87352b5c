"""Hand the worksheet of a filing over to the lead, or return it with a reason; the other side is told."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from registry.actions.filings.edit_worksheet import hold_worksheet, touch
from registry.actions.filings.telling import filing_facts
from registry.domain.errors import Refusal
from registry.domain.filings import MOVES, FilingState, Move
from registry.domain.notices import NoticeKind
from registry.domain.roles import Actor, Permission, require
from registry.domain.worksheets import (
    WorksheetState,
    check_hand_over,
    check_raised_again,
    differences,
    freeze,
)
from registry.storage import audit
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction
from registry.storage.filings import Filing, lock_filing
from registry.storage.notices import queue_notices
from registry.storage.people import User, office_people, person_of
from registry.storage.recipients import NO_LEAD, NO_OFFICE, clerks, leads
from registry.storage.worksheets import (
    ReviewFinding,
    Worksheet,
    WorksheetVersion,
    answered_findings,
    findings_of,
    open_worksheet,
    opinion_worksheet,
    versions_of,
)

LONGEST_REASON = 1000


def hand_over_worksheet(
    store: Store, actor: Actor, filing_id: int, conclusion: Move, *, version: int, now: datetime
) -> int:
    """The number of the version that is frozen with it. Raises Refusal, and names the items nobody has examined."""
    with transaction(store) as session:
        filing, sheet = hold_worksheet(session, actor, filing_id, version, now)
        rows = findings_of(session, sheet.id)
        check_hand_over(filing.state, conclusion, sheet.cleared, [row.value() for row in rows])
        check_nothing_left_out(session, filing, rows)
        before = versions_of(session, [sheet.id or 0])
        body = freeze(sheet.cleared, conclusion, {row.id or 0: row.value() for row in rows})
        number = len(before) + 1
        session.add(
            WorksheetVersion(
                worksheet_id=sheet.id or 0,
                number=number,
                conclusion=conclusion,
                body=body,
                changes=differences(before[0].body, body) if before else [],
                handed_over_at=now,
                handed_over_by=actor.name,
            )
        )
        sheet.state = WorksheetState.HANDED_OVER
        touch(sheet, actor, now)
        session.add(sheet)
        _tell(
            session,
            NoticeKind.WORKSHEET_HANDED_OVER,
            filing,
            sheet,
            number,
            _signers(session, sheet),
            "",
            now,
        )
        audit.record(
            session,
            now,
            actor.name,
            "hand_over_worksheet",
            f"filing:{filing_id}",
            round=sheet.round,
            number=number,
            conclusion=conclusion.value,
        )
        return number


def return_worksheet(
    store: Store, actor: Actor, filing_id: int, *, number: int, reason: str, now: datetime
) -> None:
    """Gives the version back to be changed. Raises Refusal without a reason, and unless it waits to be signed."""
    because = reason.strip()
    if not because:
        raise Refusal("请写明退回的理由，以及需要怎样修改。", "reason")
    if len(because) > LONGEST_REASON:
        raise Refusal(f"退回的理由最多{LONGEST_REASON}个字。", "reason")
    with transaction(store) as session:
        filing, sheet, frozen = hold_handed_over(session, actor, filing_id, number)
        frozen.returned_at, frozen.returned_by, frozen.returned_because = now, actor.name, because
        sheet.state = WorksheetState.DRAFTING
        sheet.version += 1
        sheet.changed_at = now
        session.add_all([frozen, sheet])
        drafters = _drafters(session, sheet)
        _tell(session, NoticeKind.WORKSHEET_RETURNED, filing, sheet, number, drafters, because, now)
        audit.record(
            session,
            now,
            actor.name,
            "return_worksheet",
            f"filing:{filing_id}",
            round=sheet.round,
            number=number,
            reason=because,
        )


def hold_handed_over(
    session: Session, actor: Actor, filing_id: int, number: int
) -> tuple[Filing, Worksheet, WorksheetVersion]:
    """The filing, its worksheet and the version that waits to be signed, held until the end. Raises Refusal."""
    filing = lock_filing(session, filing_id)
    require(actor, Permission.CONCLUDE_FILING, [filing.authority_id])
    sheet = open_worksheet(session, filing)
    if sheet is None or sheet.state is not WorksheetState.HANDED_OVER:
        raise Refusal("没有等您签发的底稿：它还没有提交，或者刚被签发、退回。请刷新页面，核对当前状态。")
    newest = versions_of(session, [sheet.id or 0])[0]
    if not 0 < number <= newest.number:
        raise Refusal("页面已过时，请刷新后再操作。")
    if newest.number != number:
        raise Refusal(f"底稿已有第{newest.number}稿，您看到的是第{number}稿。请刷新页面，核对后再办。")
    return filing, sheet, newest


def check_nothing_left_out(session: Session, filing: Filing, rows: Sequence[ReviewFinding]) -> None:
    """Raises Refusal when these findings leave out what the answers to the last opinion left open."""
    before = opinion_worksheet(session, filing.id or 0) if filing.state is FilingState.FEEDBACK else None
    answered = answered_findings(session, [before.id or 0]) if before else []
    raised = {row.earlier_id for row in rows}
    check_raised_again(
        [(row.answer.value() if row.answer else None, row.finding.id in raised) for row in answered]
    )


def _signers(session: Session, sheet: Worksheet) -> list[User]:
    """The leads who took no part in drafting; all of them where there is no other."""
    people = leads(session)
    return [person for person in people if str(person.id) not in sheet.drafters] or people


def _drafters(session: Session, sheet: Worksheet) -> list[User]:
    """Those who drafted and are still in the office; the clerks where there is none."""
    drafters = [person for person in office_people(session) if str(person.id) in sheet.drafters]
    return drafters or clerks(session)


def _tell(
    session: Session,
    kind: NoticeKind,
    filing: Filing,
    sheet: Worksheet,
    number: int,
    people: Sequence[User],
    reason: str,
    now: datetime,
) -> None:
    document = session.get_one(Document, filing.document_id)
    newest = versions_of(session, [sheet.id or 0])[0]
    facts = filing_facts(session, filing, document) | {
        "path": f"/desk/filings/{filing.id}/worksheet",
        "reason": reason,
        "number": str(number),
        "conclusion": MOVES[newest.conclusion].word,
        "by": person_of(newest.handed_over_by),
    }
    queue_notices(
        session,
        kind,
        "filing",
        filing.id or 0,
        people,
        threshold=sheet.threshold(number),
        due_on=filing.step_due_on,
        facts=facts,
        now=now,
        nobody=NO_LEAD if kind is NoticeKind.WORKSHEET_HANDED_OVER else NO_OFFICE,
    )
