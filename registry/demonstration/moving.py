"""A filing of the demonstration: its materials handed in, and each move made through the action it is named by."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from registry.actions.documents.attach_file import attach_file
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
from registry.demonstration.shapes import Document, Filing, Moved
from registry.domain.filings import Move, needs_reason
from registry.domain.roles import OPERATOR, Actor
from registry.domain.rules import MATERIALS
from registry.storage.engine import Store
from registry.storage.files import KeptFile, keep_bytes

_FULL_TEXT = "正式文本"


def make_move(
    store: Store, actor: Actor, filing_id: int, moved: Moved, *, outer_no: str, now: datetime
) -> None:
    """`outer_no` is the upper reviewer's number, for a filing that goes upward."""
    given: dict[str, Any] = {}
    if moved.move is Move.REGISTER:
        given["filing_no"] = outer_no
    elif needs_reason(moved.move) or moved.move is Move.CORRECT:
        given["reason"] = moved.reason
    _MAKE[moved.move](store, actor, filing_id, on=moved.on, now=now, **given)


def hand_in(
    store: Store, document_id: int, filing_id: int, document: Document, filing: Filing, now: datetime
) -> None:
    """The materials that go with a filing; what it is later asked to supplement was not among them."""
    wanting = "".join(moved.reason for moved in filing.moves if moved.move is Move.DEFER)
    for material in MATERIALS:
        if material in wanting:
            continue
        is_text = material == _FULL_TEXT
        content = (
            document.text if is_text else f"{material}\n\n{document.title}（{document.doc_no}）\n"
        ).encode()
        role = "text" if is_text else "internal"
        attach_file(
            store,
            OPERATOR,
            document_id,
            KeptFile(keep_bytes(store, content), f"{material}.txt", len(content), role),
            filing_id=None if is_text else filing_id,
            now=now,
        )


def _conclude(conclusion: Move, store: Store, actor: Actor, filing_id: int, **given: Any) -> None:
    conclude_filing(store, actor, filing_id, conclusion, **given)


_MAKE: dict[Move, Callable[..., object]] = {
    Move.SUBMIT: submit_filing,
    Move.REGISTER: register_filing,
    Move.DEFER: defer_filing,
    Move.REFUSE: refuse_filing,
    Move.START_REVIEW: start_review,
    Move.PASS: pass_filing,
    Move.OPINE: give_opinion,
    Move.ANSWER: answer_opinion,
    Move.CORRECT: partial(_conclude, Move.CORRECT),
    Move.ANNUL: partial(_conclude, Move.ANNUL),
    Move.SUSPEND: partial(_conclude, Move.SUSPEND),
    Move.WITHDRAW: withdraw_filing,
}
