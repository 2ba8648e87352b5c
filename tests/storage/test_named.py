"""The box above a list: a title with or without its marks, a number or its end in any spelling."""

import pytest
import sqlalchemy as sa
from sqlmodel import col

from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from registry.storage.named import is_named
from tests.search.conftest import save_document


@pytest.mark.parametrize(
    "words",
    [
        "关于印发《护林办法（试行）》的通知",
        "关于印发护林办法试行的通知",
        "护林办法(试行)",
        "⻘林规〔2025〕1号",
        "林规[2025]1号",
        "青林规(2025) 第1号",
        "青林规〔2025〕",
    ],
)
def test_a_document_is_named_in_any_writing(store: Store, words: str) -> None:
    one = save_document(store, "青溪县林业局关于印发《护林办法（试行）》的通知", doc_no="青林规〔2025〕1号")
    save_document(store, "青溪县林业局关于印发《护草办法》的通知", doc_no="青林规〔2024〕11号")
    with reading(store) as session:
        assert session.execute(
            sa.select(col(Document.id)).where(is_named(Document, words))
        ).scalars().all() == [one]


@pytest.mark.parametrize("words", ["（", "——", "护林〔2025〕1号", "办法（二）"])
def test_other_words_name_nothing(store: Store, words: str) -> None:
    save_document(store, "青溪县林业局关于印发《护林办法》的通知", doc_no="青林规〔2025〕1号")
    with reading(store) as session:
        assert not session.execute(sa.select(col(Document.id)).where(is_named(Document, words))).all()
