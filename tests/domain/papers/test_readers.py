"""Who may read which papers."""

from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.papers.readers import kinds_read_by, may_read_paper
from registry.domain.papers.rules import RULES
from registry.domain.roles import Actor, Role

CONTACT = Actor("联络员", Role.CONTACT, authority_id=2)
CLERK, AUDITOR, VISITOR = (Actor(role.value, role) for role in (Role.CLERK, Role.AUDITOR, Role.VISITOR))
KIND = PaperKind.REGISTRATION_NOTICE


def test_an_authority_reads_what_went_to_it_and_the_office_everything() -> None:
    assert may_read_paper(CONTACT, KIND, 2)
    assert not may_read_paper(CONTACT, KIND, 3)
    assert not may_read_paper(CONTACT, KIND, None)
    assert may_read_paper(AUDITOR, KIND, 3)
    assert may_read_paper(AUDITOR, KIND, None)
    assert not may_read_paper(VISITOR, KIND, 2)


def test_each_kind_is_read_by_those_that_its_rule_names() -> None:
    for kind, rule in RULES.items():
        is_about_a_person = rule.subject is SubjectKind.PROPOSAL
        assert (kind in kinds_read_by(CONTACT)) is (rule.is_sent and not is_about_a_person)
        assert (kind in kinds_read_by(AUDITOR)) is not is_about_a_person
        assert kind in kinds_read_by(CLERK)
        assert kind not in kinds_read_by(VISITOR)
