"""Confirm that a document was amended as a released round asked: which act did it, and from which day."""

from datetime import date, datetime

from sqlmodel import Session

from registry.actions.cleanups._rounds import add_step, subject_of
from registry.domain import doc_numbers
from registry.domain.after_release import OPEN, AmendState
from registry.domain.citations import citation, quoted
from registry.domain.cleanups import Stage
from registry.domain.documents import shown_title
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor, Permission, require
from registry.domain.validity import STATUS_WORDS, Status
from registry.domain.written_days import cn_date
from registry.storage import audit
from registry.storage.cleanups.after import OwedAmendment, found_amendments, owed_amendment
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.documents.tables import Document, documents_by_key
from registry.storage.documents.timelines import span_on
from registry.storage.engine import Store, transaction

_REASON_LENGTH = 500


def settle_amendment(store: Store, actor: Actor, item_id: int, act_no: str, *, now: datetime) -> None:
    """Closes the amendment by the act of this number, or without one by the act that was found. Raises Refusal."""
    require(actor, Permission.RUN_CLEANUP)
    today = day_of(now)
    with transaction(store) as session:
        owed = _locked(session, item_id, today)
        if owed.state not in OPEN:
            raise Refusal(f"{quoted(shown_title(owed.document))}{owed.state.word}，无需确认。")
        act, on, words = _act(session, owed, act_no.strip(), today)
        item = owed.item
        item.amended_by_id, item.amended_on = (act.id if act else None), on
        item.version += 1
        session.add(item)
        add_step(session, actor, item, Stage.AMENDED, item.decision, now, words=words)
        audit.record(
            session,
            now,
            actor.name,
            "settle_amendment",
            subject_of(owed.cleanup),
            title=shown_title(owed.document),
            on=on.isoformat(),
            source=words,
        )


def reopen_amendment(store: Store, actor: Actor, item_id: int, reason: str, *, now: datetime) -> None:
    """Takes a mistaken confirmation back: the day runs again. Raises Refusal."""
    require(actor, Permission.RUN_CLEANUP)
    reason = reason.strip()
    if not reason or len(reason) > _REASON_LENGTH:
        raise Refusal(f"请写明撤回确认的理由，不超过{_REASON_LENGTH}字。", "reason")
    with transaction(store) as session:
        owed = _locked(session, item_id, day_of(now))
        if owed.state is not AmendState.DONE:
            raise Refusal(f"{quoted(shown_title(owed.document))}没有确认过完成修改，无需撤回。")
        item = owed.item
        item.amended_by_id = item.amended_on = None
        item.version += 1
        session.add(item)
        words = f"撤回完成修改的确认：{reason}"
        add_step(session, actor, item, Stage.DECIDED, item.decision, now, words=words)
        audit.record(
            session,
            now,
            actor.name,
            "reopen_amendment",
            subject_of(owed.cleanup),
            title=shown_title(owed.document),
            reason=reason,
        )


def _locked(session: Session, item_id: int, today: date) -> OwedAmendment:
    session.get(CleanupItem, item_id, with_for_update={"key_share": True})
    owed = owed_amendment(session, item_id, today)
    if owed is None:
        raise Refusal("该文件在已发布的清理结果中没有列为修改，请刷新页面。")
    return owed


def _act(
    session: Session, owed: OwedAmendment, act_no: str, today: date
) -> tuple[Document | None, date, str]:
    """(the act, its day, its words). Raises Refusal for an act that is not registered, in force and later."""
    if not act_no:
        found = found_amendments(session, [owed], today).get(owed.item.id or 0)
        if found is None:
            raise Refusal("请填写修改它的文件的发文字号；该文件须先登记并已施行。", "act_no")
        act = found.document
        return act, found.on, citation(act.title, act.doc_no) if act else found.words
    documents = documents_by_key(session, doc_numbers.key(act_no) or act_no)
    acts = [document for document in documents if document.id != owed.document.id]
    if not acts:
        raise Refusal(f"登记中没有发文字号为{act_no}的其他文件，请先登记该文件。", "act_no")
    act = acts[0]
    span = span_on(session, act.id or 0, today)
    cited, on = citation(act.title, act.doc_no), act.effective_on or act.published_on
    if not act.is_published or span is None or span.status is not Status.IN_FORCE or on is None:
        state = STATUS_WORDS[span.status] if span and act.is_published else "尚未公布"
        raise Refusal(f"{cited}{state}，还不能作为完成修改的依据。", "act_no")
    published_on = owed.cleanup.published_on
    if published_on and on < published_on:
        raise Refusal(
            f"{cited}自{cn_date(on)}起施行，早于清理结果公布之日{cn_date(published_on)}，不是这次修改。",
            "act_no",
        )
    return act, on, cited
