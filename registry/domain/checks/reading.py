"""A text checked by every rule of a book."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from registry.domain.checks.bodies import check_body
from registry.domain.checks.book import RULES, SHIPPED_BOOK, CheckBook
from registry.domain.checks.findings import CHECK_WORDS, CheckKind, Finding
from registry.domain.checks.gone_laws import GONE_LAW, check_laws
from registry.domain.checks.rules import SentenceRule
from registry.domain.checks.sentences import Sentence, sentences
from registry.domain.checks.whole import TextFacts, check_whole
from registry.domain.rules import RuleProfile


class Check(NamedTuple):
    """A part of the examination that runs by itself: a rule over the sentences, a body, or the text as a whole."""

    code: str
    name: str
    run: Callable[[], Iterable[Finding]]


def check_text(
    text: str, facts: TextFacts, profile: RuleProfile | None = None, book: CheckBook = SHIPPED_BOOK
) -> list[Finding]:
    """What the book finds in a text, in the text's order; what it lacks as a whole comes first."""
    return in_order(finding for check in checks_of(text, facts, profile, book) for finding in check.run())


def checks_of(text: str, facts: TextFacts, profile: RuleProfile | None, book: CheckBook) -> Iterator[Check]:
    """The parts of the examination of a text; each gives its findings in the text's order."""
    yield Check("whole", "全文", partial(_check_whole, text, facts, profile, book.off))
    split = tuple(sentences(text))
    for rule in book.rules:
        yield Check(rule.code, rule.name, partial(check_rule, rule, split))
    made_on = facts.judged_on or facts.published_on or facts.signed_on
    for body in book.bodies:
        yield Check(body.code, body.name, partial(check_body, text, made_on, body, book.living))
    yield Check(GONE_LAW, CHECK_WORDS[CheckKind.LAW], partial(check_laws, text, book.laws, made_on))


def _check_whole(
    text: str, facts: TextFacts, profile: RuleProfile | None, off: frozenset[str]
) -> Iterator[Finding]:
    return (finding for finding in check_whole(text, facts, profile) if finding.rule not in off)


def check_sentences(text: str, rules: Iterable[SentenceRule] = RULES) -> list[Finding]:
    """What the rules find in the sentences of a text, in the text's order; a rule hits a sentence once."""
    split = tuple(sentences(text))
    return in_order(finding for rule in rules for finding in check_rule(rule, split))


def check_rule(rule: SentenceRule, split: Iterable[Sentence]) -> Iterator[Finding]:
    """What one rule finds in the sentences."""
    looks_for = rule.looks_for
    for sentence in split:
        quote = sentence.words.strip()
        if quote and looks_for.search(sentence.words) and _hits(rule, sentence):
            start = sentence.start + sentence.words.index(quote)
            end = start + len(quote)
            yield Finding(rule.code, rule.kind, rule.level, quote, start, end, rule.says, rule.source)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by their place in the text, those of one place as they came."""
    return sorted(findings, key=lambda finding: finding.start)


def _hits(rule: SentenceRule, sentence: Sentence) -> bool:
    """Whether words of the sentence are what the rule looks for, and nothing around them excuses them."""
    return any(
        not rule.is_excused(
            sentence.clause_of(match.start()) + sentence.clause_of(max(match.start(), match.end() - 1)),
            sentence.words,
        )
        for match in rule.looks_for.finditer(sentence.words)
    )
