"""Searching a list by what its texts contain."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col

from registry.search.index import rebuild
from registry.search.within import excerpts, find_within
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from tests.building.documents import register
from tests.cast import Cast

ALL = sa.select(col(Document.id))


def test_only_documents_of_the_list_are_found_titles_first(store: Store, cast: Cast, now: datetime) -> None:
    in_text = register(store, cast.clerk, now, title="甲办法", doc_no="示农〔2026〕1号", text="禁止遗弃犬只")
    in_title = register(store, cast.clerk, now, title="关于遗弃的规定", doc_no="示农〔2026〕2号", text="无")
    register(store, cast.clerk, now, title="丙办法", doc_no="示农〔2026〕3号", text="无")
    for _ in ("by the database", "by the index"):
        assert find_within(store, "遗弃", ALL).ids == [in_title, in_text]
        assert find_within(store, "遗弃", ALL.where(col(Document.id) != in_title)).ids == [in_text]
        assert find_within(store, "遗弃 没有的词", ALL).ids == []
        rebuild(store)


def test_a_number_is_found_whole_before_it_is_looked_for_in_texts(
    store: Store, cast: Cast, now: datetime
) -> None:
    own = register(store, cast.clerk, now, title="甲办法", doc_no="示农〔2026〕1号", text="无")
    register(store, cast.clerk, now, title="乙办法", doc_no="示农〔2026〕2号", text="见示农〔2026〕1号")
    assert find_within(store, "示农[2026]1号", ALL).ids == [own]


def test_an_excerpt_marks_the_words_in_title_and_text(store: Store, cast: Cast, now: datetime) -> None:
    one = register(
        store, cast.clerk, now, title="关于遗弃的规定", doc_no="示农〔2026〕2号", text="不得遗弃。"
    )
    with reading(store) as session:
        title, text = excerpts(session, "遗弃", [one])[one]
    assert title == [("关于", False), ("遗弃", True), ("的规定", False)]
    assert ("遗弃", True) in text
