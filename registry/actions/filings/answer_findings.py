"""Answer an opinion finding by finding, with the new texts; the answers make up the text of the move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, select

from registry.actions.documents.attaching import add_attachment
from registry.actions.filings.move_filing import make_move
from registry.actions.filings.moving_rights import check_mover
from registry.domain.errors import Refusal
from registry.domain.filings import Move
from registry.domain.roles import Actor
from registry.domain.worksheets import Answer, Reply, Verdict, check_answers, compose_answer
from registry.storage import changes
from registry.storage.documents.locks import lock_document
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction
from registry.storage.files import Attachment, KeptFile
from registry.storage.filings import Filing, lock_filing
from registry.storage.worksheets import FindingAnswer, findings_of, opinion_worksheet


@dataclass(frozen=True)
class Replied:
    """What was typed for a finding; None for a reply that was not chosen."""

    reply: Reply | None
    reason: str = ""
    file: KeptFile | None = None


def answer_findings(
    store: Store,
    actor: Actor,
    filing_id: int,
    replies: Sequence[Replied],
    *,
    on: date,
    version: int | None = None,
    now: datetime,
) -> Filing:
    """The filing after its opinion was answered. Raises Refusal, and names the finding that was left unanswered."""
    with transaction(store) as session:
        document = _hold_document(session, filing_id)
        check_mover(session, actor, lock_filing(session, filing_id), Move.ANSWER, version)
        sheet = opinion_worksheet(session, filing_id)
        rows = findings_of(session, sheet.id) if sheet else []
        if len(rows) != len(replies):
            raise Refusal("审查意见已有变动，请刷新页面后重新填写。")
        answers = [Answer(typed.reply, typed.reason.strip()) if typed.reply else None for typed in replies]
        check_answers(answers)
        given = [answer for answer in answers if answer is not None]
        files = [_attach(session, actor, document, filing_id, typed.file, now) for typed in replies]
        names = [file.name if file else "" for file in files]
        filing = make_move(
            session,
            actor,
            filing_id,
            Move.ANSWER,
            on=on,
            reason=compose_answer([row.value() for row in rows], given, names),
            from_worksheet=True,
            now=now,
        )
        for row, answer, file in zip(rows, given, files, strict=True):
            session.add(
                FindingAnswer(
                    finding_id=row.id or 0,
                    reply=answer.reply,
                    reason=answer.reason,
                    attachment_id=file.id if file else None,
                    answered_at=now,
                    answered_by=actor.name,
                    verdict=Verdict.OPEN,
                )
            )
        if any(files):
            changes.touch(session, [filing.document_id], now)
        return filing


def _hold_document(session: Session, filing_id: int) -> Document:
    """The document of the filing, held before it."""
    document_id = session.exec(select(Filing.document_id).where(Filing.id == filing_id)).first()
    if document_id is None:
        raise Refusal("该备案事项不存在。")
    return lock_document(session, document_id)


def _attach(
    session: Session, actor: Actor, document: Document, filing_id: int, file: KeptFile | None, now: datetime
) -> Attachment | None:
    """The attachment of a new text; the same content for two findings is one file."""
    if file is None:
        return None
    query = select(Attachment).where(
        Attachment.filing_id == filing_id, Attachment.sha256 == file.sha256, Attachment.role == file.role
    )
    attachment = session.exec(query.order_by(Attachment.id)).first()  # type: ignore[arg-type]
    attachment = attachment or add_attachment(session, actor, document, file, filing_id=filing_id, now=now)
    session.flush()
    return attachment
