"""What is wrong with a text as a whole."""

from datetime import date

import pytest

from registry.domain.checks.whole import TextFacts, check_whole
from registry.domain.rules import RuleProfile

TITLE = "示范县摊点管理办法"
TEXT = "本办法自2025年4月1日起施行，有效期5年。由示范县城市管理局负责解释。"
DAY = date(2025, 4, 1)
PROFILE = RuleProfile(
    name="示范", version=1, place="示范县", in_force_from=date(2020, 1, 1), in_force_until=None,
    source="示范规定", confirmed=True,
)  # fmt: skip


def rules_of(text: str, facts: TextFacts, profile: RuleProfile | None = None) -> list[str]:
    return [finding.rule for finding in check_whole(text, facts, profile)]


def test_a_text_that_says_all_has_no_finding() -> None:
    facts = TextFacts(TITLE, date(2025, 3, 3), date(2025, 3, 5), DAY, date(2030, 3, 31))
    assert rules_of(TEXT, facts, PROFILE) == []


@pytest.mark.parametrize(
    ("text", "facts", "rule"),
    [
        ("请遵照执行。有效期5年。", TextFacts("关于摊点的通知"), "missing.effective"),
        ("自公布之日起施行。", TextFacts("关于摊点的通知"), "missing.validity"),
        ("自公布之日起施行。", TextFacts("摊点管理办法（试行）"), "missing.trial_end"),
        ("自公布之日起施行，有效期5年。", TextFacts(TITLE), "missing.interpreter"),
        (TEXT, TextFacts(TITLE, effective_on=DAY, valid_until=date(2025, 3, 1)), "dates.ends_first"),
        (TEXT, TextFacts(TITLE, signed_on=DAY, published_on=date(2025, 3, 1)), "dates.published_first"),
        (TEXT, TextFacts(TITLE, published_on=date(2025, 5, 1), effective_on=DAY), "retroactive.effective"),
        (TEXT, TextFacts(TITLE, effective_on=DAY, valid_until=date(2035, 3, 31)), "validity.too_long"),
        (TEXT, TextFacts("摊点管理办法（试行）", None, None, DAY, date(2030, 3, 31)), "validity.too_long"),
    ],
)
def test_what_is_wrong_is_named(text: str, facts: TextFacts, rule: str) -> None:
    assert rule in rules_of(text, facts, PROFILE)


def test_a_decision_that_repeals_needs_no_period() -> None:
    facts = TextFacts("关于废止部分文件的决定")
    assert "missing.validity" not in rules_of("自公布之日起施行。", facts)
