"""The opinion of the office is not passed around: by the own unit, by withdrawing, or by another text."""

from dataclasses import replace
from datetime import date

import pytest

from registry.actions.documents.candidates import candidate_of
from registry.actions.documents.edit_document import edit_document
from registry.actions.documents.publish_document import publish_document
from registry.actions.legality.accept_changed_text import accept_changed_text
from registry.actions.legality.gather_materials import hand_in_materials
from registry.domain.documents import Dates, DocumentKind, Step, StepKind
from registry.domain.errors import Outdated, Refusal
from registry.domain.legality_reviews import ReviewMove, ReviewState
from registry.domain.publishing_gate import obstacles
from registry.domain.roles import OPERATOR
from registry.storage.documents.tables import Document, steps_of, text_of
from registry.storage.engine import Store, reading
from registry.storage.files import KeptFile, keep_bytes
from registry.storage.legality_reviews import standing_of
from tests.building.documents import facts, register
from tests.building.reviews import CONSULTED, draft, move, under_review
from tests.cast import NOW, Cast

M, S = ReviewMove, ReviewState
DECIDED = Step(StepKind.COLLECTIVE_DECISION, date(2026, 3, 2), "局长办公会议", "通过")


def standing(store: Store, document_id: int) -> ReviewState | None:
    with reading(store) as session:
        said = standing_of(session, document_id)
    return said.state if said else None


def gate(store: Store, document_id: int) -> str:
    """The obstacles against publishing, in words."""
    with reading(store) as session:
        document = session.get_one(Document, document_id)
        draft = candidate_of(session, document, date(2026, 3, 3))
        return "".join(obstacle.words for obstacle in obstacles(draft))


def edit(store: Store, cast: Cast, document_id: int, *steps: Step, text: str = "", **changes: object) -> None:
    """An edit by the contact that adds steps, and replaces the text unless it is left out."""
    with reading(store) as session:
        document = session.get_one(Document, document_id)
        kept = [step for step in steps_of(session, document_id) if step.kind not in {s.kind for s in steps}]
        now_text = text or text_of(session, document_id)
    changed = facts(doc_no="", dates=Dates(), text=now_text, **changes)
    changed = replace(changed, steps=(*kept, *steps))
    edit_document(store, cast.drafter, document_id, changed, version=document.version, now=NOW)


def test_an_authority_does_not_overrule_the_office(store: Store, cast: Cast) -> None:
    one = under_review(store, cast.drafter)
    move(store, cast.lead, one, M.FIND_UNLAWFUL)
    for by in (cast.drafter, cast.clerk, OPERATOR):
        with pytest.raises(Refusal, match="请修改后重新送审"):
            move(store, by, one, M.RECORD_LAWFUL, body="局法规科")
    assert standing(store, one) is S.UNLAWFUL


def test_an_authority_that_the_office_reviews_records_no_opinion_of_its_own(store: Store, cast: Cast) -> None:
    township = draft(store, cast.stranger, authority_ids=(cast.other_authority_id,))
    with pytest.raises(Refusal, match="由法制机构审核，请送审"):
        move(store, cast.stranger, township, M.RECORD_LAWFUL, body="镇司法所")
    assert move(store, cast.clerk, township, M.RECORD_LAWFUL, body="镇司法所").state is S.LAWFUL


def test_withdrawing_does_not_wipe_out_an_opinion(store: Store, cast: Cast) -> None:
    one = under_review(store, cast.drafter)
    move(store, cast.lead, one, M.ASK_CHANGES)
    move(store, cast.drafter, one, M.WITHDRAW)
    assert standing(store, one) is S.WITHDRAWN
    exempt = Step(StepKind.LEGALITY_REVIEW, not_applicable_because="不需要")
    with pytest.raises(Refusal, match="不能填写集体审议决定的日期"):
        edit(store, cast, one, exempt, Step(StepKind.COLLECTIVE_DECISION, date(2026, 2, 20), "局务会议"))
    edit(store, cast, one, exempt)
    assert "就撤回了送审" in gate(store, one)
    with pytest.raises(Refusal, match="请修改后重新送审"):
        move(store, cast.drafter, one, M.RECORD_LAWFUL, body="局法规科")


def test_another_kind_does_not_switch_the_review_off(store: Store, cast: Cast) -> None:
    one = under_review(store, cast.drafter)
    move(store, cast.lead, one, M.FIND_UNLAWFUL)
    edit(store, cast, one, kind=DocumentKind.CLEANUP_DECISION)
    assert "合法性审核的意见是“不合法”" in gate(store, one)


def test_a_draft_that_touches_the_market_is_not_exempted_by_typing(store: Store, cast: Cast) -> None:
    one = under_review(store, cast.drafter, touches_market=True)
    move(store, cast.lead, one, M.FIND_LAWFUL)
    exempt = Step(StepKind.FAIR_COMPETITION, not_applicable_because="无")
    edit(store, cast, one, exempt, DECIDED, touches_market=True)
    assert "却写作不涉及或者不适用" in gate(store, one)


def test_a_corrected_day_of_publication_meets_the_gate(store: Store, cast: Cast) -> None:
    one = under_review(store, cast.drafter)
    move(store, cast.lead, one, M.FIND_UNLAWFUL)
    publish_document(store, cast.clerk, one, published_on=date(2010, 1, 5), effective_on=None, now=NOW)
    passed = Step(StepKind.LEGALITY_REVIEW, date(2026, 1, 15), "示范区司法局", "通过")
    decided = Step(StepKind.COLLECTIVE_DECISION, date(2026, 1, 20), "局务会议", "通过")
    told = replace(facts(doc_no=""), steps=(CONSULTED, passed, decided))
    old = replace(told, dates=Dates(published_on=date(2010, 1, 5)))
    edit_document(store, cast.clerk, one, old, version=None, reason="补录", now=NOW)
    new = replace(told, dates=Dates(published_on=date(2026, 2, 3)))
    with pytest.raises(Refusal, match="合法性审核的意见是“不合法”"):
        edit_document(store, cast.clerk, one, new, version=None, reason="更正", now=NOW)


def test_a_document_registered_as_published_meets_the_gate(store: Store, cast: Cast) -> None:
    for kind, result in ((StepKind.LEGALITY_REVIEW, "不合法"), (StepKind.FAIR_COMPETITION, "不符合")):
        done = {
            StepKind.LEGALITY_REVIEW: Step(StepKind.LEGALITY_REVIEW, date(2026, 1, 15), "局", "合法"),
            StepKind.FAIR_COMPETITION: Step(StepKind.FAIR_COMPETITION, date(2026, 1, 15), "局", "符合"),
        }
        done[kind] = replace(done[kind], result=result)
        decided = Step(StepKind.COLLECTIVE_DECISION, date(2026, 1, 20), "局务会议", "通过")
        with pytest.raises(Refusal, match=f"的结果是“{result}”"):
            register(
                store,
                cast.clerk,
                NOW,
                dates=Dates(published_on=date(2026, 2, 3)),
                steps=(CONSULTED, *done.values(), decided),
                touches_market=True,
            )


def test_a_text_that_was_swapped_under_review_has_no_opinion(store: Store, cast: Cast) -> None:
    one = under_review(store, cast.drafter)
    edit(store, cast, one, text="第一条　外地企业不得参加。")
    with pytest.raises(Outdated, match="改动了正文"):
        move(store, cast.lead, one, M.FIND_LAWFUL)
    move(store, cast.clerk, one, M.PROPOSE, conclusion=M.FIND_LAWFUL)
    edit(store, cast, one, text="第一条　又换了。")
    with pytest.raises(Outdated, match="重新“拟出审核意见”"):
        move(store, cast.lead, one, M.FIND_LAWFUL)
    move(store, cast.clerk, one, M.PROPOSE, conclusion=M.FIND_LAWFUL)
    assert move(store, cast.lead, one, M.FIND_LAWFUL).state is S.LAWFUL


def test_a_text_typed_or_a_file_replaced_after_the_opinion_is_a_changed_text(
    store: Store, cast: Cast
) -> None:
    one = draft(store, cast.drafter, text="")
    move(store, cast.drafter, one, M.RECORD_LAWFUL, body="局法规科")
    file = KeptFile(keep_bytes(store, b"%PDF-a"), "送审稿.pdf", 6, "material", "送审稿")
    hand_in_materials(store, cast.drafter, one, [file], now=NOW)
    assert "审核后又改动了文本" in gate(store, one)
    accept_changed_text(store, cast.drafter, one, because="补传", now=NOW)
    assert "审核后又改动了文本" not in gate(store, one)
    edit(store, cast, one, text="第一条　另一份。")
    assert "审核后又改动了文本" in gate(store, one)
