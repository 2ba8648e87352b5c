"""Take a comment on a draft list: from the public page while it is open, or typed in from paper."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from registry.domain.consultations import check_comment, is_open
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.normal import tidy, tidy_lines
from registry.domain.notices import NoticeKind
from registry.domain.roles import VISITOR, Actor, Permission, require
from registry.domain.written_days import cn_date
from registry.storage import audit
from registry.storage.cleanups.consultations import lock_consultation, n_comments, same_comment
from registry.storage.cleanups.tables import CleanupRound, Consultation, ConsultationComment
from registry.storage.documents.public import public_document
from registry.storage.engine import Store, transaction
from registry.storage.notices import queue_notices
from registry.storage.people import office_people
from registry.storage.recipients import NO_OFFICE


@dataclass(frozen=True)
class Comment:
    """What somebody says of the whole list, or of the document with this id. Name and contact may be left empty."""

    text: str
    name: str = ""
    contact: str = ""
    document_id: int | None = None

    def tidied(self) -> "Comment":
        return replace(self, text=tidy_lines(self.text), name=tidy(self.name), contact=tidy(self.contact))


def submit_comment(store: Store, consultation_id: int, comment: Comment, *, now: datetime) -> int:
    """The number of the comment; the very same one sent twice is kept once.

    Raises Refusal at the field for what is missing, and outside the days of the consultation.
    """
    with transaction(store) as session:
        consultation = _found(session, consultation_id)
        if not is_open(consultation.opens_on, consultation.closes_on, day_of(now)):
            raise Refusal(f"征求意见已于{cn_date(consultation.closes_on)}截止，这次没有提交。感谢您的关注。")
        document_id = comment.document_id
        if document_id is not None and public_document(session, document_id) is None:
            raise Refusal("您选的文件不在征求意见稿中，请从列表重新选择。", "document_id")
        number, is_new = _write(session, consultation, comment, "", VISITOR.name, now)
        if is_new:
            _tell_office(session, consultation, now)
        return number


def add_comment(
    store: Store, actor: Actor, consultation_id: int, comment: Comment, via: str, *, now: datetime
) -> int:
    """The number of a comment that came on paper, by telephone or at a meeting; `via` says how."""
    require(actor, Permission.RUN_CLEANUP)
    via = tidy(via)
    if not via:
        raise Refusal("请写明怎样收到，例如“2026年3月9日来信”。", "via")
    check_comment({"via": via, "text": comment.text})
    with transaction(store) as session:
        consultation = _found(session, consultation_id)
        return _write(session, consultation, comment, via, actor.name, now)[0]


def _found(session: Session, consultation_id: int) -> Consultation:
    consultation = lock_consultation(session, consultation_id)
    if consultation is None:
        raise Refusal("没有这次征求意见，请刷新页面。")
    return consultation


def _write(
    session: Session, consultation: Consultation, comment: Comment, via: str, by: str, now: datetime
) -> tuple[int, bool]:
    """(number of the comment, whether it is new)."""
    comment = comment.tidied()
    check_comment({"name": comment.name, "contact": comment.contact, "text": comment.text})
    ids = {row["document_id"] for row in consultation.rows}
    if comment.document_id is not None and comment.document_id not in ids:
        raise Refusal("您选的文件不在征求意见稿中，请从列表重新选择。", "document_id")
    row = ConsultationComment(
        consultation_id=consultation.id or 0,
        document_id=comment.document_id,
        name=comment.name,
        contact=comment.contact,
        text=comment.text,
        via=via,
        received_at=now,
    )
    if before := same_comment(session, row):
        return n_comments(session, consultation.id or 0, before.id), False
    session.add(row)
    session.flush()
    number = n_comments(session, consultation.id or 0, row.id)
    audit.record(
        session,
        now,
        by,
        "take_comment",
        f"cleanup:{consultation.round_id}",
        number=str(number),
        channel=via or "网上提交",
    )
    return number, True


def _tell_office(session: Session, consultation: Consultation, now: datetime) -> None:
    """One notice a day to each clerk and lead, with nothing that the commenter wrote."""
    cleanup = session.get_one(CleanupRound, consultation.round_id)
    queue_notices(
        session,
        NoticeKind.CONSULTATION_COMMENTED,
        "cleanup",
        consultation.round_id,
        office_people(session),
        threshold=day_of(now).isoformat(),
        due_on=None,
        facts={
            "title": cleanup.name,
            "closes_on": consultation.closes_on.isoformat(),
            "path": f"/desk/cleanups/{consultation.round_id}/consultation",
        },
        now=now,
        nobody=NO_OFFICE,
    )
