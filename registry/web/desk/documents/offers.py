"""The documents that an uploaded file names, as the form offers them to be ticked."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import request
from sqlmodel import Session

from registry.clock import today
from registry.domain.citations import keys_of
from registry.domain.documents import RelationKind
from registry.readers.documents.facts import Reading, RelationFound
from registry.storage.citations import targets_of
from registry.storage.documents.tables import Document, DocumentSpan, documents_by_id
from registry.storage.documents.timelines import spans_on
from registry.web.desk.documents.finding import may_know


@dataclass(frozen=True)
class Offer:
    """One relation read in the text: the registered document it means, and what holds of that one today."""

    number: int
    kind: RelationKind
    found: RelationFound
    other: Document | None
    span: DocumentSpan | None
    is_ticked: bool


def to_carry(reading: Reading) -> list[dict[str, Any]]:
    """The relations as they travel with the form."""
    return [asdict(one) for one in reading.relations]


def offers_of(session: Session, carried: Mapping[str, Any]) -> list[Offer]:
    found = _found(carried)
    keys = [(0, keys_of(one.title, one.doc_no)) for one in found]
    targets = targets_of(session, keys)
    known = {key: one for key, one in documents_by_id(session, targets.values()).items() if may_know(one)}
    spans = spans_on(session, list(known), today())
    ticked = set(range(len(found))) if request.form.get("save") == "adopt" else _ticked()
    return [
        Offer(number, RelationKind(one.kind), one, known.get(other), spans.get(other), number in ticked)
        for number, one in enumerate(found)
        for other in [targets.get(keys[number], 0)]
    ]


def agreed(carried: Mapping[str, Any]) -> tuple[list[RelationFound], list[RelationFound]]:
    """(those that were ticked, those that were not)."""
    ticked, numbered = _ticked(), list(enumerate(_found(carried)))
    return (
        [one for number, one in numbered if number in ticked],
        [one for number, one in numbered if number not in ticked],
    )


def _found(carried: Mapping[str, Any]) -> Sequence[RelationFound]:
    return [RelationFound(**one) for one in carried.get("relations", ())]


def _ticked() -> set[int]:
    return {int(one) for one in request.form.getlist("relation") if one.isascii() and one.isdigit()}
