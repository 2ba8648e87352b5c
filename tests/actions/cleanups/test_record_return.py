"""The signed return of an authority: it closes the answers, is refused while one lacks something, and is reopened."""

from datetime import timedelta

import pytest

from registry.actions.cleanups.extend_round import extend_round
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.actions.cleanups.record_return import record_return
from registry.actions.cleanups.reopen_return import reopen_return
from registry.actions.office.verify_register import orphaned_files, verify_register
from registry.domain.cleanups import Answer, Outcome
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.roles import Actor
from registry.storage.cleanups.items import progress
from registry.storage.cleanups.returns import return_of
from registry.storage.engine import Store, reading
from registry.storage.files import KeptFile, keep_bytes, path_of
from tests.building.documents import register_old
from tests.building.rounds import NOW, Decision, answer, items, start_round
from tests.cast import Cast

TODAY = NOW.date()


def sign(store: Store, actor: Actor, round_id: int, file: KeptFile | None = None, **more: object) -> None:
    values = {"signed_on": TODAY, "signer": "张局长", "file": file, "now": NOW, **more}
    record_return(store, actor, round_id, 2, **values)  # type: ignore[arg-type]


@pytest.fixture
def round_id(store: Store) -> int:
    first, _ = (register_old(store, f"关于{name}的通知") for name in "甲乙")
    round_id = start_round(store)
    answer(store, round_id, {first: Outcome.RETAIN})
    return round_id


def answer_rest(store: Store, round_id: int) -> None:
    answer(store, round_id, {item.document_id: Outcome.REPEAL for item in items(store, round_id)})


def test_what_lacks_an_answer_is_named(store: Store, cast: Cast, round_id: int) -> None:
    with pytest.raises(Refusal, match="还有1件没有报送完整的清理意见：《关于乙的通知》。请补齐"):
        sign(store, cast.drafter, round_id)


def test_a_signed_authority_is_closed_until_the_office_opens_it_again(
    store: Store, cast: Cast, round_id: int
) -> None:
    answer_rest(store, round_id)
    content = b"%PDF-1.4 scan"
    file = KeptFile(keep_bytes(store, content), "清理意见.pdf", len(content))
    sign(store, cast.drafter, round_id, file)
    with reading(store) as session:
        part, signed = progress(session, round_id)[0], return_of(session, round_id, 2)
    assert part.signed_on == TODAY
    assert signed is not None
    assert (signed.signer, signed.file_name, signed.recorded_by) == (
        "张局长",
        "清理意见.pdf",
        "周起草（drafter）",
    )
    changed = [Decision(items(store, round_id)[0].id or 0, Answer(Outcome.RETAIN, "另有考虑"))]
    with pytest.raises(Refusal, match="已于2026年3月5日由张局长签字报送，不能再改"):
        propose_outcome(store, cast.drafter, round_id, changed, now=NOW)
    with pytest.raises(Refusal, match="无需重复办理"):
        sign(store, cast.clerk, round_id)
    with pytest.raises(Denied):
        reopen_return(store, cast.drafter, round_id, 2, "有改动", now=NOW)
    with pytest.raises(Refusal, match="请写明重新打开的理由"):
        reopen_return(store, cast.clerk, round_id, 2, " ", now=NOW)
    reopen_return(store, cast.clerk, round_id, 2, "局里有改动", now=NOW)
    assert propose_outcome(store, cast.drafter, round_id, changed, now=NOW).n_decided == 1
    with pytest.raises(Refusal, match="没有签字报送"):
        reopen_return(store, cast.clerk, round_id, 2, "再开", now=NOW)
    assert verify_register(store) == []
    assert orphaned_files(store, before=NOW + timedelta(days=9999)) == []
    path_of(store, file.sha256).unlink()
    assert ["扫描件缺失" in difference.sentence for difference in verify_register(store)] == [True]


def test_days_names_and_strangers_are_refused(store: Store, cast: Cast, round_id: int) -> None:
    answer_rest(store, round_id)
    with pytest.raises(Refusal, match="晚于今天"):
        sign(store, cast.drafter, round_id, signed_on=TODAY + timedelta(1))
    with pytest.raises(Refusal, match="签字的负责人"):
        sign(store, cast.drafter, round_id, signer=" ")
    with pytest.raises(Hidden):
        sign(store, cast.stranger, round_id)
    sign(store, cast.clerk, round_id)  # 代录


def test_an_authority_without_a_document_in_the_round_signs_nothing(
    store: Store, cast: Cast, round_id: int
) -> None:
    with pytest.raises(Refusal, match="没有由示范区青石镇人民政府报送的文件"):
        record_return(store, cast.stranger, round_id, 3, signed_on=TODAY, signer="李镇长", file=None, now=NOW)


def test_a_document_that_comes_late_opens_the_signed_return(store: Store, cast: Cast, round_id: int) -> None:
    answer_rest(store, round_id)
    sign(store, cast.drafter, round_id)
    late = register_old(store, "关于丙的通知")
    assert extend_round(store, cast.clerk, round_id, now=NOW) == (1, 0)
    with reading(store) as session:
        assert return_of(session, round_id, 2) is None
    item = next(item for item in items(store, round_id) if item.document_id == late)
    proposal = Decision(item.id or 0, Answer(Outcome.RETAIN))
    assert propose_outcome(store, cast.drafter, round_id, [proposal], now=NOW).n_decided == 1
