"""Words and dates for templates."""

from datetime import UTC, date, datetime
from enum import StrEnum

from registry.domain.audit import ACTS
from registry.domain.roles import Role
from registry.web.words import TABLES, act_word, cn_date, cn_instant, word


def test_every_word_of_every_table_is_found_by_its_member() -> None:
    for table in TABLES.values():
        for member, text in table.items():
            if isinstance(member, StrEnum) and isinstance(text, str):
                assert word(member) == text


def test_equal_values_of_two_tables_keep_their_own_words() -> None:
    assert word(Role.LEAD) == "法制机构负责人"
    assert word(None) == ""


def test_every_audited_act_has_a_word() -> None:
    assert all(act_word(act) for act in ACTS)


def test_dates_are_written_as_on_official_papers() -> None:
    assert cn_date(date(2026, 3, 5)) == "2026年3月5日"
    assert cn_date(datetime(2026, 3, 4, 16, 0, tzinfo=UTC)) == "2026年3月5日"
    assert cn_instant(datetime(2026, 3, 4, 16, 5, tzinfo=UTC)) == "2026年3月5日 00:05"
    assert cn_date(None) == cn_instant(None) == ""
