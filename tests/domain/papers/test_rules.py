"""The rules of the kinds of papers."""

from registry.domain.papers.field_words import FIELD_WORDS
from registry.domain.papers.kinds import PaperKind
from registry.domain.papers.rules import RULES
from registry.domain.papers.series import all_series


def test_every_kind_has_its_rule_and_every_series_is_short_and_spoken() -> None:
    assert set(RULES) == set(PaperKind)
    for series, kinds in all_series().items():
        assert 0 < len(series) <= 8
        assert kinds


def test_every_field_of_a_template_is_explained_and_nothing_else() -> None:
    assert set(FIELD_WORDS) == {field for rule in RULES.values() for field in rule.fields}
