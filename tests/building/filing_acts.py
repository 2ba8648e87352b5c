"""The acts of a filing, and filings at the steps that a test begins with."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlmodel import select

from registry.actions.filings.answer_opinion import answer_opinion
from registry.actions.filings.conclude_filing import conclude_filing
from registry.actions.filings.defer_filing import defer_filing
from registry.actions.filings.give_opinion import give_opinion
from registry.actions.filings.pass_filing import pass_filing
from registry.actions.filings.refuse_filing import refuse_filing
from registry.actions.filings.register_filing import register_filing
from registry.actions.filings.start_review import start_review
from registry.actions.filings.submit_filing import submit_filing
from registry.actions.filings.withdraw_filing import withdraw_filing
from registry.domain.filings import Move
from registry.domain.roles import OPERATOR, Actor
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing
from tests.building.documents import register
from tests.cast import NOW

Act = Callable[[], Any]
TODAY = date(2026, 3, 5)
FILING_ACTS: dict[str, Callable[..., Any]] = {
    "submit": submit_filing,
    "register": register_filing,
    "defer": lambda *a, **k: defer_filing(*a, reason="缺起草说明", **k),
    "refuse": lambda *a, **k: refuse_filing(*a, reason="不属于备案范围", **k),
    "start_review": start_review,
    "pass": pass_filing,
    "opine": lambda *a, **k: give_opinion(*a, reason="第三条与上位法不一致", **k),
    "answer": lambda *a, **k: answer_opinion(*a, reason="已修改第三条", **k),
    "correct": lambda *a, **k: conclude_filing(*a, Move.CORRECT, **k),
    "withdraw": lambda *a, **k: withdraw_filing(*a, reason="文件尚需修改", **k),
    "annul": lambda *a, **k: conclude_filing(*a, Move.ANNUL, reason="区政府决定撤销", **k),
    "suspend": lambda *a, **k: conclude_filing(*a, Move.SUSPEND, reason="区政府决定停止执行", **k),
}
STORIES = (
    ("submit", "register", "start_review", "pass"),
    ("submit", "register", "start_review", "opine", "answer", "correct"),
    ("submit", "defer"),
    ("submit", "refuse"),
    ("submit", "withdraw"),
)


def filing_of(store: Store, document_id: int) -> int:
    with reading(store) as session:
        return session.exec(select(Filing.id).where(Filing.document_id == document_id)).first() or 0


def owed_filing(store: Store, n: int = 3) -> int:
    """A filing that waits to be submitted."""
    return filing_of(store, enact_now(store, n))


def submitted_filing(store: Store, n: int = 3) -> int:
    """A filing that waits for its number."""
    filing_id = owed_filing(store, n)
    submit_filing(store, OPERATOR, filing_id, on=TODAY, now=NOW)
    return filing_id


def enact_now(store: Store, n: int = 3) -> int:
    """A document of this year, its number the n-th."""
    return register(store, OPERATOR, NOW, title=f"示范区农机购置补贴办法之{n}", doc_no=f"示农〔2026〕{n}号")


def move(store: Store, actor: Actor, filing_id: int, name: str, now: datetime, on: date = TODAY) -> Filing:
    """Makes a move and returns the filing as it is then."""
    FILING_ACTS[name](store, actor, filing_id, on=on, now=now)
    return stored(store, filing_id)


def stored(store: Store, filing_id: int) -> Filing:
    with reading(store) as session:
        return session.get_one(Filing, filing_id)
