"""今日: the agenda in order of urgency, each row with its reason and next step."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.clock import now, today
from registry.domain.doubts import PRESSING
from registry.domain.filings import (
    MOVES,
    TO_BE_SUBMITTED,
    FilingState,
    Party,
    is_from_paper,
    moves_open,
    party_of,
    task_word,
)
from registry.domain.owed_filings import timeliness
from registry.domain.roles import Actor, Permission
from registry.jobs.health import health
from registry.storage import office
from registry.storage.agenda import drafts_waiting, is_blank, lapses_ahead, open_rounds
from registry.storage.authorities import count_to_review
from registry.storage.cleanups import next_cleanup_due
from registry.storage.conditions import bound_documents
from registry.storage.doubts.queue import QueueFilter, count_doubts
from registry.storage.engine import reading
from registry.storage.filing_lists import FilingRow, Waiting, count_undated, filings_waiting
from registry.storage.filings import Filing, deadline_of
from registry.storage.rules import count_unconfirmed
from registry.web.access import current_actor, current_store, needs

pages = Blueprint("today", __name__)

N_ROWS = 10
SOON_DAYS = 15
LAPSE_DAYS = 180
CLEANUP_DAYS = 90

_CHECKING = tuple(state for state in FilingState if party_of(state) is Party.CLERK)
_CONCLUDING = tuple(state for state in FilingState if party_of(state) is Party.LEAD)


class Row(NamedTuple):
    """A row of the agenda: the filing, why it is listed, and the next step."""

    title: str
    address: str
    note: str
    due_on: date | None
    days_left: int | None
    reason: str
    step: str
    step_address: str


class Section(NamedTuple):
    """A section of the agenda; `all_address` is the list of all its filings."""

    name: str
    rows: list[Row]
    total: int
    tone: str
    all_address: str


@pages.get("/")
@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    actor, day = current_actor(), today()
    own = None if actor.may(Permission.READ_ALL) else actor.authority_id or 0
    with reading(current_store()) as session:
        sections = [section for section in _sections(session, actor, own, day) if section.total]
        lapses, n_lapses = lapses_ahead(session, day, LAPSE_DAYS, authority_id=own, limit=N_ROWS)
        bound = [row for row in bound_documents(session, day, authority_id=own) if row.ask_on <= day]
        doubts = count_doubts(session, QueueFilter(own_authority_id=own))
        drafts, n_drafts = drafts_waiting(session, own, limit=N_ROWS)
        due_on = next_cleanup_due(session)
        days = (due_on - day).days if due_on and own is None else None
        context = {
            "n_undated": count_undated(session, own),
            "n_doubts": sum(doubts.values()),
            "n_pressing": sum(n for doubt, n in doubts.items() if doubt in PRESSING),
            "n_to_review": count_to_review(session) if actor.may(Permission.MANAGE_AUTHORITIES) else 0,
            "n_unconfirmed": count_unconfirmed(session) if actor.may(Permission.MANAGE_RULES) else 0,
            "is_blank": actor.may(Permission.IMPORT_LEDGER) and is_blank(session),
            "rounds": open_rounds(session, own),
            "cleanup_days": days if days is not None and days <= CLEANUP_DAYS else None,
            "next_cleanup_on": due_on,
            "paused_because": office.setting(session, "sending_paused_because") if own is None else "",
            "unwell": [job for job in health(session, now()) if not job.is_fresh] if own is None else [],
        }
    return render_template(
        "desk/today/index.html",
        sections=sections,
        lapses=lapses,
        n_lapses=n_lapses,
        bound=bound[:N_ROWS],
        n_bound=len(bound),
        drafts=drafts,
        n_drafts=n_drafts,
        today=day,
        is_contact=own is not None,
        **context,
    )


def _sections(session: Session, actor: Actor, own: int | None, day: date) -> list[Section]:
    def waiting(*states: FilingState, from_on: date | None = None, until: date | None = None) -> Waiting:
        return filings_waiting(session, states, authority_id=own, from_on=from_on, until=until, limit=N_ROWS)

    def section(name: str, filings: Waiting, tone: str, **query: Any) -> Section:
        rows = [_row(row, actor, day) for row in filings.rows]
        return Section(name, rows, filings.total, tone, url_for("desk.filings.index", **query))

    yesterday, soon = day - timedelta(1), day + timedelta(SOON_DAYS)
    late = section("逾期未报", waiting(*TO_BE_SUBMITTED, until=yesterday), "danger", timing="overdue")
    near = section("即将到期", waiting(*TO_BE_SUBMITTED, from_on=day, until=soon), "warn", timing="open")
    later = waiting(FilingState.DEFERRED, from_on=soon + timedelta(1))
    checking, concluding, answers = waiting(*_CHECKING), waiting(*_CONCLUDING), waiting(FilingState.OPINION)
    if own is not None:
        mine = section("待反馈处理情况", answers, "warn", state="opinion")
        return [late, near, mine, section("待补正", later, "", state="deferred")]
    return [
        late,
        near,
        section("待形式审查、待开始审查", checking, "warn"),
        section(_concluding(actor), concluding, "warn" if _concludes(actor) else ""),
        section("等制定机关反馈审查意见", answers, "", state="opinion"),
        section("等制定机关补正", later, "", state="deferred"),
    ]


def _concludes(actor: Actor) -> bool:
    return actor.may(Permission.CONCLUDE_FILING)


def _concluding(actor: Actor) -> str:
    return "待提出审查结论" if _concludes(actor) else "等负责人提出审查结论"


def _row(row: FilingRow, actor: Actor, day: date) -> Row:
    filing, document, authority = row
    address = url_for("desk.filings.show", filing_id=filing.id)
    step, step_address = _next_step(filing, actor, address)
    due_on, _ = deadline_of(filing)
    return Row(
        document.title,
        address,
        " · ".join(filter(None, (document.doc_no, authority))),
        due_on,
        (due_on - day).days if due_on else None,
        _reason(filing, day),
        step,
        step_address,
    )


def _reason(filing: Filing, day: date) -> str:
    """Why the filing is listed: how its date was computed, or what it is waiting for."""
    if filing.state is FilingState.OWED:
        return f"{filing.working}。"
    if filing.state is FilingState.DEFERRED:
        return f"已通知补正。{filing.step_working}。"
    if filing.state is FilingState.SUBMITTED:
        in_time = timeliness(filing.due_on, filing.first_submitted_on, day)
        return f"{filing.submitted_on}报送，{in_time.words(True)}。{filing.step_working}。"
    return f"{filing.step_working}。" if filing.step_working else "已反馈处理情况，待确认结果。"


def _next_step(filing: Filing, actor: Actor, address: str) -> tuple[str, str]:
    """(label, address) of this person's next step; 查看 when the next move is somebody else's."""
    moves = [move for move in moves_open(filing.state, actor) if not MOVES[move].is_aside]
    if not moves:
        return "查看", address
    if len(moves) > 1:
        return task_word(filing.state), address
    (move,) = moves
    word = MOVES[move].word
    if is_from_paper(move, filing.direction, actor):
        word = MOVES[move].word_on_behalf or word
    return word, url_for("desk.filings.move", filing_id=filing.id, move=move.value)
