"""Loading a table of laws: the preview, the writing, the history, and the doubts that follow."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import col, select

from registry.actions.documents.settle_doubt import settle_doubt
from registry.actions.laws.keep_law import add_law, edit_law, remove_law
from registry.actions.laws.load_laws import LawLoad, load_laws, preview_laws
from registry.actions.office.verify_register import verify_register
from registry.domain.documents import Dates
from registry.domain.doubts import Doubt
from registry.domain.errors import Denied, Outdated, Refusal
from registry.domain.law_tables import LawLine, LawVerdict
from registry.domain.laws import Law, LawStatus, Origin
from registry.domain.shipped_laws import SHIPPED_LAWS
from registry.storage.audit import AuditEntry
from registry.storage.doubts.deriving import kept_doubts
from registry.storage.engine import Store, reading
from registry.storage.laws import LawVersion, history_of, present_laws, present_row
from tests.building.bases import LAW, register_based
from tests.cast import Cast

CITED = LAW.strip("《》")
ENDED_ON = date(2022, 1, 1)
GONE = Law(CITED, LawStatus.REPEALED, ENDED_ON, "示例省新促进条例")
BEFORE, AFTER = (
    Dates(published_on=day, effective_on=day) for day in (ENDED_ON - timedelta(days=1), ENDED_ON)
)


def load(store: Store, cast: Cast, now: datetime, *laws: Law) -> LawLoad:
    lines = [LawLine(f"第{n}行", law) for n, law in enumerate(laws, 2)]
    return load_laws(store, cast.clerk, lines, name="法规.xlsx", now=now)


def has_doubt(store: Store, document_id: int) -> bool:
    with reading(store) as session:
        return (document_id, Doubt.BASIS_GONE.value) in kept_doubts(session, [document_id])


def row_of(store: Store, law: Law) -> LawVersion:
    with reading(store) as session:
        row = present_row(session, law.keys)
    assert row is not None
    return row


def test_the_shipped_laws_are_in_a_new_register(store: Store) -> None:
    with reading(store) as session:
        laws = present_laws(session)
    assert len(laws) == len(SHIPPED_LAWS)
    assert {law.origin for law in laws} == {Origin.SHIPPED}


def test_a_preview_writes_nothing(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register_based(store, "示范区补贴办法")
    result = preview_laws(store, cast.clerk, [LawLine("第2行", GONE)])
    assert result.counts[LawVerdict.NEW] == 1
    assert not has_doubt(store, document_id)
    with reading(store) as session:
        assert len(present_laws(session)) == len(SHIPPED_LAWS)


def test_what_is_loaded_puts_the_documents_that_cite_it_in_doubt(
    store: Store, cast: Cast, now: datetime
) -> None:
    before = register_based(store, "示范区补贴办法", dates=BEFORE)
    after = register_based(store, "示范区另一办法", dates=AFTER)
    ended = register_based(
        store,
        "示范区旧办法",
        dates=Dates(
            published_on=date(2015, 1, 1), effective_on=date(2015, 1, 1), valid_until=date(2020, 1, 1)
        ),
    )
    result = load(store, cast, now, GONE)
    assert result.counts[LawVerdict.NEW] == 1
    assert [has_doubt(store, document_id) for document_id in (before, after, ended)] == [True, True, False]
    assert verify_register(store) == []


def test_a_document_registered_later_is_in_doubt_at_once(store: Store, cast: Cast, now: datetime) -> None:
    load(store, cast, now, GONE)
    assert has_doubt(store, register_based(store, "示范区补贴办法"))


def test_a_law_that_ends_tomorrow_is_no_doubt_yet(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register_based(store, "示范区补贴办法")
    load(store, cast, now, Law(CITED, LawStatus.REPEALED, date(2026, 3, 6)))
    assert not has_doubt(store, document_id)


def test_a_settled_doubt_comes_back_when_the_day_is_corrected(
    store: Store, cast: Cast, now: datetime
) -> None:
    document_id = register_based(store, "示范区补贴办法")
    load(store, cast, now, GONE)
    settle_doubt(store, cast.clerk, [document_id], Doubt.BASIS_GONE, "已列入今年清理", now=now)
    row = row_of(store, GONE)
    edit_law(store, cast.clerk, row.id or 0, Law(CITED, LawStatus.REPEALED, date(2023, 1, 1)), now=now)
    assert has_doubt(store, document_id)
    assert verify_register(store) == []


def test_a_later_load_updates_and_keeps_the_history(store: Store, cast: Cast, now: datetime) -> None:
    load(store, cast, now, Law(CITED, LawStatus.IN_FORCE, date(2010, 1, 1)))
    result = load(store, cast, now + timedelta(days=1), GONE)
    (line,) = result.of(LawVerdict.CHANGED)
    assert ("状态", "现行有效", "废止") in line.changes
    with reading(store) as session:
        row = present_row(session, GONE.keys)
        assert row is not None
        history = history_of(session, row)
    assert [version.status for version in history] == [LawStatus.REPEALED, LawStatus.IN_FORCE]
    assert (row.recorded_by, row.loaded_from) == (cast.clerk.name, "法规.xlsx")
    assert load(store, cast, now, GONE).counts[LawVerdict.SAME] == 1


def test_the_rest_is_loaded_when_rows_are_refused(store: Store, cast: Cast, now: datetime) -> None:
    result = load(store, cast, now, GONE, Law("甲法", LawStatus.REPEALED, ENDED_ON, "甲法"))
    assert (result.counts[LawVerdict.NEW], result.counts[LawVerdict.REFUSED]) == (1, 1)
    assert result.refused_workbook.startswith(b"PK")
    with reading(store) as session:
        entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.seq).desc())).first()
    assert entry is not None
    assert (entry.act, entry.fields["n_new"], entry.fields["n_refused"]) == ("load_laws", 1, 1)


def test_a_contact_may_not_load(store: Store, cast: Cast, now: datetime) -> None:
    with pytest.raises(Denied):
        load_laws(store, cast.drafter, [LawLine("第2行", GONE)], name="法规.xlsx", now=now)


def test_a_law_is_added_corrected_and_taken_off_by_hand(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register_based(store, "示范区补贴办法")
    row_id = add_law(store, cast.clerk, GONE, now=now)
    assert has_doubt(store, document_id)
    with pytest.raises(Refusal, match="已有"):
        add_law(store, cast.clerk, Law(f"中华人民共和国{CITED}", LawStatus.IN_FORCE), now=now)
    newer = edit_law(store, cast.clerk, row_id, Law(CITED, LawStatus.AMENDED, ENDED_ON), now=now)
    assert not has_doubt(store, document_id)
    with pytest.raises(Outdated):
        edit_law(store, cast.clerk, row_id, GONE, now=now)
    remove_law(store, cast.clerk, newer, "录错了", now=now)
    with reading(store) as session:
        assert GONE.keys not in {law.keys for law in present_laws(session)}
    with pytest.raises(Outdated):
        remove_law(store, cast.clerk, newer, "再移一次", now=now)
    assert add_law(store, cast.clerk, GONE, now=now)
    assert has_doubt(store, document_id)
    assert verify_register(store) == []


def test_a_shipped_law_can_be_corrected(store: Store, cast: Cast, now: datetime) -> None:
    shipped = next(law for law in SHIPPED_LAWS if law.title == "食品卫生法")
    corrected = Law(shipped.title, shipped.status, date(2010, 6, 1), shipped.successor, origin=Origin.BY_HAND)
    edit_law(store, cast.clerk, row_of(store, shipped).id or 0, corrected, now=now)
    assert row_of(store, shipped).origin is Origin.BY_HAND


def test_a_law_cannot_be_edited_into_a_circle(store: Store, cast: Cast, now: datetime) -> None:
    load(store, cast, now, GONE, Law("示例省新促进条例", LawStatus.IN_FORCE))
    new = Law("示例省新促进条例", LawStatus.REPEALED, ENDED_ON, CITED)
    with pytest.raises(Refusal, match="绕回了自己"):
        edit_law(store, cast.clerk, row_of(store, new).id or 0, new, now=now)
