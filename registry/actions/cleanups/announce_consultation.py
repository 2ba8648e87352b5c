"""Announce the public consultation on the draft list of a round: its rows are frozen, the public may comment."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from registry.actions.cleanups._gate import gate_items
from registry.actions.cleanups._release_paper import channel_of
from registry.actions.cleanups._rounds import lock_round, pairs_of, subject_of
from registry.actions.cleanups.leaking import check_public_words
from registry.domain import doc_numbers
from registry.domain.calendars import DueDate
from registry.domain.catalog import is_public
from registry.domain.consultations import (
    TEXT_LENGTH,
    TITLE_LENGTH,
    check_closing,
    least_until,
    working_for_the_public,
)
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.listed import group_of
from registry.domain.papers.cleanups_wording import matter_of
from registry.domain.printed_reasons import printed_reason
from registry.domain.roles import Actor, Permission, require
from registry.domain.written_days import cn_date
from registry.storage import audit, office
from registry.storage.cleanups.consultations import consultation_of
from registry.storage.cleanups.items import touching_market
from registry.storage.cleanups.tables import CleanupRound, Consultation
from registry.storage.engine import Store, transaction
from registry.storage.rulebook import load_rulebook

_NAMED = 5


@dataclass(frozen=True)
class DraftList:
    """The draft list as it would be announced on a day: its rows, what is not public, and the first closing day.

    `working` says to the public how that day is counted, `is_confirmed` whether the office checked the rule behind it,
    `problems` are what stands against the announcement.
    """

    rows: list[dict[str, Any]]
    n_not_public: int
    least: DueDate
    touches_market: bool
    working: str
    is_confirmed: bool
    problems: tuple[str, ...]


def draft_list(session: Session, cleanup: CleanupRound, on: date) -> DraftList:
    """The public documents of a round with the outcome that the office means to give them."""
    pairs = pairs_of(session, cleanup, on)
    public = [
        (item, document) for item, document in pairs if is_public(document.disclosure, document.is_published)
    ]
    market = touching_market(session, cleanup.id or 0)
    rows = [
        {
            "document_id": document.id,
            "title": document.title,
            "doc_no": doc_numbers.printed(document.doc_no),
            "authority": document.authority,
            "authority_group": group_of(document.authority_kind),
            "published_on": document.published_on.isoformat() if document.published_on else "",
            "outcome": item.outcome.value,
            "reason": printed_reason(item.decision),
            "touches_market": document.id in market,
        }
        for item, document in public
        if item.outcome
    ]
    touches_market = any(row["touches_market"] for row in rows)
    book = load_rulebook(session)
    profile = book.profile_for(on)
    least = least_until(on, profile, book.calendar, touches_market=touches_market)
    working = working_for_the_public(least, is_confirmed=profile.confirmed, touches_market=touches_market)
    leaking = [item for item in gate_items(session, cleanup, pairs, on) if item.leaks]
    problems = []
    if n_undecided := len(public) - len(rows):
        problems.append(f"还有{n_undecided}件公开的文件没有审查意见，请先确定，再公布征求意见稿。")
    if not rows:
        problems.append("没有可以公开征求意见的文件。")
    if leaking:
        named = "；".join(f"{item.label}：{'、'.join(item.leaks)}" for item in leaking[:_NAMED])
        problems.append(f"{len(leaking)}件文件的公开内容会泄露涉密或者不公开的信息，请先改写：{named}。")
    return DraftList(
        rows, len(pairs) - len(public), least, touches_market, working, profile.confirmed, tuple(problems)
    )


def drafted_words(
    session: Session, cleanup: CleanupRound, draft: DraftList, closes_on: date
) -> tuple[str, str]:
    """The title and the text of the announcement as they are drafted; a person goes over them."""
    matter = matter_of(cleanup.name)
    office_name = office.setting(session, "office_name")
    hidden = (
        f"另有{draft.n_not_public}件依法不予公开或者尚未公开，不列入征求意见稿。"
        if draft.n_not_public
        else ""
    )
    text = (
        f"{office_name}组织开展了{matter}，形成了清理目录的征求意见稿，共{len(draft.rows)}件（截至"
        f"{cn_date(cleanup.cut_off_on)}制定的），现向社会公开征求意见。{hidden}\n"
        f"征求意见的时间：自{cn_date(draft.least.start_on)}起，至{cn_date(closes_on)}止（含当日）。"
        f"期限的算法：{draft.working}。\n"
        f"提出意见的方式：在本页填写，或者将书面意见寄送、送交{office_name}，注明“清理目录征求意见”。"
        f"采纳情况将在本页公布。清理结果经审议通过后，在{channel_of(session)}公布。"
    )
    return f"关于公开征求{matter}目录意见的公告", text


def announce_consultation(
    store: Store,
    actor: Actor,
    round_id: int,
    *,
    title: str,
    text: str,
    closes_on: date,
    version: int | None = None,
    now: datetime,
) -> Consultation:
    """The consultation, open from today. Raises Refusal for a second one, a draft list with faults, and a day too near.

    What changes in the round afterwards changes nothing of what was announced.
    """
    require(actor, Permission.RUN_CLEANUP)
    title, text, today = title.strip(), text.strip(), day_of(now)
    if not title or len(title) > TITLE_LENGTH:
        raise Refusal(f"请填写公告的标题，不超过{TITLE_LENGTH}字。", "title")
    if not text or len(text) > TEXT_LENGTH:
        raise Refusal(f"请写明征求意见的内容、时间和方式，不超过{TEXT_LENGTH}字。", "text")
    with transaction(store) as session:
        cleanup = lock_round(session, round_id, version)
        if consultation_of(session, round_id) is not None:
            raise Refusal("本轮清理的征求意见稿已经公布，不能重复公布。请刷新页面查看。")
        draft = draft_list(session, cleanup, today)
        if draft.problems:
            raise Refusal("".join(draft.problems))
        check_public_words(session, title, "title", today)
        check_public_words(session, text, "text", today)
        check_closing(closes_on, draft.least, touches_market=draft.touches_market)
        consultation = Consultation(
            round_id=round_id,
            title=title,
            text=text,
            opens_on=today,
            closes_on=closes_on,
            rows=draft.rows,
            announced_by=actor.name,
            announced_at=now,
        )
        session.add(consultation)
        cleanup.version += 1
        session.add(cleanup)
        session.flush()
        audit.record(
            session,
            now,
            actor.name,
            "announce_consultation",
            subject_of(cleanup),
            title=title,
            closes_on=closes_on.isoformat(),
            n_rows=len(draft.rows),
        )
        return consultation
