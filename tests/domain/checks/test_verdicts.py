from dataclasses import dataclass

import pytest

from registry.domain.checks.findings import CheckKind, Finding
from registry.domain.checks.verdicts import ITEM_OF, LONGEST_REASON, HitVerdict, check_verdict, matched
from registry.domain.errors import Refusal
from registry.domain.filings import EXAMINATION_ITEMS
from registry.domain.levels import Level


@dataclass(frozen=True)
class Kept:
    """A hit of an earlier check."""

    rule: str
    quote: str
    says: str
    article_key: str
    verdict: HitVerdict
    reason: str
    is_gone: bool


def hit(rule: str, quote: str, says: str = "某种说明", start: int = 0) -> Finding:
    return Finding(rule, CheckKind.FEE, Level.UNLAWFUL, quote, start, start + len(quote), says, "某法第三条")


def kept(
    found: Finding, article: str = "", verdict: HitVerdict = HitVerdict.OPEN, *, is_gone: bool = False
) -> Kept:
    return Kept(found.rule, found.quote, found.says, article, verdict, verdict.value, is_gone)


def pairs(before: list[Kept], after: list[Finding], *articles: str) -> list[Kept | None]:
    return matched(before, after, articles or [""] * len(after))


def test_every_kind_is_raised_under_an_item_of_the_examination() -> None:
    assert set(ITEM_OF) == set(CheckKind)
    assert set(ITEM_OF.values()) <= set(EXAMINATION_ITEMS)


def test_a_dismissal_needs_its_reason_and_a_kept_hit_needs_none() -> None:
    with pytest.raises(Refusal, match="请写明排除的理由") as refused:
        check_verdict(HitVerdict.DISMISSED, "")
    assert refused.value.field == "reason"
    check_verdict(HitVerdict.DISMISSED, "引述上位法")
    check_verdict(HitVerdict.KEPT, "")


def test_a_reason_that_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(Refusal, match="有501个字，最多500个字"):
        check_verdict(HitVerdict.KEPT, "长" * (LONGEST_REASON + 1))


def test_a_hit_is_the_same_while_the_same_rule_speaks_of_the_same_words() -> None:
    before = kept(hit("fee.charge", "每户收取十元", start=3))
    moved, other_rule = hit("fee.charge", "每户收取十元", start=90), hit("rights.burden", "每户收取十元")
    assert pairs([before], [other_rule, moved]) == [None, before]
    assert pairs([before], [hit("fee.charge", "每户收取二十元")]) == [None]


def test_the_same_words_twice_keep_their_order() -> None:
    first, second = kept(hit("fee.charge", "收费十元"), "一"), kept(hit("fee.charge", "收费十元"), "二")
    assert pairs([first, second], [hit("fee.charge", "收费十元")]) == [first]
    again = [hit("fee.charge", "收费十元", start=n) for n in (2, 51, 99)]
    assert pairs([first, second], again) == [first, second, None]


def test_a_hit_about_the_whole_text_is_the_same_while_it_says_the_same() -> None:
    before = kept(hit("validity.too_long", "", "有效期至2040-01-01，超过五年。"))
    same, other = (
        hit("validity.too_long", "", before.says),
        hit("validity.too_long", "", "有效期至2050-01-01，超过五年。"),
    )
    assert pairs([before], [same]) == [before]
    assert pairs([before], [other]) == [None]


def test_hits_of_the_same_words_are_told_apart_by_their_article() -> None:
    ten = hit("fee.charge", "收费十元")
    first, second = kept(ten, "三"), kept(ten, "五", HitVerdict.OPEN)
    assert pairs([first, second], [ten, ten], "五", "三") == [second, first]
    assert pairs([first, second], [ten], "五") == [second]


def test_a_dismissal_does_not_move_to_another_sentence() -> None:
    ten = hit("fee.charge", "收费十元")
    dismissed, held = kept(ten, "三", HitVerdict.DISMISSED), kept(ten, "四", HitVerdict.KEPT)
    assert pairs([dismissed, held], [ten], "三") == [held], "the article before it was taken out"
    assert pairs([dismissed, kept(ten, "四")], [ten, ten, ten], "三", "四", "五")[0] != dismissed


def test_what_is_gone_comes_after_what_was_there() -> None:
    ten = hit("fee.charge", "收费十元")
    gone, there = kept(ten, "三", HitVerdict.DISMISSED, is_gone=True), kept(ten, "三", HitVerdict.KEPT)
    assert pairs([gone, there], [ten], "三") == [there]
    assert pairs([gone], [ten], "三") == [gone], "a sentence that comes back"
