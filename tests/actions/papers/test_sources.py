"""Every kind of paper can be made: it has a template that checks, and a source where people make it by hand."""

from datetime import date

import pytest

from registry.actions.papers.keep_paper import draft_paper
from registry.actions.papers.sample_facts import sample_facts
from registry.actions.papers.sources import SOURCES, facts_of
from registry.domain.errors import Refusal
from registry.domain.papers.kinds import PaperKind
from registry.domain.papers.rules import RULES
from registry.exports.papers.templates import TEXTS, problem_of, shipped_text
from registry.storage.engine import Store, reading
from tests.cast import Cast

DAY = date(2026, 3, 5)


def test_every_kind_has_a_template_and_what_people_make_by_hand_a_source() -> None:
    assert {path.stem for path in TEXTS.glob("*.txt")} == {kind.value for kind in PaperKind}
    assert set(RULES) - set(SOURCES) == {PaperKind.STATUS_PROOF}, "it is kept with the answer that it proves"


@pytest.mark.parametrize("kind", RULES)
def test_a_kind_has_a_sound_template_and_can_be_previewed(store: Store, cast: Cast, kind: PaperKind) -> None:
    assert problem_of(kind, shipped_text(kind)) == ""
    with reading(store) as session:
        draft = draft_paper(session, kind, sample_facts(session, cast.admin, kind, "", DAY), DAY)
    assert draft.title
    assert draft.body


def test_no_source_answers_for_what_no_id_can_be(store: Store) -> None:
    with reading(store) as session:
        for kind in SOURCES:
            with pytest.raises(Refusal):
                facts_of(session, kind, "９" * 3, DAY)
