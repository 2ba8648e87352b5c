"""What a contact is not told of another authority's documents, wherever its own papers touch them."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from registry.actions.documents.other_ends import write_read_relations
from registry.domain.documents import Disclosure
from registry.readers.documents.facts import RelationFound
from registry.storage.documents.tables import relations_of
from registry.storage.engine import Store, reading, transaction
from tests.building.documents import register
from tests.building.issue_registers import stored_entries
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]
LIST = "/desk/issue-register/2/2026"
HIDDEN = "示范区青石镇内部考核办法"


@pytest.fixture
def hidden(store: Store, cast: Cast, now: datetime) -> int:
    """A document of the stranger's authority that is not public."""
    return register(
        store,
        cast.clerk,
        now,
        authority_id=3,
        title=HIDDEN,
        doc_no="示青〔2026〕7号",
        disclosure=Disclosure.WITHHELD,
    )


def test_a_guessed_number_in_ones_own_issue_register_tells_nothing(
    hidden: int, store: Store, sign_in: SignIn
) -> None:
    sent = {
        "authority": "2",
        "year": "2026",
        "text": "关于甲的通知\t示青〔2026〕7号\t2026-02-01",
        "save": "1",
    }
    drafter = sign_in("drafter")
    drafter.post("/desk/issue-register/take-in", data=sent)
    (entry,) = stored_entries(store)
    for part in ("unregistered", "unfiled", "filed", "all"):
        assert HIDDEN not in drafter.get(f"{LIST}?list={part}").text
        assert HIDDEN not in drafter.get(f"{LIST}/export.csv?list={part}").text
    assert HIDDEN not in drafter.get(f"/desk/issue-register/entries/{entry.id}/match").text
    refused = drafter.post(f"/desk/issue-register/entries/{entry.id}/match", data={"document": hidden})
    assert refused.status_code in (403, 404, 422)
    assert HIDDEN not in refused.text
    assert HIDDEN in sign_in("clerk").get(f"/desk/issue-register/entries/{entry.id}/match").text


def test_the_page_that_takes_a_relation_back_names_no_hidden_document(
    hidden: int, store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    draft = register(store, cast.drafter, now, is_published=False)
    found = RelationFound("repeals", "", "示青〔2026〕7号", "同时废止示青〔2026〕7号")
    with transaction(store) as session:
        write_read_relations(session, {draft: [found]})
    with reading(store) as session:
        (relation,), _ = relations_of(session, draft)
    assert relation.other_id == hidden
    drafter = sign_in("drafter")
    for act in ("confirm", "remove"):
        assert HIDDEN not in drafter.get(f"/desk/relations/{relation.id}/{act}").text
    assert HIDDEN not in drafter.get(f"/desk/documents/{draft}").text
