"""What a reform moves, and what it leaves unchanged."""

from datetime import date, datetime

import pytest
from sqlmodel import select

from registry.actions.authorities.reorganise_authority import Heirs, Reform, reorganise_authority
from registry.actions.cleanups.open_round import open_round
from registry.actions.documents.edit_document import edit_document
from registry.actions.filings.move_filing import move_filing
from registry.actions.filings.refile_document import refile_document
from registry.domain.cleanups import RoundKind
from registry.domain.errors import Denied, Refusal
from registry.domain.filings import Move
from registry.domain.normal import title_key
from registry.domain.notices import NoticeState
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import OPERATOR
from registry.storage.audit import entries_about
from registry.storage.authorities import (
    Authority,
    SuccessionKind,
    authorities_by_name_key,
    names_of,
    successions_of,
)
from registry.storage.changes import last_change
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.documents.tables import Document, issuers_of
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import Filing, filings_of
from registry.storage.issue_register.entries import IssueEntry
from registry.storage.notices import Notice
from registry.storage.papers import Paper
from registry.storage.people import User
from tests.building.documents import facts, register
from tests.building.filings import register_filing, submitted_filing
from tests.building.papers import paper_about
from tests.building.reforms import DAY, SOURCE, found_authority, perform_reform
from tests.cast import NOW, Cast

MERGED, SPLIT, ABOLISHED = SuccessionKind.MERGED, SuccessionKind.SPLIT, SuccessionKind.ABOLISHED


def _two(store: Store) -> tuple[int, int]:
    """One document the agriculture department leads, and one it issued with the government."""
    alone = register(store, OPERATOR, NOW)
    joint = register(store, OPERATOR, NOW, title="联合办法", doc_no="示政〔2026〕8号", authority_ids=(1, 2))
    return alone, joint


def _filing(store: Store, document_id: int) -> Filing:
    with reading(store) as session:
        return filings_of(session, document_id)[-1]


def test_papers_follow_their_document_to_its_heir(store: Store, cast: Cast) -> None:
    filing_id = submitted_filing(store)
    register_filing(store, filing_id)
    paper = paper_about(store, PaperKind.REGISTRATION_NOTICE, filing_id)
    heir = found_authority(store, "示范区农业和水务局")
    perform_reform(store, 2, MERGED, Heirs(heir))
    with reading(store) as session:
        assert session.get_one(Paper, paper.id).authority_id == heir


def test_a_merger_moves_documents_open_filings_and_people_and_keeps_names(store: Store, cast: Cast) -> None:
    alone, joint = _two(store)
    heir = found_authority(store, "示范区农业和水务局")
    (part,) = perform_reform(store, 2, MERGED, Heirs(heir))
    assert (part.n_documents, part.n_led, part.n_filings, part.n_people) == (2, 1, 1, 1)
    with reading(store) as session:
        old = session.get_one(Authority, 2)
        assert (old.abolished_on, old.successor_id) == (DAY, heir)
        assert [name.until_on for name in names_of(session, 2)] == [date(2026, 2, 28)]
        assert session.get_one(Document, alone).lead_authority_id == heir
        assert session.get_one(Document, joint).lead_authority_id == 1
        assert [(row.authority_id, row.name_as_issued) for row in issuers_of(session, joint)] == [
            (1, "示范区人民政府"),
            (heir, "示范区农业农村局"),
        ]
        assert session.get_one(User, cast.drafter.user_id).authority_id == heir
        (row,) = successions_of(session, 2)
        assert (row.successor_id, row.kind, row.source, row.n_documents) == (heir, MERGED, SOURCE, 2)
        (line,) = entries_about(session, "authority:2")
        assert line.act == "reorganise_authority"
        assert line.fields["moved"] == ["示范区农业和水务局：文件2件、未办结备案1件、联络员1人"]
    assert _filing(store, alone).authority_id == heir


def test_moved_documents_are_in_the_change_feed(store: Store) -> None:
    _two(store)
    heir = found_authority(store, "示范区农业和水务局")
    with reading(store) as session:
        before = last_change(session)
    perform_reform(store, 2, MERGED, Heirs(heir))
    with reading(store) as session:
        assert last_change(session) == before + 2


def test_a_document_issued_by_both_keeps_one_issuer_at_the_earlier_position(store: Store) -> None:
    joint = register(store, OPERATOR, NOW, authority_ids=(2, 3, 1))
    perform_reform(store, 2, MERGED, Heirs(3))
    with reading(store) as session:
        assert [row.authority_id for row in issuers_of(session, joint)] == [3, 1]
        assert session.get_one(Document, joint).lead_authority_id == 3


def test_a_concluded_filing_stays_and_the_heir_files_again(store: Store) -> None:
    alone, _ = _two(store)
    withdrawn = _filing(store, alone).id or 0
    move_filing(store, OPERATOR, withdrawn, Move.WITHDRAW, on=NOW.date(), reason="重报", now=NOW)
    heir = found_authority(store, "示范区农业和水务局")
    perform_reform(store, 2, MERGED, Heirs(heir))
    again = refile_document(store, OPERATOR, withdrawn, reason="补齐材料", now=NOW)
    with reading(store) as session:
        assert session.get_one(Filing, withdrawn).authority_id == 2
        assert session.get_one(Filing, again).authority_id == heir


def test_former_names_lead_to_the_heir(store: Store) -> None:
    first, second = found_authority(store, "示范区农业和水务局"), found_authority(store, "示范区乡村振兴局")
    perform_reform(store, 2, MERGED, Heirs(first))
    perform_reform(store, first, ABOLISHED, Heirs(second))
    keys = [title_key("示范区农业农村局"), title_key("示范区农业和水务局")]
    with reading(store) as session:
        assert set(authorities_by_name_key(session, keys).values()) == {second}


def test_a_split_gives_every_document_and_person_to_its_heir(store: Store, cast: Cast) -> None:
    alone, joint = _two(store)
    water = found_authority(store, "示范区水务局")
    user_id = cast.drafter.user_id or 0
    parts = perform_reform(store, 2, SPLIT, Heirs(3, {alone: water}, {user_id: water}))
    assert [(part.heir_id, part.n_documents, part.n_filings, part.n_people) for part in parts] == [
        (3, 1, 0, 0),
        (water, 1, 1, 1),
    ]
    with reading(store) as session:
        assert session.get_one(Document, alone).lead_authority_id == water
        assert [row.authority_id for row in issuers_of(session, joint)] == [1, 3]
        assert session.get_one(Authority, 2).successor_id is None
        key = title_key("示范区农业农村局")
        assert authorities_by_name_key(session, [key]) == {key: 2}
        assert {row.successor_id for row in successions_of(session, 2)} == {3, water}
    assert _filing(store, alone).authority_id == water


def test_an_authority_that_keeps_a_part_is_not_abolished(store: Store, cast: Cast) -> None:
    alone, joint = _two(store)
    perform_reform(store, 2, SPLIT, Heirs(2, {joint: 3}))
    with reading(store) as session:
        kept = session.get_one(Authority, 2)
        assert (kept.abolished_on, kept.successor_id) == (None, None)
        assert session.get_one(Document, alone).lead_authority_id == 2
        assert [row.authority_id for row in issuers_of(session, joint)] == [1, 3]
        assert session.get_one(User, cast.drafter.user_id).authority_id == 2
        assert [name.until_on for name in names_of(session, 2)] == [None]


def test_an_abolition_without_an_heir_moves_nothing(store: Store, cast: Cast) -> None:
    alone, _ = _two(store)
    assert perform_reform(store, 2, ABOLISHED, None) == []
    with reading(store) as session:
        assert session.get_one(Authority, 2).abolished_on == DAY
        assert session.get_one(Document, alone).lead_authority_id == 2
        assert session.get_one(User, cast.drafter.user_id).authority_id == 2


def test_a_mistaken_reform_is_corrected_by_the_next(store: Store) -> None:
    alone, _ = _two(store)
    perform_reform(store, 2, MERGED, Heirs(3))
    perform_reform(store, 2, SPLIT, Heirs(2, people={0: 3}))
    perform_reform(store, 3, SPLIT, Heirs(3, {alone: 2}))
    with reading(store) as session:
        assert session.get_one(Authority, 2).abolished_on is None
        assert session.get_one(Document, alone).lead_authority_id == 2
        assert [name.until_on for name in names_of(session, 2)] == [None]


def _waiting(store: Store, document_id: int, user_id: int) -> None:
    filing_id = _filing(store, document_id).id or 0
    with transaction(store) as session:
        notice = Notice(
            key=f"filing_due:filing-{filing_id}:2026-02-17:5:{user_id}",
            kind="filing_due",
            subject="filing",
            subject_id=filing_id,
            due_on=date(2026, 2, 17),
            threshold="5",
            user_id=user_id,
            state=NoticeState.PENDING,
            created_at=NOW,
            next_attempt_at=NOW,
        )
        session.add(notice)


def _notices(store: Store) -> list[tuple[int, str]]:
    with reading(store) as session:
        rows = session.exec(select(Notice).where(Notice.kind == "filing_due").order_by(Notice.id))  # type: ignore[arg-type]
        return [(row.user_id, row.state) for row in rows]


def test_a_pending_notice_follows_its_reader(store: Store, cast: Cast) -> None:
    alone, _ = _two(store)
    _waiting(store, alone, cast.drafter.user_id or 0)
    perform_reform(store, 2, MERGED, Heirs(3))
    assert _notices(store) == [(cast.drafter.user_id, "pending")]


def test_a_pending_notice_about_another_heir_s_matter_goes_to_that_heir_s_contacts(
    store: Store, cast: Cast
) -> None:
    alone, _ = _two(store)
    drafter, stranger = cast.drafter.user_id or 0, cast.stranger.user_id or 0
    _waiting(store, alone, drafter)
    perform_reform(store, 2, SPLIT, Heirs(2, {alone: 3}))
    assert _notices(store) == [(drafter, "cancelled"), (stranger, "pending")]


def test_a_round_over_an_authority_without_documents_does_not_become_a_round_over_all(
    store: Store, cast: Cast
) -> None:
    document_id = register(store, OPERATOR, NOW)
    round_id, _ = open_round(
        store, OPERATOR, name="专项清理", kind=RoundKind.SPECIAL, cut_off_on=DAY, authority_ids=[2], now=NOW
    )
    edit_document(store, OPERATOR, document_id, facts(3), version=1, now=NOW)
    perform_reform(store, 2, MERGED, Heirs(3))
    with reading(store) as session:
        assert session.get_one(CleanupRound, round_id).authority_ids == [3]


def test_an_open_round_and_the_issue_register_name_the_heir(store: Store) -> None:
    alone, _ = _two(store)
    round_id, _ = open_round(
        store,
        OPERATOR,
        name="专项清理",
        kind=RoundKind.SPECIAL,
        cut_off_on=DAY,
        authority_ids=[2],
        now=NOW,
    )
    with transaction(store) as session:
        for document_id in (alone, None):
            entry = IssueEntry(
                authority_id=2, year=2026, title="甲", title_key="甲", document_id=document_id, entered_at=NOW
            )
            session.add(entry)
    perform_reform(store, 2, SPLIT, Heirs(1, {alone: 3}))
    with reading(store) as session:
        assert session.get_one(CleanupRound, round_id).authority_ids == [1, 3]
        assert [entry.authority_id for entry in session.exec(select(IssueEntry))] == [3, 1]


@pytest.mark.parametrize(
    ("kind", "heirs", "changes", "field"),
    [
        (MERGED, None, {}, "heir_id"),
        (MERGED, Heirs(2), {}, "heir_id"),
        (MERGED, Heirs(99), {}, "heir_id"),
        (MERGED, Heirs(3, {1: 1}), {}, "heir_id"),
        (SPLIT, Heirs(2), {}, "heir_id"),
        (MERGED, Heirs(3), {"on": date(2026, 3, 6)}, "on"),
        (ABOLISHED, None, {"source": " "}, "source"),
    ],
)
def test_an_impossible_reform_is_refused(
    store: Store, kind: SuccessionKind, heirs: Heirs | None, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Refusal) as caught:
        perform_reform(store, 2, kind, heirs, **changes)
    assert caught.value.field == field


def test_an_abolished_heir_and_the_second_of_two_clerks_are_refused(store: Store) -> None:
    perform_reform(store, 3, ABOLISHED, None)
    with pytest.raises(Refusal, match="不能承接"):
        perform_reform(store, 2, MERGED, Heirs(3))
    again = Reform(ABOLISHED, DAY, SOURCE, None)
    with pytest.raises(Refusal, match="刚被他人修改"):
        reorganise_authority(store, OPERATOR, 3, again, version=1, now=NOW)


def test_a_contact_may_not_reorganise(store: Store, cast: Cast, now: datetime) -> None:
    with pytest.raises(Denied):
        reorganise_authority(store, cast.drafter, 2, Reform(ABOLISHED, DAY, SOURCE, None), version=1, now=now)
