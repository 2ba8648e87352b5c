"""The relations read from an uploaded file, which the form offers to be ticked."""

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
    """A relation read in the text, with the registered document that it names and its status today."""

    number: int
    kind: RelationKind
    found: RelationFound
    other: Document | None
    span: DocumentSpan | None
    is_ticked: bool


def to_carry(reading: Reading) -> list[dict[str, Any]]:
    """The relations as values that the form carries."""
    return [asdict(relation) for relation in reading.relations]


def offers_of(session: Session, carried: Mapping[str, Any]) -> list[Offer]:
    """The carried relations as offers, in the order of the text."""
    relations = _relations(carried)
    keys = [(0, keys_of(relation.title, relation.doc_no)) for relation in relations]
    targets = targets_of(session, keys)
    documents = documents_by_id(session, targets.values())
    known = {other_id: other for other_id, other in documents.items() if may_know(other)}
    spans = spans_on(session, list(known), today())
    ticked = set(range(len(relations))) if request.form.get("save") == "adopt" else _ticked()
    return [
        Offer(
            number,
            RelationKind(relation.kind),
            relation,
            known.get(other_id),
            spans.get(other_id),
            number in ticked,
        )
        for number, relation in enumerate(relations)
        for other_id in [targets.get(keys[number], 0)]
    ]


def agreed(carried: Mapping[str, Any]) -> tuple[list[RelationFound], list[RelationFound]]:
    """(the ticked relations, the others)."""
    ticked, numbered = _ticked(), list(enumerate(_relations(carried)))
    return (
        [relation for number, relation in numbered if number in ticked],
        [relation for number, relation in numbered if number not in ticked],
    )


def _relations(carried: Mapping[str, Any]) -> Sequence[RelationFound]:
    return [RelationFound(**values) for values in carried.get("relations", ())]


def _ticked() -> set[int]:
    return {int(text) for text in request.form.getlist("relation") if text.isascii() and text.isdigit()}
