"""Taking a relation back."""

from datetime import date, datetime

import pytest

from registry.actions.documents.relate_documents import relate_documents
from registry.actions.documents.remove_relation import remove_relation
from registry.domain.documents import RelationKind
from registry.domain.errors import Denied, Refusal
from registry.domain.validity import Status
from registry.storage.audit import entries_about
from registry.storage.documents.tables import relations_of
from registry.storage.documents.timelines import span_on
from registry.storage.engine import Store, reading
from tests.building.documents import register
from tests.cast import Cast


def _repealed(store: Store, cast: Cast, now: datetime, *, is_partial: bool = False) -> tuple[int, int, int]:
    new = register(store, cast.clerk, now)
    old = register(store, cast.clerk, now, title="旧办法", doc_no="示农〔2026〕1号")
    relation = relate_documents(
        store, cast.clerk, new, RelationKind.REPEALS, other_id=old, is_partial=is_partial, now=now
    )
    return new, old, relation


@pytest.mark.parametrize("is_partial", [False, True])
def test_what_it_wrote_on_the_other_is_taken_back(
    store: Store, cast: Cast, now: datetime, is_partial: bool
) -> None:
    new, old, relation = _repealed(store, cast, now, is_partial=is_partial)
    assert remove_relation(store, cast.clerk, relation, now=now) == new
    with reading(store) as session:
        assert relations_of(session, new) == ([], [])
        span = span_on(session, old, date(2026, 3, 5))
        assert span
        assert span.status is Status.IN_FORCE
        assert entries_about(session, f"document:{new}")[0].act == "remove_relation"


def test_it_is_taken_back_once(store: Store, cast: Cast, now: datetime) -> None:
    _, _, relation = _repealed(store, cast, now)
    remove_relation(store, cast.clerk, relation, now=now)
    with pytest.raises(Refusal, match="已被撤下"):
        remove_relation(store, cast.clerk, relation, now=now)


def test_a_contact_revives_no_document(store: Store, cast: Cast, now: datetime) -> None:
    _, _, relation = _repealed(store, cast, now)
    with pytest.raises(Denied):
        remove_relation(store, cast.drafter, relation, now=now)
