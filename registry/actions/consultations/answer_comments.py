"""Answer the comments on a draft list, publish what came of them, and erase who made them."""

from datetime import datetime

from sqlmodel import Session, select

from registry.actions.cleanups.leaking import check_public_words
from registry.domain.consultations import SUMMARY_LENGTH, Adoption, check_comment, is_open
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.normal import tidy_lines
from registry.domain.roles import Actor, Permission, require
from registry.domain.written_days import cn_date
from registry.storage import audit
from registry.storage.cleanups.consultations import comments_of, lock_consultation, n_comments
from registry.storage.cleanups.tables import Consultation, ConsultationComment
from registry.storage.engine import Store, transaction


def reply_comment(
    store: Store,
    actor: Actor,
    comment_id: int,
    adoption: Adoption | None,
    reply: str,
    *,
    version: int | None = None,
    now: datetime,
) -> ConsultationComment:
    """The comment with what the office does with it. Raises Refusal without words where it is not adopted."""
    require(actor, Permission.RUN_CLEANUP)
    reply = tidy_lines(reply)
    if adoption is None:
        raise Refusal("请选择是否采纳。", "adoption")
    if adoption is not Adoption.ADOPTED and not reply:
        raise Refusal(f"{adoption.word}的，请写明理由。", "reply")
    check_comment({"reply": reply, "text": "—"})
    with transaction(store) as session:
        query = select(ConsultationComment).where(ConsultationComment.id == comment_id)
        comment = session.exec(query.with_for_update(key_share=True)).first()
        if comment is None:
            raise Refusal("没有这条意见，请刷新页面。")
        if version is not None and comment.version != version:
            who = comment.replied_by or "他人"
            raise Refusal(f"这条意见刚由{who}答复，您填写的没有保存，请核对后再定。")
        consultation = session.get_one(Consultation, comment.consultation_id)
        comment.adoption, comment.reply = adoption.value, reply
        comment.replied_by, comment.replied_at = actor.name, now
        comment.version += 1
        session.add(comment)
        audit.record(
            session,
            now,
            actor.name,
            "reply_comment",
            f"cleanup:{consultation.round_id}",
            number=str(n_comments(session, comment.consultation_id, comment.id)),
            adoption=adoption.value,
        )
        return comment


def publish_summary(
    store: Store,
    actor: Actor,
    consultation_id: int,
    summary: str,
    *,
    version: int | None = None,
    now: datetime,
) -> None:
    """Publishes what came of the consultation on its page; again for a better one.

    Raises Refusal while it is open, while a comment is not answered, and for words that tell what is not public.
    """
    require(actor, Permission.RUN_CLEANUP)
    summary = tidy_lines(summary)
    if not summary or len(summary) > SUMMARY_LENGTH:
        raise Refusal(f"请写明收到的意见和采纳情况，不超过{SUMMARY_LENGTH}字。", "summary")
    with transaction(store) as session:
        consultation = _locked(session, consultation_id, version)
        if is_open(consultation.opens_on, consultation.closes_on, day_of(now)):
            raise Refusal(
                f"征求意见到{cn_date(consultation.closes_on)}截止，截止以后再公布采纳情况。", "summary"
            )
        n_waiting = sum(not comment.adoption for comment in comments_of(session, consultation_id))
        if n_waiting:
            raise Refusal(f"还有{n_waiting}条意见没有答复，请全部答复后再公布采纳情况。", "summary")
        check_public_words(session, summary, "summary", day_of(now))
        consultation.summary, consultation.summarised_at = summary, now
        consultation.version += 1
        session.add(consultation)
        audit.record(
            session,
            now,
            actor.name,
            "publish_summary",
            f"cleanup:{consultation.round_id}",
            title=consultation.title,
        )


def erase_commenters(store: Store, actor: Actor, consultation_id: int, *, now: datetime) -> int:
    """How many comments lost the name and the contact of who made them; the words stay.

    As with a citizen's proposal, a lead does it once the matter is concluded.
    """
    require(actor, Permission.SIGN_REPLY)
    with transaction(store) as session:
        consultation = _locked(session, consultation_id, None)
        if consultation.summarised_at is None:
            raise Refusal("还没有公布采纳情况，核实意见可能要用姓名和联系方式，公布后才能删除。")
        named = [row for row in comments_of(session, consultation_id) if row.name or row.contact]
        for comment in named:
            comment.name = comment.contact = ""
            comment.version += 1
            session.add(comment)
        if named:
            audit.record(
                session,
                now,
                actor.name,
                "erase_commenters",
                f"cleanup:{consultation.round_id}",
                n_comments=len(named),
            )
        return len(named)


def _locked(session: Session, consultation_id: int, version: int | None) -> Consultation:
    consultation = lock_consultation(session, consultation_id)
    if consultation is None:
        raise Refusal("没有这次征求意见，请刷新页面。")
    if version is not None and consultation.version != version:
        raise Refusal("这次征求意见刚被他人改动，您填写的没有保存，请核对后再定。")
    return consultation
