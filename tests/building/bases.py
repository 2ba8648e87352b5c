"""Documents that rest on something, as a text or a clerk says it."""

from registry.actions.documents.relate_documents import relate_documents
from registry.domain.documents import RelationKind
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store
from tests.building.rounds import NOW, enact

LAW = "《示例省促进条例》"
LAW_KEY = "title:示例省促进条例"


def rest(store: Store, document_id: int, other_id: int | None = None, words: str = LAW) -> int:
    """Says that a document rests on a registered one, or on words."""
    clause = f"根据{words}，制定本办法。"
    kind = RelationKind.BASED_ON
    said = {"other_id": other_id} if other_id else {"other_text": words}
    return relate_documents(store, OPERATOR, document_id, kind, **said, clause=clause, now=NOW)  # type: ignore[arg-type]


def enact_resting(store: Store, title: str, other_id: int | None = None, **fields: object) -> int:
    """Registers a document that rests on a registered one, or on the law."""
    document_id = enact(store, title, **fields)
    rest(store, document_id, other_id)
    return document_id
