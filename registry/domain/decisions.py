"""What was decided about a document at the end of its review: the act that the register records with the move."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from registry.domain.errors import Refusal
from registry.domain.filings import MOVES, Move
from registry.domain.validity import EVENT_WORDS, EventKind
from registry.domain.written_days import cn_date


@dataclass(frozen=True)
class Decision:
    """The act on the document, from which day, by whom or in which document (`source`)."""

    kind: EventKind
    effective_on: date
    source: str
    by_document_id: int | None = None

    def source_of_act(self, decided_on: date) -> str:
        """The source as the act cites it: an act that reaches back to before its decision says so."""
        if self.effective_on >= decided_on:
            return self.source.strip()
        return f"{self.source.strip()}，{cn_date(decided_on)}决定，溯及既往"


def check_decision(move: Move, decision: Decision | None, on_record: Collection[EventKind]) -> None:
    """Raises Refusal unless the move records this act; one that needs an act and has none finds it on record."""
    rule = MOVES[move]
    if decision is not None and decision.kind not in rule.decides:
        raise Refusal(f"“{rule.word}”不能登记“{EVENT_WORDS[decision.kind]}”。", "kind")
    if decision is None and rule.needs_decision and rule.decides[0] not in on_record:
        raise Refusal(
            f"“{rule.word}”须写明自何日起、由哪个机关哪份文件决定，登记簿据此变更文件的时效性。", "source"
        )
