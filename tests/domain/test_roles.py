"""The permissions of each role: what the table does not allow is denied."""

import pytest

from registry.domain.errors import Refusal
from registry.domain.roles import OPERATOR, PERMISSIONS, ROLE_WORDS, VISITOR, Actor, Permission, Role, require

CONTACT = Actor("联络员", Role.CONTACT, authority_id=7)


def test_every_role_has_its_word_and_its_permissions() -> None:
    assert set(ROLE_WORDS) == set(PERMISSIONS) == set(Role)


def test_a_visitor_only_reads_what_is_public() -> None:
    assert PERMISSIONS[Role.VISITOR] == {Permission.READ_PUBLIC}


def test_an_auditor_changes_nothing() -> None:
    assert all(permission.value.startswith("read_") for permission in PERMISSIONS[Role.AUDITOR])


def test_a_contact_sees_its_own_authority_only() -> None:
    require(CONTACT, Permission.SUBMIT_FILING, [7])
    with pytest.raises(Refusal, match="其他制定机关"):
        require(CONTACT, Permission.SUBMIT_FILING, [8])


def test_a_contact_without_an_authority_sees_nothing() -> None:
    assert not Actor("联络员", Role.CONTACT).may_see([7])


def test_the_operator_at_the_command_line_may_do_everything() -> None:
    assert all(OPERATOR.may(permission) for permission in Permission)


def test_a_refusal_names_the_role() -> None:
    with pytest.raises(Refusal, match="访客"):
        require(VISITOR, Permission.RELEASE_LIST)
