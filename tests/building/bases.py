"""Documents with a legal basis: a registered document, or one that is only named."""

from registry.actions.documents.relate_documents import relate_documents
from registry.domain.documents import RelationKind
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store
from tests.building.documents import register_old
from tests.building.rounds import NOW

LAW = "《示例省促进条例》"
LAW_KEY = "title:示例省促进条例"


def base_on(store: Store, document_id: int, other_id: int | None = None, words: str = LAW) -> int:
    """Records the basis of a document, a registered document or a name, and returns the id of the relation."""
    clause = f"根据{words}，制定本办法。"
    kind = RelationKind.BASED_ON
    basis = {"other_id": other_id} if other_id else {"other_text": words}
    return relate_documents(store, OPERATOR, document_id, kind, **basis, clause=clause, now=NOW)  # type: ignore[arg-type]


def register_based(store: Store, title: str, other_id: int | None = None, **fields: object) -> int:
    """Registers a document whose basis is a registered document or the law, and returns its id."""
    document_id = register_old(store, title, **fields)
    base_on(store, document_id, other_id)
    return document_id
