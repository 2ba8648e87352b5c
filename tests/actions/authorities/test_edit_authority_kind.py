"""Correcting the kind of an authority corrects what its documents owe."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlmodel import select

from registry.actions.authorities.edit_authority import edit_authority, preview_kind
from registry.actions.authorities.merge_authority import merge_authority
from registry.actions.filings.move_filing import move_filing
from registry.actions.office.add_rule_profile import add_rule_profile
from registry.actions.office.verify_register import verify_register
from registry.domain.authorities import AuthorityKind
from registry.domain.filings import Direction, FilingState, Move, Track
from registry.domain.notices import NoticeKind
from registry.domain.rules import from_json
from registry.storage.audit import entries_about
from registry.storage.authorities import Authority
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing, moves_of
from registry.storage.notices import Notice
from registry.storage.rules import RuleProfileVersion
from tests.building.documents import register, register_nth, register_old
from tests.building.reforms import found_authority
from tests.cast import Cast

NAME = "示范区农业农村局"


def correct(store: Store, cast: Cast, kind: AuthorityKind, now: datetime) -> dict[str, list[str]]:
    with reading(store) as session:
        version = session.get_one(Authority, 2).version
    return edit_authority(store, cast.admin, 2, name=NAME, kind=kind, version=version, now=now)


def filings(store: Store) -> list[tuple[Track, Direction, FilingState, int]]:
    with reading(store) as session:
        rows = session.exec(select(Filing).order_by(Filing.id)).all()
        return [(row.track, row.direction, row.state, row.passage) for row in rows]


@pytest.fixture
def with_congress(store: Store, cast: Cast, now: datetime) -> None:
    """The rules ask a government for the congress too."""
    with reading(store) as session:
        row = session.exec(select(RuleProfileVersion).order_by(RuleProfileVersion.id.desc())).first()
        assert row is not None
        profile = from_json(row.body)
    changed = replace(profile, version=profile.version + 1, filing_days_congress=30)
    add_rule_profile(store, cast.admin, changed, now=now)


@pytest.mark.usefixtures("with_congress")
def test_a_department_that_is_the_office_owes_both_tracks_upward(
    store: Store, cast: Cast, now: datetime
) -> None:
    register(store, cast.clerk, now)
    effects = preview_kind(store, 2, AuthorityKind.OFFICE)
    assert effects.words() == "新增应报备案1件、改变报送方向1件"
    assert len(filings(store)) == 1  # nothing is written yet
    changed = correct(store, cast, AuthorityKind.OFFICE, now)
    assert changed["owed"] == ["", "新增应报备案1件、改变报送方向1件"]
    assert filings(store) == [
        (Track.GOVERNMENT, Direction.OUTGOING, FilingState.OWED, 1),
        (Track.CONGRESS, Direction.OUTGOING, FilingState.OWED, 1),
    ]
    assert not verify_register(store)


def test_what_is_owed_no_longer_is_withdrawn_with_the_reason(store: Store, cast: Cast, now: datetime) -> None:
    register(store, cast.clerk, now)
    correct(store, cast, AuthorityKind.OUTSIDE, now)
    assert filings(store) == [(Track.GOVERNMENT, Direction.INCOMING, FilingState.WITHDRAWN, 1)]
    with reading(store) as session:
        (move,) = moves_of(session, 1)
        assert move.reason == "更正机关类别后，按规则无需报送备案（政府部门改为非本级机关）。"
        assert move.by == cast.admin.name
        assert entries_about(session, "authority:2")[0].fields["changes"]["owed"] == ["", "终止待报备案1件"]


def test_a_correction_can_be_taken_back(store: Store, cast: Cast, now: datetime) -> None:
    register(store, cast.clerk, now)
    correct(store, cast, AuthorityKind.OUTSIDE, now)
    correct(store, cast, AuthorityKind.DEPARTMENT, now)
    assert [(state, passage) for _, _, state, passage in filings(store)] == [
        (FilingState.WITHDRAWN, 1),
        (FilingState.OWED, 2),
    ]


def test_the_authority_is_told_what_it_owes_after_a_correction(
    store: Store, cast: Cast, now: datetime
) -> None:
    register(store, cast.clerk, now)
    correct(store, cast, AuthorityKind.OUTSIDE, now)
    correct(store, cast, AuthorityKind.DEPARTMENT, now)
    with reading(store) as session:
        told = session.exec(select(Notice).where(Notice.kind == NoticeKind.FILING_OWED)).all()
    assert [(notice.subject_id, notice.user_id) for notice in told] == [
        (1, cast.drafter.user_id),
        (2, cast.drafter.user_id),
    ]


def test_what_a_person_withdrew_with_the_words_of_the_rules_is_not_owed_again(
    store: Store, cast: Cast, now: datetime
) -> None:
    register(store, cast.clerk, now)
    words = "更正机关类别后，按规则无需报送备案"
    move_filing(store, cast.clerk, 1, Move.WITHDRAW, on=date(2026, 3, 5), reason=words, now=now)
    correct(store, cast, AuthorityKind.TOWNSHIP, now)
    assert [state for _, _, state, _ in filings(store)] == [FilingState.WITHDRAWN]


def test_what_a_person_withdrew_is_not_owed_again(store: Store, cast: Cast, now: datetime) -> None:
    register(store, cast.clerk, now)
    move_filing(store, cast.clerk, 1, Move.WITHDRAW, on=date(2026, 3, 5), reason="不是规范性文件", now=now)
    correct(store, cast, AuthorityKind.TOWNSHIP, now)
    assert [state for _, _, state, _ in filings(store)] == [FilingState.WITHDRAWN]


def test_submitted_filings_stay_and_are_named(store: Store, cast: Cast, now: datetime) -> None:
    register_nth(store, 3)
    register_nth(store, 4)
    move_filing(store, cast.drafter, 1, Move.SUBMIT, on=date(2026, 3, 5), now=now)
    effects = preview_kind(store, 2, AuthorityKind.VERTICAL)
    assert effects.words() == "终止待报备案1件、已报送的不变1件"
    assert [filing.id for _, filing in effects.kept] == [1]
    correct(store, cast, AuthorityKind.VERTICAL, now)
    assert [state for _, _, state, _ in filings(store)] == [FilingState.SUBMITTED, FilingState.WITHDRAWN]


def test_documents_from_before_the_tracking_stay_without_filings(
    store: Store, cast: Cast, now: datetime
) -> None:
    register_old(store, "示范区旧办法")
    assert not preview_kind(store, 2, AuthorityKind.GOVERNMENT)


def test_merging_into_another_kind_corrects_what_is_owed(store: Store, cast: Cast, now: datetime) -> None:
    double = found_authority(store, "示范区人民政府办")
    register(store, cast.clerk, now, authority_ids=(double,))
    moved = merge_authority(store, cast.clerk, double, 1, now=now)
    assert moved == {"documents": 1, "filings": 1, "people": 0, "added": 1, "turned": 1}
    assert filings(store)[0][:2] == (Track.GOVERNMENT, Direction.OUTGOING)
