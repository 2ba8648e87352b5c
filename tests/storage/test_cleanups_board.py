"""The board of a round: each filter finds what it says, and what changed since a look is counted by authority."""

from registry.actions.cleanups.decide_outcomes import Decision, decide_outcomes
from registry.actions.cleanups.examine_items import Examination, Verdict, examine_items
from registry.actions.cleanups.mark_looked import mark_looked
from registry.domain.boards import BoardState
from registry.domain.cleanups import Answer, Outcome
from registry.storage.cleanups.board import (
    BoardFilter,
    board_query,
    changed_among,
    changed_by_authority,
    cosigns_of,
    count_disputed,
    last_step,
    lead_names,
    look_of,
)
from registry.storage.cleanups.tables import CleanupCosign
from registry.storage.documents.tables import Document, DocumentAuthority
from registry.storage.engine import Store, reading, transaction
from tests.building.documents import register_old
from tests.building.rounds import NOW, answer, item_of, items, start_round
from tests.cast import Cast


def shown(store: Store, cast: Cast, round_id: int, **asked: object) -> list[int]:
    """The ids of the documents that the board shows to the clerk."""
    with reading(store) as session:
        look = look_of(session, round_id, cast.clerk.user_id, cast.clerk.name)
        query = board_query(round_id, BoardFilter(**asked), look)  # type: ignore[arg-type]
        return [document.id for _, document, _ in session.execute(query)]


def test_every_state_finds_its_documents(store: Store, cast: Cast) -> None:
    names = ("未报", "已报", "退回", "改定", "联合", "他办")
    silent, told, returned, changed, joint, elsewhere = (
        register_old(store, f"关于{name}的通知") for name in names
    )
    with transaction(store) as session:
        session.add(DocumentAuthority(document_id=joint, authority_id=3, position=1))
        session.get_one(Document, elsewhere).implementing_authority = "示范区城市管理局"
        session.get_one(Document, told).implementing_authority = "示范区农业农村局"
    round_id = start_round(store)
    answer(store, round_id, dict.fromkeys((told, returned, changed, joint, elsewhere), Outcome.RETAIN))
    of = {document_id: item_of(store, round_id, document_id).id or 0 for document_id in (returned, changed)}
    sent_back = [Examination(of[returned], Verdict.SEND_BACK, "请写明依据")]
    examine_items(store, cast.clerk, round_id, sent_back, now=NOW)
    decide_outcomes(store, cast.clerk, round_id, [Decision(of[changed], Answer(Outcome.LAPSE))], now=NOW)
    expected = {
        BoardState.SILENT: [silent],
        BoardState.TO_EXAMINE: [told, joint, elsewhere],
        BoardState.SENT_BACK: [returned],
        BoardState.OTHERWISE: [changed],
        BoardState.COSIGN: [joint],
        BoardState.DIFFERING: [elsewhere],
    }
    for state, ids in expected.items():
        assert shown(store, cast, round_id, state=state) == ids, state
    assert shown(store, cast, round_id, outcome=Outcome.LAPSE) == [changed]
    assert shown(store, cast, round_id, words="联合") == [joint]
    assert shown(store, cast, round_id, authority_id=3) == []
    with reading(store) as session:
        counts = count_disputed(session, round_id)
        assert counts == {state: len(expected[state]) for state in counts}
        assert len(counts) == 3
        document = session.get_one(Document, joint)
        assert lead_names(session, [document]) == {joint: "示范区农业农村局"}


def test_what_another_issuer_says_is_told_and_its_consent_ends_it(store: Store, cast: Cast) -> None:
    joint = register_old(store, "关于联合的通知")
    with transaction(store) as session:
        session.add(DocumentAuthority(document_id=joint, authority_id=3, position=1))
    round_id = start_round(store)
    (item,) = items(store, round_id)
    for agrees in (None, False, True):
        if agrees is not None:
            with transaction(store) as session:
                said = {"item_id": item.id or 0, "authority_id": 3, "words": "仍需执行", "at": NOW}
                session.merge(CleanupCosign(agrees=agrees, **said))  # type: ignore[arg-type]
        with reading(store) as session:
            (cosign,) = cosigns_of(session, [item])[item.id or 0]
        assert (cosign.authority, cosign.agrees) == ("示范区青石镇人民政府", agrees)
        assert shown(store, cast, round_id, state=BoardState.COSIGN) == ([] if agrees else [joint])


def test_what_changed_since_a_look_is_what_others_did_since(store: Store, cast: Cast) -> None:
    first, second = register_old(store, "关于甲的通知"), register_old(store, "关于乙的通知", authority_id=3)
    round_id = start_round(store)
    answer(store, round_id, {first: Outcome.RETAIN})
    assert shown(store, cast, round_id, state=BoardState.CHANGED) == [first]
    with reading(store) as session:
        seen = last_step(session, round_id)
    answer(store, round_id, {second: Outcome.RETAIN})
    mark_looked(store, cast.clerk, round_id, seen, now=NOW)
    item_id = item_of(store, round_id, first).id or 0
    decide_outcomes(store, cast.clerk, round_id, [Decision(item_id, Answer(Outcome.RETAIN))], now=NOW)
    assert shown(store, cast, round_id, state=BoardState.CHANGED) == [second]
    with reading(store) as session:
        look = look_of(session, round_id, cast.clerk.user_id, cast.clerk.name)
        assert changed_by_authority(session, round_id, look) == {3: 1}
        assert changed_among(session, round_id, look, [first, second]) == {second}
    mark_looked(store, cast.clerk, round_id, 999, now=NOW)
    answer(store, round_id, {first: Outcome.LAPSE})
    assert shown(store, cast, round_id, state=BoardState.CHANGED) == [first]
