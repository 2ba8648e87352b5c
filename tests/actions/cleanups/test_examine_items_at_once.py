"""Contacts answer while a clerk examines: no answer is lost, and every refusal is a sentence."""

from registry.actions.authorities.add_authority import insert_authority
from registry.actions.cleanups.examine_items import Examination, Verdict, examine_items
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.domain.authorities import AuthorityKind
from registry.domain.cleanups import Outcome
from registry.domain.roles import Actor, Role
from registry.storage.engine import Store, transaction
from tests.building.concurrent_acts import check_sound, perform_at_once
from tests.building.documents import register_old
from tests.building.rounds import NOW, Decision, items, start_round, whole
from tests.cast import Cast

N_AUTHORITIES, N_EACH = 4, 3


def test_nothing_is_lost_while_everybody_answers_and_the_clerk_examines(store: Store, cast: Cast) -> None:
    ids = []
    for n in range(N_AUTHORITIES):
        with transaction(store) as session:
            kind = AuthorityKind.DEPARTMENT
            added = insert_authority(
                session, name=f"示范区第{n}局", kind=kind, code=f"b{n}", needs_review=False
            )
            session.flush()
            ids.append(added.id or 0)
        for k in range(N_EACH):
            register_old(store, f"关于第{n}{k}件的通知", authority_id=ids[-1])
    round_id = start_round(store)
    own = {
        authority_id: [item.id or 0 for item in items(store, round_id) if item.answering_id == authority_id]
        for authority_id in ids
    }

    def answer(authority_id: int) -> int:
        actor = Actor(f"联络员{authority_id}", Role.CONTACT, None, authority_id)
        said = [Decision(item_id, whole(Outcome.REPEAL)) for item_id in own[authority_id]]
        return sum(propose_outcome(store, actor, round_id, [one], now=NOW).n_decided for one in said)

    def examine() -> int:
        n_sent_back = 0
        for _ in range(10):
            came = [item for item in items(store, round_id) if item.is_answered and item.outcome is None]
            said = [
                Examination(item.id or 0, Verdict.SEND_BACK, "请写明依据", version=item.version)
                if (item.id or 0) % 3 == 0
                else Examination(item.id or 0, Verdict.AGREE, version=item.version)
                for item in came
            ]
            n_sent_back += examine_items(store, cast.clerk, round_id, said, now=NOW).n_sent_back
        return n_sent_back

    acts = [lambda authority_id=authority_id: answer(authority_id) for authority_id in ids]
    *n_answered, n_sent_back = perform_at_once([*acts, examine])
    assert n_answered == [N_EACH] * N_AUTHORITIES
    after = items(store, round_id)
    assert {item.proposed_outcome for item in after} == {Outcome.REPEAL}
    assert sum(1 for item in after if item.sent_back_because) == n_sent_back
    assert all(item.is_answered or item.sent_back_because for item in after)
    check_sound(store)
