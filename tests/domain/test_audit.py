"""The chain of audited acts."""

import pytest

from registry.domain.audit import FIRST_LINK, check_fields, link

ENTRY = {"at": "2026-03-01T02:00:00+00:00", "actor": "张敏", "act": "change_password", "subject": "user:1"}


def test_a_link_depends_on_every_value() -> None:
    first = link(FIRST_LINK, fields={"login": "zhang"}, **ENTRY)
    assert first != link(FIRST_LINK, fields={"login": "li"}, **ENTRY)
    assert first != link(first, fields={"login": "zhang"}, **ENTRY)
    assert first == link(FIRST_LINK, fields={"login": "zhang"}, **ENTRY)


def test_an_act_carries_exactly_its_declared_fields() -> None:
    check_fields("change_password", {"login": "zhang"})
    with pytest.raises(ValueError, match="change_password"):
        check_fields("change_password", {"login": "zhang", "password": "…"})
    with pytest.raises(ValueError, match="no_such_act"):
        check_fields("no_such_act", {})
