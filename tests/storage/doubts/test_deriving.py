"""The table has the doubts that the rules give, for a changed document and for its neighbours."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlmodel import select

from registry.actions.authorities.edit_authority import edit_authority
from registry.actions.documents.edit_document import edit_document
from registry.actions.documents.relate_documents import relate_documents
from registry.actions.documents.remove_relation import remove_relation
from registry.actions.documents.void_event import void_event
from registry.actions.office.add_rule_profile import add_rule_profile
from registry.actions.office.verify_register import verify_register
from registry.domain.authorities import AuthorityKind
from registry.domain.documents import Disclosure, RelationKind
from registry.domain.places import DEFAULT_PROFILES
from registry.domain.validity import FOREVER
from registry.storage.authorities import Authority
from registry.storage.documents.tables import DocumentEvent
from registry.storage.doubts.deriving import kept_doubts
from registry.storage.doubts.tables import DocumentDoubt
from registry.storage.engine import Store, open_store, reading, transaction
from registry.storage.migrate import STEPS, migrate
from tests.building.documents import DATES, facts, register
from tests.cast import NOW, Cast


def doubts(store: Store, *ids: int) -> list[set[str]]:
    with reading(store) as session:
        kept = kept_doubts(session, ids)
    return [{doubt for doubted_id, doubt in kept if doubted_id == document_id} for document_id in ids]


@pytest.fixture
def twins(store: Store, cast: Cast, now: datetime) -> Sequence[int]:
    """Two documents with one number, the second with a reason."""
    return (
        register(store, cast.clerk, now),
        register(store, cast.clerk, now, title="另一份办法", duplicate_reason="当年编号有误"),
    )


def test_two_documents_with_one_number_are_in_doubt_until_both_state_a_reason(
    store: Store, cast: Cast, now: datetime, twins: Sequence[int]
) -> None:
    assert doubts(store, *twins) == [{"same_number"}, {"same_number"}]
    explained = facts(duplicate_reason="当年编号有误")
    edit_document(store, cast.clerk, twins[0], explained, version=1, reason="核对", now=now)
    assert doubts(store, *twins) == [set(), set()]
    assert verify_register(store) == []


def test_the_twin_is_released_when_a_document_changes_its_number(
    store: Store, cast: Cast, now: datetime, twins: Sequence[int]
) -> None:
    other = facts(title="另一份办法", doc_no="示农〔2026〕4号")
    edit_document(store, cast.clerk, twins[1], other, version=1, reason="核对", now=now)
    assert doubts(store, *twins) == [set(), set()]
    assert verify_register(store) == []


def test_two_documents_with_one_title_are_in_doubt_until_a_relation_explains_it(
    store: Store, cast: Cast, now: datetime
) -> None:
    old = register(store, cast.clerk, now)
    new = register(store, cast.clerk, now, doc_no="示农〔2026〕9号")
    elsewhere = register(store, cast.clerk, now, authority_ids=(3,), doc_no="青政〔2026〕9号")
    assert doubts(store, old, new, elsewhere) == [{"same_title"}, {"same_title"}, set()]
    third = register(store, cast.clerk, now, title="第三份", doc_no="示农〔2026〕10号")
    relate_documents(store, cast.clerk, third, RelationKind.AMENDS, other_id=old, now=now)
    assert doubts(store, old, new) == [{"same_title"}, {"same_title"}]
    relation = relate_documents(
        store, cast.clerk, new, RelationKind.REPLACES, other_id=old, on=date(2026, 3, 1), now=now
    )
    assert doubts(store, old, new) == [set(), set()]
    assert verify_register(store) == []
    remove_relation(store, cast.clerk, relation, now=now)
    assert doubts(store, old, new) == [{"same_title"}, {"same_title"}]
    assert verify_register(store) == []


def test_a_notice_issued_again_each_year_is_not_in_doubt(store: Store, cast: Cast, now: datetime) -> None:
    first = replace(DATES, effective_on=date(2026, 2, 2), valid_until=date(2026, 2, 20))
    old = register(store, cast.clerk, now, dates=first)
    new = register(store, cast.clerk, now, doc_no="示农〔2026〕9号")
    assert doubts(store, old, new) == [set(), set()]
    longer = replace(first, valid_until=date(2026, 3, 1))
    edit_document(store, cast.clerk, old, facts(dates=longer), version=1, reason="核对", now=now)
    assert doubts(store, old, new) == [{"same_title"}, {"same_title"}]
    edit_document(store, cast.clerk, old, facts(dates=first), version=2, reason="核对", now=now)
    assert verify_register(store) == []


def test_a_repeal_of_an_unregistered_document_is_in_doubt(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.clerk, now)
    relate_documents(store, cast.clerk, document_id, RelationKind.REPEALS, other_text="《旧办法》", now=now)
    assert doubts(store, document_id) == [{"repeals_unknown"}]


def test_a_repeal_voided_on_the_repealed_document_puts_the_repealing_one_in_doubt(
    store: Store, cast: Cast, now: datetime
) -> None:
    old = register(store, cast.clerk, now)
    new = register(store, cast.clerk, now, title="新办法", doc_no="示农〔2026〕9号")
    relate_documents(store, cast.clerk, new, RelationKind.REPEALS, other_id=old, now=now)
    assert doubts(store, new) == [set()]
    with reading(store) as session:
        event = session.exec(select(DocumentEvent).where(DocumentEvent.by_document_id == new)).one()
    void_event(store, cast.clerk, event.id or 0, reason="录错", now=now)
    assert doubts(store, old, new) == [set(), {"repeal_not_recorded"}]
    assert verify_register(store) == []


def test_a_draft_has_no_doubts_and_causes_none(store: Store, cast: Cast, now: datetime) -> None:
    published = register(store, cast.clerk, now)
    draft = register(store, cast.clerk, now, is_published=False, doc_no="示农〔2026〕99号", steps=())
    stub = register(
        store, cast.clerk, now, title="", doc_no="", text="", authority_ids=(2,), local_serial="密7",
        disclosure=Disclosure.SECRET,
    )  # fmt: skip
    assert doubts(store, published, draft, stub) == [set(), set(), set()]


def test_an_authority_taken_off_the_list_puts_its_documents_in_doubt(
    store: Store, cast: Cast, now: datetime
) -> None:
    document_id = register(store, cast.clerk, now)
    with reading(store) as session:
        authority = session.get_one(Authority, 2)
    edit_authority(
        store, cast.clerk, 2, name=authority.name, kind=AuthorityKind.DEPARTMENT, is_issuer=False,
        version=authority.version, now=now,
    )  # fmt: skip
    assert doubts(store, document_id) == [{"not_an_issuer"}]
    assert verify_register(store) == []


def test_a_longer_period_for_trials_removes_the_doubt(store: Store, cast: Cast, now: datetime) -> None:
    dates = replace(DATES, valid_until=date(2029, 2, 28))
    document_id = register(store, cast.clerk, now, title="示范区农机补贴办法（试行）", dates=dates)
    assert doubts(store, document_id) == [{"long_trial"}]
    longer = replace(DEFAULT_PROFILES[1], version=2, validity_months_provisional=36)
    add_rule_profile(store, cast.admin, longer, now=now)
    assert doubts(store, document_id) == [set()]
    assert verify_register(store) == []


def test_verify_reports_a_difference(store: Store, cast: Cast, now: datetime) -> None:
    register(store, cast.clerk, now, dates=replace(DATES, published_on=None))
    with transaction(store) as session:
        session.execute(sa.delete(DocumentDoubt))
    assert [difference.what for difference in verify_register(store)] == ["doubts"]


def test_a_migrated_register_gets_its_doubts(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'old.sqlite'}", tmp_path)
    with store.engine.execution_options(writes=True).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(STEPS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        _fill(connection)
    migrate(store)
    assert doubts(store, 1) == [{"no_published_on", "no_validity"}]


def _fill(connection: sa.Connection) -> None:
    """What a register of the first step held: a setting, a profile, an authority and a document without 公布日期."""
    tables = sa.MetaData()
    tables.reflect(connection)
    for name, row in {
        "office_setting": {"name": "tracked_from", "value": "2026-01-01"},
        "authority": {"id": 1, "code": "a", "name": "某局", "organ_code": "", "kind": "department",
                      "is_issuer": True, "needs_review": False, "email": "", "position": 1, "version": 1},
        "document": {"id": 1, "title": "某办法", "title_key": "某办法", "doc_no": "", "duplicate_reason": "",
                     "reg_no": "", "index_no": "", "local_serial": "", "kind": "measures", "subject": "",
                     "lead_authority_id": 1, "effective_on": date(2019, 1, 1), "has_no_expiry": False,
                     "disclosure": "public", "is_published": True, "source": "", "note": "", "version": 1,
                     "created_at": NOW, "updated_at": NOW},
        "document_span": {"document_id": 1, "from_on": date(2019, 1, 1), "until_on": FOREVER,
                          "status": "in_force", "why": "", "is_presumed": False},
    }.items():  # fmt: skip
        connection.execute(sa.insert(tables.tables[name]), [row])
