"""A text checked by every rule."""

from collections.abc import Iterable, Iterator

from registry.domain.checks.bodies import check_bodies
from registry.domain.checks.coercion import COERCION
from registry.domain.checks.competition import COMPETITION
from registry.domain.checks.fees import FEES
from registry.domain.checks.findings import Finding
from registry.domain.checks.licences import LICENCES
from registry.domain.checks.penalties import PENALTIES
from registry.domain.checks.retroactive import RETROACTIVE
from registry.domain.checks.rights import RIGHTS
from registry.domain.checks.rules import SentenceRule
from registry.domain.checks.sentences import Sentence, sentences
from registry.domain.checks.whole import TextFacts, check_whole
from registry.domain.rules import RuleProfile

RULES = (*LICENCES, *PENALTIES, *COERCION, *FEES, *RIGHTS, *COMPETITION, *RETROACTIVE)
"""The rules of sentences that ship with the program."""


def check_text(
    text: str, facts: TextFacts, profile: RuleProfile | None = None, rules: Iterable[SentenceRule] = RULES
) -> list[Finding]:
    """What the rules find in a text, in the text's order; what it lacks as a whole comes first."""
    made_on = facts.published_on or facts.signed_on
    findings = [
        *check_whole(text, facts, profile),
        *check_sentences(text, rules),
        *check_bodies(text, made_on),
    ]
    return sorted(findings, key=lambda finding: finding.start)


def check_sentences(text: str, rules: Iterable[SentenceRule] = RULES) -> list[Finding]:
    """What the rules find in the sentences of a text, in the text's order; a rule hits a sentence once."""
    kept = tuple(rules)
    return [finding for sentence in sentences(text) for finding in _check(sentence, kept)]


def _check(sentence: Sentence, rules: Iterable[SentenceRule]) -> Iterator[Finding]:
    quote = sentence.words.strip()
    start = sentence.start + sentence.words.index(quote) if quote else sentence.start
    for rule in rules:
        if _hits(rule, sentence):
            end = start + len(quote)
            yield Finding(rule.code, rule.kind, rule.level, quote, start, end, rule.says, rule.source)


def _hits(rule: SentenceRule, sentence: Sentence) -> bool:
    """Whether words of the sentence are what the rule looks for, and nothing around them excuses them."""
    return any(
        not rule.is_excused(
            sentence.clause_of(match.start()) + sentence.clause_of(match.end() - 1), sentence.words
        )
        for match in rule.looks_for.finditer(sentence.words)
    )
