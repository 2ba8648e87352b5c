"""Taking a relation back."""

from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient

from registry.actions.relate_documents import relate_documents
from registry.domain.documents import RelationKind
from registry.storage.documents import relations_of
from registry.storage.engine import Store, reading
from tests.cast import Cast
from tests.documents import register

SignIn = Callable[[str], FlaskClient]


def test_words_outside_the_register_are_taken_back_by_the_authority_itself(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    draft = register(store, cast.drafter, now, is_published=False)
    relation = relate_documents(
        store, cast.drafter, draft, RelationKind.BASED_ON, other_text="农业机械化促进法", now=now
    )
    drafter = sign_in("drafter")
    page = drafter.get(f"/desk/relations/{relation}/remove").text
    assert "农业机械化促进法" in page
    assert "时效性重新计算" not in page
    assert drafter.post(f"/desk/relations/{relation}/remove").status_code == 303
    with reading(store) as session:
        assert relations_of(session, draft) == ([], [])


def test_a_contact_takes_nothing_from_what_the_public_reads(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    published = register(store, cast.clerk, now)
    relation = relate_documents(
        store, cast.clerk, published, RelationKind.BASED_ON, other_text="农业机械化促进法", now=now
    )
    assert sign_in("drafter").post(f"/desk/relations/{relation}/remove").status_code == 403
    with reading(store) as session:
        assert len(relations_of(session, published)[0]) == 1
