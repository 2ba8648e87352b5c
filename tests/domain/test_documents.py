"""What must hold of a document before it is saved or published."""

from dataclasses import replace
from datetime import date

import pytest

from registry.domain.documents import (
    Dates,
    Disclosure,
    DocumentFacts,
    DocumentKind,
    Step,
    StepKind,
    check_dates,
    check_facts,
    check_may_publish,
    date_findings,
    judged_on,
    kind_from_title,
    missing_steps,
)
from registry.domain.errors import Refusal

FACTS = DocumentFacts(title="云汀区犬只管理办法", authority_ids=(1,), kind=DocumentKind.MEASURES)
ALL_STEPS = tuple(
    Step(kind, date(2026, 1, 5), "云汀区司法局")
    for kind in (StepKind.HEARING, StepKind.LEGALITY_REVIEW, StepKind.COLLECTIVE_DECISION)
)


def test_a_draft_is_judged_by_today_and_what_is_published_by_its_own_day() -> None:
    signed_on, published_on, today = date(2020, 1, 1), date(2020, 2, 1), date(2026, 3, 1)
    assert judged_on(True, published_on, signed_on, today) == published_on
    assert judged_on(True, None, signed_on, today) == signed_on
    assert judged_on(True, None, None, today) is None
    assert judged_on(False, published_on, signed_on, today) == today


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "长" * 501}, "title"),
        ({"authority_ids": ()}, "authority_ids"),
        ({"has_no_expiry": True, "dates": Dates(valid_until=date(2030, 1, 1))}, "valid_until"),
        ({"disclosure": Disclosure.SECRET}, "title"),
        ({"disclosure": Disclosure.SECRET, "title": "", "local_serial": ""}, "local_serial"),
    ],
)
def test_facts_that_cannot_be_saved_name_their_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Refusal) as refusal:
        check_facts(replace(FACTS, **changes))  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_a_secret_stub_with_only_its_serial_is_saved() -> None:
    check_facts(replace(FACTS, title="", disclosure=Disclosure.SECRET, local_serial="密1"))


@pytest.mark.parametrize(
    "dates",
    [
        Dates(signed_on=date(1912, 1, 1)),
        Dates(published_on=date(2300, 1, 1)),
        Dates(effective_on=date(2025, 1, 1), valid_until=date(2024, 12, 31)),
        Dates(published_on=date(2025, 1, 1), valid_until=date(2024, 12, 31)),
    ],
)
def test_impossible_dates_are_refused(dates: Dates) -> None:
    with pytest.raises(Refusal):
        check_dates(dates)


def test_doubtful_orders_of_dates_are_findings_and_not_refusals() -> None:
    dates = Dates(
        signed_on=date(2025, 3, 3),
        issued_on=date(2025, 3, 2),
        published_on=date(2025, 3, 1),
        effective_on=date(2025, 2, 1),
    )
    check_dates(dates)
    assert len(date_findings(dates)) == 3


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("云汀区犬只管理办法", DocumentKind.MEASURES),
        ("云汀区犬只管理办法（试行）", DocumentKind.MEASURES),
        ("云汀区人民政府关于印发《云汀区临时救助实施细则》的通知", DocumentKind.RULES),
        ("云汀区人民政府关于印发云汀区户外广告管理规定的通知", DocumentKind.PROVISIONS),
        ("云汀区人民政府关于做好防汛工作的通知", DocumentKind.NOTICE),
        ("云汀区人民政府关于禁渔的通告", DocumentKind.ANNOUNCEMENT),
        ("云汀区人民政府令", DocumentKind.ORDER),
        ("关于人才安居", DocumentKind.OTHER),
    ],
)
def test_a_title_names_its_kind(title: str, kind: DocumentKind) -> None:
    assert kind_from_title(title) is kind


def test_a_consultation_or_a_hearing_is_enough() -> None:
    assert missing_steps(DocumentKind.MEASURES, ALL_STEPS, needs_fair_review=False) == []
    assert missing_steps(DocumentKind.MEASURES, ALL_STEPS[1:], needs_fair_review=False) == [
        "公开征求意见或听证"
    ]


def test_a_step_may_be_answered_by_why_it_does_not_apply() -> None:
    steps = (Step(StepKind.PUBLIC_CONSULTATION, not_applicable_because="紧急防汛"), *ALL_STEPS[1:])
    assert missing_steps(DocumentKind.MEASURES, steps, needs_fair_review=False) == []


def test_a_step_without_its_body_is_no_answer() -> None:
    assert missing_steps(
        DocumentKind.CLEANUP_DECISION,
        [Step(StepKind.COLLECTIVE_DECISION, date(2026, 1, 1))],
        needs_fair_review=False,
    )


def test_a_new_document_without_its_steps_may_not_be_published() -> None:
    with pytest.raises(Refusal, match="合法性审核"):
        check_may_publish(DocumentKind.MEASURES, date(2026, 1, 1), [], date(2026, 1, 1))


def test_an_old_document_without_its_steps_has_findings() -> None:
    findings = check_may_publish(DocumentKind.MEASURES, date(2025, 12, 31), [], date(2026, 1, 1))
    assert len(findings) == 3
