"""The documents that a new round covers, and the reasons why a round is not opened."""

from datetime import date

import pytest
from sqlmodel import select

from registry.actions.authorities.add_authority import add_authority
from registry.actions.cleanups.open_round import open_round
from registry.actions.documents.record_event import record_event
from registry.domain.authorities import AuthorityKind
from registry.domain.cleanups import RoundKind
from registry.domain.documents import Dates
from registry.domain.errors import Refusal
from registry.domain.notices import NoticeKind
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind
from registry.storage.cleanups.scope import preview_scope
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import Store, reading, transaction
from registry.storage.notices import Notice
from registry.storage.office import set_setting
from registry.storage.papers import Paper
from tests.building.documents import STEPS, register_old, register_secret
from tests.building.rounds import CUT_OFF, NOW, items, start_round
from tests.cast import Cast


def covered(store: Store, **fields: object) -> set[int]:
    return {item.document_id for item in items(store, start_round(store, **fields))}


def test_a_round_covers_what_was_in_force_on_the_cut_off(store: Store) -> None:
    in_force = register_old(store, "关于甲的通知")
    register_old(store, "关于乙的通知", dates=Dates(published_on=date(2025, 12, 31)))
    register_old(
        store, "关于丙的通知", dates=Dates(published_on=date(2018, 1, 1), valid_until=date(2023, 1, 1))
    )
    register_old(store, "关于丁的通知", is_published=False)
    to_begin = register_old(
        store,
        "关于戊的通知",
        dates=Dates(published_on=date(2025, 12, 20), effective_on=date(2026, 2, 1)),
    )
    round_id = start_round(store, cut_off_on=date(2025, 12, 30))
    assert {item.document_id for item in items(store, round_id)} == {in_force, to_begin}


def test_what_was_repealed_by_the_cut_off_is_left_out_and_what_ends_later_is_not(store: Store) -> None:
    before, after = register_old(store, "关于甲的通知"), register_old(store, "关于乙的通知")
    for document_id, day in ((before, date(2025, 12, 31)), (after, date(2026, 1, 1))):
        record_event(
            store, OPERATOR, document_id, EventKind.REPEALED, effective_on=day, source="某决定", now=NOW
        )
    assert covered(store) == {after}


def test_documents_without_a_publication_date_and_secret_stubs_count(store: Store) -> None:
    signed = register_old(store, "关于甲的通知", dates=Dates(signed_on=date(2019, 3, 1)))
    undated = register_old(store, "关于乙的通知", dates=Dates())
    too_late = register_old(store, "关于丙的通知", dates=Dates(signed_on=date(2026, 1, 5)), steps=STEPS)
    secret = register_secret(store)
    assert covered(store) == {signed, undated, secret}
    assert too_late not in covered(store, name="再来一轮")


def test_other_levels_are_covered_only_when_named(store: Store) -> None:
    outside = add_authority(store, OPERATOR, name="某市人民政府", kind=AuthorityKind.OUTSIDE, now=NOW)
    own, theirs = (
        register_old(store, "关于甲的通知"),
        register_old(store, "关于乙的通知", authority_id=outside),
    )
    assert covered(store) == {own}
    assert covered(store, name="专项", authority_ids=[outside]) == {theirs}


def test_the_preview_counts_by_authority(store: Store) -> None:
    for title in ("关于甲的通知", "关于乙的通知"):
        register_old(store, title)
    register_old(store, "关于丙的通知", authority_id=3)
    with reading(store) as session:
        scope = preview_scope(session, CUT_OFF, [])
    assert scope.by_authority == [("示范区农业农村局", 2), ("示范区青石镇人民政府", 1)]


def test_an_empty_round_a_taken_name_and_a_stranger_are_refused(store: Store, cast: Cast) -> None:
    with pytest.raises(Refusal, match="没有需要清理的文件"):
        start_round(store)
    register_old(store, "关于甲的通知")
    start_round(store)
    with pytest.raises(Refusal, match="换一个名称"):
        start_round(store)
    with pytest.raises(Refusal, match="不存在"):
        start_round(store, "专项", authority_ids=[999])
    with pytest.raises(Refusal, match="权限"):
        open_round(store, cast.drafter, name="自行清理", kind=RoundKind.SPECIAL, cut_off_on=CUT_OFF, now=NOW)
    with reading(store) as session:
        assert session.get(CleanupRound, 2) is None


def notices_made(store: Store) -> list[Paper]:
    with reading(store) as session:
        return list(session.exec(select(Paper).where(Paper.kind == PaperKind.CLEANUP_NOTICE)))


def test_the_notice_is_made_with_the_round_and_told_by_its_number(store: Store) -> None:
    register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号")
    round_id = start_round(store, answers_due_on=date(2026, 4, 1), with_notice=True)
    (paper,) = notices_made(store)
    assert (paper.subject, paper.serial) == (str(round_id), 1)
    with reading(store) as session:
        told = session.exec(select(Notice).where(Notice.kind == NoticeKind.CLEANUP_OPENED)).all()
    assert told
    assert {notice.facts["paper"] for notice in told} == {f"清理通知（{paper.number}）"}
    assert {notice.facts["paper_path"] for notice in told} == {""}, "contacts may not read its page"


@pytest.mark.parametrize(
    "fields",
    [{"answers_due_on": None}, {"owner_id": 2}, {"kind": RoundKind.IMMEDIATE}, {"with_notice": False}],
)
def test_a_round_that_asks_nobody_by_a_day_has_no_notice(store: Store, fields: dict[str, object]) -> None:
    register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号")
    start_round(store, **{"answers_due_on": date(2026, 4, 1), "with_notice": True} | fields)
    assert notices_made(store) == []


def test_while_numbers_are_paused_the_round_opens_without_its_notice_alone(store: Store) -> None:
    register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号")
    with transaction(store) as session:
        set_setting(session, "sending_paused_because", "正在恢复备份。")
    with pytest.raises(Refusal, match="另行印发，不在系统出具") as refused:
        start_round(store, answers_due_on=date(2026, 4, 1), with_notice=True)
    assert refused.value.field == "notice_elsewhere"
    with reading(store) as session:
        assert session.exec(select(CleanupRound)).all() == [], "nothing is opened by halves"
    assert start_round(store, answers_due_on=date(2026, 4, 1))
