"""Doubts follow what another document does to them, also where that one keeps the same doubt or was named in words."""

from registry.actions.documents.edit_document import edit_document
from registry.actions.documents.relate_documents import relate_documents
from registry.actions.office.verify_register import verify_register
from registry.domain.documents import RelationKind
from registry.domain.doubts import Doubt
from registry.domain.roles import OPERATOR
from registry.storage.doubts.queue import doubts_of_document
from registry.storage.engine import Store, reading
from tests.building.documents import facts, register
from tests.cast import NOW


def _standing(store: Store, document_id: int) -> list[Doubt]:
    with reading(store) as session:
        return [row.doubt for row in doubts_of_document(session, document_id)[0]]


def test_a_twin_that_takes_another_ones_number_leaves_the_first_without_doubt(store: Store) -> None:
    first = register(store, OPERATOR, NOW, title="甲办法", doc_no="示农〔2026〕1号")
    second = register(store, OPERATOR, NOW, title="乙办法", doc_no="示农〔2026〕2号")
    mover = register(store, OPERATOR, NOW, title="丙办法", doc_no="示农〔2026〕1号", duplicate_reason="重号")
    assert Doubt.SAME_NUMBER in _standing(store, first)
    moved = facts(title="丙办法", doc_no="示农〔2026〕2号", duplicate_reason="重号")
    edit_document(store, OPERATOR, mover, moved, version=1, now=NOW)
    assert Doubt.SAME_NUMBER not in _standing(store, first)
    assert Doubt.SAME_NUMBER in _standing(store, second)
    assert verify_register(store) == []


def test_whose_words_are_tied_to_a_new_document_is_asked_to_confirm_it(store: Store) -> None:
    amending = register(store, OPERATOR, NOW)
    relate_documents(store, OPERATOR, amending, RelationKind.AMENDS, other_text="《旧办法》", now=NOW)
    assert Doubt.UNCONFIRMED_RELATION not in _standing(store, amending)
    old = register(store, OPERATOR, NOW, title="别的办法", doc_no="示农〔2020〕1号")
    edit_document(store, OPERATOR, old, facts(title="旧办法", doc_no="示农〔2020〕1号"), version=1, now=NOW)
    assert Doubt.UNCONFIRMED_RELATION in _standing(store, amending)
    assert verify_register(store) == []
