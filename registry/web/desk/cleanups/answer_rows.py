"""The rows of a return: each document with what is answered, what lacks, what the register suggests, who co-signs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from registry.clock import today
from registry.domain.cleanups import OUTCOME_WORDS, Outcome, lacking
from registry.domain.suggestions import Suggestion, suggest
from registry.storage.cleanups.cosigns import Cosigner, cosigners_of
from registry.storage.cleanups.signs import signs_of
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.documents.tables import Document, DocumentSpan
from registry.storage.documents.timelines import changed_validities, spans_on
from registry.web.desk.cleanups.forms import Typed, shown

LABELS: dict[str, str] = {
    "outcome": "清理意见",
    "reason": "理由",
    "clause": "要修改的条款",
    "responsible": "责任单位",
    "deadline_on": "完成时限",
    "successor": "替代文件或依据",
    "extended_until": "延长后的有效期",
    "extension_act": "据以延长的文件",
}


@dataclass(frozen=True)
class Row:
    """A document of a return. `typed` stands in the fields, `kept` is what is saved; `lack` is what that lacks.

    `problem` says why something typed was not saved.
    """

    item: CleanupItem
    document: Document
    typed: Typed
    kept: Typed
    lack: Mapping[str, str]
    last_day: date | None
    suggestions: Sequence[Suggestion] = ()
    cosigners: Sequence[Cosigner] = ()
    span: DocumentSpan | None = None
    problem: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether the office decided it and did not send it back."""
        return self.item.outcome is not None and not self.item.sent_back_because

    @property
    def is_past(self) -> bool:
        """Whether its last valid day is over."""
        return self.last_day is not None and self.last_day < today()

    @property
    def lacking(self) -> str:
        """The names of what lacks, as far as an outcome is chosen."""
        return "、".join(LABELS[name] for name in self.lack if name != "outcome")

    @property
    def kept_fields(self) -> dict[str, str]:
        """What is saved, by field."""
        return asdict(self.kept)

    @property
    def differing(self) -> list[tuple[str, str, str]]:
        """(label, what was typed, what is saved) of the fields that differ."""
        return [
            (label, _words(name, getattr(self.typed, name)), _words(name, getattr(self.kept, name)))
            for name, label in LABELS.items()
            if getattr(self.typed, name) != getattr(self.kept, name)
        ]

    def taking(self, number: int) -> "Row":
        """The row with one of its suggestions filled in, not saved."""
        if not 0 <= number < len(self.suggestions):
            return self
        return replace(self, typed=replace(self.typed, **self.suggestions[number].answer.kept()))


def full_rows(session: Session, found: Sequence[Any], typed: Mapping[int, Typed]) -> list[Row]:
    """The rows of a page with suggestions and co-signers; `found` are rows of `answers_query`."""
    documents = [document for _, document, _ in found]
    signs = signs_of(session, documents, today())
    spans = spans_on(session, list(signs), today())
    signers = cosigners_of(session, [item.id or 0 for item, _, _ in found])
    return [
        replace(
            _row(item, document, signs[document.id or 0].last_day, typed.get(item.id or 0)),
            suggestions=suggest(signs[document.id or 0], today()),
            cosigners=signers.get(item.id or 0, []),
            span=spans.get(document.id or 0),
        )
        for item, document, _ in found
    ]


def bare_rows(session: Session, found: Sequence[Any]) -> list[Row]:
    """The rows without what the register suggests: for an answer to a save, and for what lacks."""
    documents = [document for _, document, _ in found]
    changed = changed_validities(session, documents, today())
    rows = []
    for item, document, _ in found:
        period = changed.get(document.id or 0)
        rows.append(_row(item, document, period.valid_until if period else document.valid_until, None))
    return rows


def _row(item: CleanupItem, document: Document, last_day: date | None, typed: Typed | None) -> Row:
    kept = shown(item.proposal)
    return Row(item, document, typed or kept, kept, lacking(item.proposal, last_day, today()), last_day)


def _words(name: str, value: str) -> str:
    if name == "outcome":
        return OUTCOME_WORDS[Outcome(value)] if value in set(Outcome) else "未定"
    return value
