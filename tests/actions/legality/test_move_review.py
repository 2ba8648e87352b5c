"""A draft passes 合法性审核: its moves, its period, its opinion, and what two people at once come to."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlmodel import col, select

from registry.actions.documents.edit_document import edit_document
from registry.actions.documents.publish_document import publish_document
from registry.actions.legality.accept_changed_text import accept_changed_text
from registry.actions.legality.gather_materials import waive_material
from registry.actions.office.edit_settings import edit_settings
from registry.actions.office.verify_register import verify_register
from registry.domain.documents import Dates, Step, StepKind
from registry.domain.errors import Denied, Hidden, Outdated, Refusal
from registry.domain.legality_reviews import Reviewer, ReviewMove, ReviewState
from registry.domain.notices import NoticeKind
from registry.storage.documents.tables import Document, steps_of
from registry.storage.engine import Store, reading
from registry.storage.files import attachments_of
from registry.storage.legality_reviews import moves_of, standing_of
from registry.storage.notices import Notice
from tests.building.concurrent_acts import perform_at_once
from tests.building.documents import facts, keep_clear_check, register
from tests.building.reviews import (
    CONSULTED,
    draft,
    lines_of,
    move,
    ready_draft,
    review_of,
    under_review,
)
from tests.cast import NOW, Cast

M, S = ReviewMove, ReviewState
DECIDED = Step(StepKind.COLLECTIVE_DECISION, date(2026, 3, 2), "局长办公会议", "通过")


def told(store: Store, kind: NoticeKind) -> list[int | None]:
    with reading(store) as session:
        query = select(Notice.user_id).where(Notice.kind == kind).order_by(col(Notice.id))
        return list(session.exec(query).all())


def papers_told(store: Store) -> list[str]:
    """The papers that the notices to the drafter name, in their order."""
    with reading(store) as session:
        query = select(Notice).where(Notice.kind == NoticeKind.LEGALITY_TO_DRAFTER).order_by(col(Notice.id))
        return [notice.facts.get("paper", "") for notice in session.exec(query)]


def edit(store: Store, cast: Cast, document_id: int, text: str, steps: tuple[Step, ...]) -> None:
    with reading(store) as session:
        document = session.get_one(Document, document_id)
    changed = replace(facts(doc_no="", dates=Dates(), text=text), steps=steps)
    edit_document(store, cast.drafter, document_id, changed, version=document.version, now=NOW)


def steps(store: Store, document_id: int) -> tuple[Step, ...]:
    with reading(store) as session:
        return tuple(steps_of(session, document_id))


def test_a_draft_goes_through_questions_and_changes_to_its_publication(store: Store, cast: Cast) -> None:
    one = ready_draft(store, cast.drafter)
    sent = move(store, cast.drafter, one, M.SUBMIT, date(2026, 2, 2))
    assert (sent.due_on, sent.reviewer) == (date(2026, 2, 28), Reviewer.OFFICE), "春节 and 补班 counted"
    assert told(store, NoticeKind.LEGALITY_TO_OFFICE) == [cast.clerk.user_id, cast.lead.user_id]
    move(store, cast.clerk, one, M.ACCEPT, date(2026, 2, 3))
    asked = move(store, cast.clerk, one, M.ASK, date(2026, 2, 5), "第三条的依据是什么？")
    assert (asked.due_on, asked.clock_stopped_since) == (None, date(2026, 2, 5))
    assert told(store, NoticeKind.LEGALITY_TO_DRAFTER) == [cast.drafter.user_id]
    answered = move(store, cast.drafter, one, M.ANSWER, date(2026, 2, 9), "省条例第五条")
    assert answered.due_on == date(2026, 3, 3)
    move(store, cast.clerk, one, M.PROPOSE, date(2026, 2, 10), "第三条删去罚款。", conclusion=M.ASK_CHANGES)
    changed = move(store, cast.lead, one, M.ASK_CHANGES, date(2026, 2, 11), "第三条删去罚款。")
    assert (changed.state, changed.due_on) == (S.TO_CHANGE, None)
    assert papers_told(store) == ["", "合法性审核意见书（审〔2026〕1号）"]
    with pytest.raises(Refusal, match="不能填写集体审议决定的日期：合法性审核的状态是“应当修改”"):
        edit(store, cast, one, "第一条　新的文本。", (CONSULTED, DECIDED))
    edit(store, cast, one, "第一条　新的文本。", (CONSULTED,))
    with pytest.raises(Refusal, match="第1项意见还没有说明怎样修改"):
        move(store, cast.drafter, one, M.REVISE, date(2026, 2, 12), "", answers=[""])
    revised = move(store, cast.drafter, one, M.REVISE, date(2026, 2, 12), "", answers=["已删去"])
    assert revised.state is S.RECHECKING
    passed = move(store, cast.lead, one, M.CONFIRM_CHANGES, date(2026, 2, 24), "已按意见修改。")
    assert passed.state is S.FOLLOWED
    step = next(step for step in steps(store, one) if step.kind is StepKind.LEGALITY_REVIEW)
    assert (step.begun_on, step.done_on) == (date(2026, 2, 2), date(2026, 2, 24))
    assert step.result == "应当修改，已按意见修改"
    with pytest.raises(Refusal, match="早于合法性审核的意见（2026年2月24日）"):
        edit(
            store,
            cast,
            one,
            "第一条　新的文本。",
            (*steps(store, one), replace(DECIDED, done_on=date(2026, 2, 23))),
        )
    edit(store, cast, one, "第一条　新的文本。", (*steps(store, one), DECIDED))
    day = date(2026, 3, 4)
    keep_clear_check(store, one)
    assert publish_document(store, cast.clerk, one, published_on=day, effective_on=day, now=NOW) == []
    with reading(store) as session:
        papers = [file.name for file in attachments_of(session, one) if file.material == "合法性审核意见"]
        assert papers == [
            "合法性审核意见书（应当修改，2026-02-11）.docx",
            "合法性审核意见书（应当修改，2026-02-24）.docx",
        ]
    assert verify_register(store) == []


def test_nothing_is_sent_without_its_materials(store: Store, cast: Cast) -> None:
    one = draft(store, cast.drafter)
    with pytest.raises(Refusal, match="送审材料还缺起草说明、制定依据、公平竞争审查结论"):
        move(store, cast.drafter, one, M.SUBMIT)
    with reading(store) as session:
        assert standing_of(session, one) is None


def test_a_draft_is_sent_back_and_sent_again(store: Store, cast: Cast) -> None:
    one = ready_draft(store, cast.drafter)
    move(store, cast.drafter, one, M.SUBMIT, date(2026, 2, 2))
    back = move(store, cast.clerk, one, M.RETURN, date(2026, 2, 3), "缺起草说明的附件")
    assert (back.state, back.due_on) == (S.RETURNED, None)
    again = move(store, cast.drafter, one, M.SUBMIT, date(2026, 2, 4))
    assert (again.received_on, again.passage) == (date(2026, 2, 4), 1)


def test_who_may_not_is_denied_and_a_stranger_sees_nothing(store: Store, cast: Cast) -> None:
    one = ready_draft(store, cast.drafter)
    with pytest.raises(Hidden):
        move(store, cast.stranger, one, M.SUBMIT)
    with pytest.raises(Denied):
        move(store, cast.visitor, one, M.SUBMIT)
    move(store, cast.drafter, one, M.SUBMIT)
    with pytest.raises(Denied, match="“受理”由法制机构办理"):
        move(store, cast.drafter, one, M.ACCEPT)
    move(store, cast.clerk, one, M.ACCEPT)
    with pytest.raises(Denied, match="由法制机构负责人办理"):
        move(store, cast.clerk, one, M.FIND_LAWFUL)
    with pytest.raises(Denied):
        move(store, cast.auditor, one, M.ASK)


def test_two_people_give_an_opinion_where_the_setting_says_so(store: Store, cast: Cast) -> None:
    edit_settings(store, cast.admin, {"two_person_signing": "yes"}, now=NOW)
    one = under_review(store, cast.drafter)
    with pytest.raises(Refusal, match="须由经办人先“拟出审核意见”"):
        move(store, cast.lead, one, M.FIND_LAWFUL)
    move(store, cast.lead, one, M.PROPOSE, conclusion=M.FIND_LAWFUL)
    with pytest.raises(Refusal, match="拟稿的人不能签发"):
        move(store, cast.lead, one, M.FIND_LAWFUL)
    move(store, cast.lead, one, M.GIVE_BACK)
    move(store, cast.clerk, one, M.PROPOSE, conclusion=M.FIND_LAWFUL)
    with pytest.raises(Refusal, match="经办人拟的是“合法”"):
        move(store, cast.lead, one, M.FIND_UNLAWFUL)
    assert move(store, cast.lead, one, M.FIND_LAWFUL).state is S.LAWFUL
    with reading(store) as session:
        assert moves_of(session, review_of(store, one).id or 0)[-1].alone_because == ""


def test_one_person_alone_is_kept_as_such(store: Store, cast: Cast) -> None:
    one = under_review(store, cast.drafter)
    move(store, cast.lead, one, M.FIND_LAWFUL)
    with reading(store) as session:
        last = moves_of(session, review_of(store, one).id or 0)[-1]
    assert last.alone_because == "没有经办人拟稿，由一人直接出具"
    assert "审核时间不足5个工作日" in last.hint
    urgent = ready_draft(store, cast.drafter, title="示范区防汛应急办法")
    move(store, cast.drafter, urgent, M.SUBMIT, emergency_because="防汛应急")
    move(store, cast.clerk, urgent, M.ACCEPT)
    move(store, cast.lead, urgent, M.FIND_LAWFUL)
    with reading(store) as session:
        assert moves_of(session, review_of(store, urgent).id or 0)[-1].hint == ""


def test_a_changed_text_makes_the_opinion_stale_until_somebody_says_it_is_no_matter(
    store: Store, cast: Cast, now: datetime
) -> None:
    one = under_review(store, cast.drafter)
    move(store, cast.lead, one, M.FIND_LAWFUL)
    edit(store, cast, one, "第一条　改动以后的文本。", (*steps(store, one), DECIDED))
    publish = {"published_on": date(2026, 3, 4), "effective_on": None, "now": now}
    with pytest.raises(Refusal, match="审核后又改动了文本"):
        publish_document(store, cast.clerk, one, **publish)  # type: ignore[arg-type]
    with pytest.raises(Denied):
        accept_changed_text(store, cast.drafter, one, because="只改错字", now=now)
    with pytest.raises(Refusal, match="请写明改动了什么"):
        accept_changed_text(store, cast.clerk, one, because=" ", now=now)
    accept_changed_text(store, cast.clerk, one, because="只改错字", now=now)
    with pytest.raises(Refusal, match="正文与审核时相同"):
        accept_changed_text(store, cast.clerk, one, because="只改错字", now=now)
    keep_clear_check(store, one)
    assert publish_document(store, cast.clerk, one, **publish) == []  # type: ignore[arg-type]


def test_a_department_records_the_opinion_of_its_own_unit(store: Store, cast: Cast) -> None:
    one = draft(store, cast.drafter)
    with pytest.raises(Refusal, match="请填写审核机构"):
        move(store, cast.drafter, one, M.RECORD_LAWFUL)
    review = move(store, cast.drafter, one, M.RECORD_LAWFUL, body="示范区农业农村局法规科")
    assert (review.state, review.reviewer) == (S.LAWFUL, Reviewer.OWN_UNIT)
    step = steps(store, one)[-1]
    assert (step.kind, step.done_on, step.body) == (
        StepKind.LEGALITY_REVIEW, date(2026, 2, 2), "示范区农业农村局法规科",
    )  # fmt: skip


def test_a_withdrawn_draft_is_sent_anew_and_an_unlawful_one_too(store: Store, cast: Cast) -> None:
    one = under_review(store, cast.drafter)
    assert move(store, cast.drafter, one, M.WITHDRAW).state is S.WITHDRAWN
    with reading(store) as session:
        assert standing_of(session, one) is None
    for material in ("起草说明", "制定依据", "公平竞争审查结论"):
        waive_material(store, cast.drafter, one, material, because="没有", now=NOW)
    assert move(store, cast.drafter, one, M.SUBMIT).passage == 2


def test_two_leads_opine_at_once_and_one_is_told(store: Store, cast: Cast) -> None:
    one = under_review(store, cast.drafter)
    version = review_of(store, one).version
    answers = perform_at_once(
        [
            lambda: move(store, cast.lead, one, M.FIND_LAWFUL, version=version),
            lambda: move(store, cast.lead, one, M.FIND_UNLAWFUL, version=version),
        ]
    )
    assert sum(isinstance(answer, str) for answer in answers) == 1
    assert len(lines_of(store, one)) == 3


def test_a_contact_withdraws_while_the_office_opines(store: Store, cast: Cast) -> None:
    one = under_review(store, cast.drafter)
    version = review_of(store, one).version
    answers = perform_at_once(
        [
            lambda: move(store, cast.lead, one, M.FIND_LAWFUL, version=version),
            lambda: move(store, cast.drafter, one, M.WITHDRAW, version=version),
        ]
    )
    assert sum(isinstance(answer, str) for answer in answers) == 1
    assert review_of(store, one).state in (S.LAWFUL, S.WITHDRAWN)
    with pytest.raises(Outdated, match="您打开页面之后"):
        move(store, cast.drafter, one, M.WITHDRAW, version=version)


def test_a_published_document_has_no_passage(store: Store, cast: Cast) -> None:
    one = register(store, cast.clerk, NOW)
    with pytest.raises(Refusal, match="该文件已标记为公布"):
        move(store, cast.clerk, one, M.SUBMIT)


def test_a_day_before_the_last_move_or_to_come_is_refused(store: Store, cast: Cast) -> None:
    one = under_review(store, cast.drafter)
    with pytest.raises(Refusal, match="早于上一步的日期（2026年2月2日）"):
        move(store, cast.clerk, one, M.ASK, date(2026, 2, 1))
    with pytest.raises(Refusal, match="晚于今天（2026年3月5日）"):
        move(store, cast.clerk, one, M.ASK, date(2026, 3, 6), now=NOW)


def test_an_authority_acts_today_and_the_office_types_in_earlier_days(store: Store, cast: Cast) -> None:
    one = ready_draft(store, cast.drafter)
    with pytest.raises(
        Refusal, match="“送审”按今天（2026年3月5日）办理；以前已用纸质材料报送的，请法制机构代录"
    ):
        move(store, cast.drafter, one, M.SUBMIT, date(1990, 1, 1), now=NOW)
    sent = move(store, cast.clerk, one, M.SUBMIT, date(2026, 2, 2), now=NOW)
    assert sent.received_on == date(2026, 2, 2)
    move(store, cast.clerk, one, M.ACCEPT, date(2026, 2, 3), now=NOW)
    move(store, cast.clerk, one, M.ASK, date(2026, 2, 3), now=NOW)
    with pytest.raises(Refusal, match="“答复问题”按今天"):
        move(store, cast.drafter, one, M.ANSWER, date(2026, 2, 3), now=NOW)
    assert move(store, cast.drafter, one, M.ANSWER, NOW.date(), now=NOW).due_on == date(2026, 3, 25)


@pytest.mark.parametrize(("field", "longest"), [("body", 200), ("signer", 100), ("emergency_because", 500)])
def test_words_longer_than_what_is_kept_are_refused(
    store: Store, cast: Cast, field: str, longest: int
) -> None:
    one = ready_draft(store, cast.drafter)
    with pytest.raises(Refusal, match=f"最多{longest}个字（现有{longest + 1}个字）"):
        move(store, cast.clerk, one, M.RECORD_LAWFUL, **({"body": "科"} | {field: "字" * (longest + 1)}))
