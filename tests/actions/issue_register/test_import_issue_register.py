"""Importing an issue register: the verdict on each line, and that a second import changes nothing."""

from datetime import date, datetime

import pytest

from registry.actions.issue_register.import_issue_register import (
    import_issue_register,
    preview_issue_register,
)
from registry.domain.errors import Denied, Hidden, Refusal
from registry.readers.ledgers.issue_lines import read_issue_text
from registry.storage.audit import entries_about
from registry.storage.engine import Store, reading
from tests.building.issue_registers import LIST, import_list, stored_entries
from tests.cast import NOW, Cast


def test_a_contact_hands_in_its_own_list_and_a_dry_run_writes_nothing(
    store: Store, cast: Cast, now: datetime
) -> None:
    lines = read_issue_text(LIST)
    tried = preview_issue_register(store, cast.drafter, lines, authority_id=2, year=2026, now=now)
    assert stored_entries(store) == []
    done = import_list(store, cast.drafter)
    assert (tried.n_added, done.n_added, done.years, done.refused) == (3, 3, {2026: 3}, [])
    assert [(entry.doc_no_key, entry.issued_on, entry.entered_by) for entry in stored_entries(store)] == [
        ("示农|2026|3", date(2026, 2, 1), cast.drafter.name),
        (None, date(2026, 2, 3), cast.drafter.name),
        ("示农|2026|5", None, cast.drafter.name),
    ]


def test_a_second_import_changes_nothing_and_leaves_no_second_line_in_the_audit(
    store: Store, cast: Cast
) -> None:
    import_list(store, cast.clerk)
    again = import_list(store, cast.clerk)
    assert (again.n_added, again.n_unchanged, again.updated, again.refused) == (0, 3, [], [])
    with reading(store) as session:
        assert [audited.act for audited in entries_about(session, "authority:2")].count(
            "import_issue_register"
        ) == 1


def test_another_title_or_day_of_a_number_is_an_update_and_a_blank_overwrites_nothing(
    store: Store, cast: Cast
) -> None:
    import_list(store, cast.clerk)
    done = import_list(
        store,
        cast.clerk,
        "关于印发甲办法（试行）的通知\t示农[2026]3号\n关于乙的通知\t示农〔2026〕5号\t2025-12-30",
    )
    first, second = done.updated
    assert first.changes == {"标题": ("关于印发甲办法的通知", "关于印发甲办法（试行）的通知")}
    assert second.changes == {"印发日期": ("", "2025-12-30")}
    assert [(entry.issued_on, entry.year) for entry in stored_entries(store)] == [
        (date(2026, 2, 1), 2026),
        (date(2026, 2, 3), 2026),
        (date(2025, 12, 30), 2025),
    ]


def test_a_later_number_is_set_on_the_line_that_had_none(store: Store, cast: Cast) -> None:
    import_list(store, cast.clerk)
    done = import_list(store, cast.clerk, "关于任免的通知\t示农〔2026〕4号\t2026-02-03")
    assert done.updated[0].changes == {"发文字号": ("", "示农〔2026〕4号")}
    assert len(stored_entries(store)) == 3


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("\t示农〔2026〕9号\t2026-02-01\t", "没有标题"),
        ("关于丙的通知\t示农〔2026〕9号\t2026-04-01\t", "还没有到"),
        ("关于丙的通知\t示农〔2026〕9号\t2026-02-01\t示范区气象局", "没有制定机关“示范区气象局”"),
        ("关于丙的通知\t示农〔2026〕9号\t2026-02-01\t示范区青石镇人民政府", "不是本机关"),
        ("关于甲的通知\t示农〔2026〕1号\t2026-02-01\t", "与第2行重复"),
        ("关于丁的通知\t示农〔2026〕1号\t2026-02-01\t", "文号与第2行相同而标题不同"),
    ],
)
def test_a_refused_line_names_its_row_and_its_reason(store: Store, cast: Cast, row: str, why: str) -> None:
    text = f"标题\t发文字号\t印发日期\t制定机关\n关于甲的通知\t示农〔2026〕1号\t2026-02-01\t\n{row}"
    done = import_list(store, cast.drafter, text)
    (refused,) = done.refused
    assert refused.place == "第3行"
    assert why in refused.reason
    assert (done.n_added, len(stored_entries(store))) == (1, 1)


def test_a_sheet_may_hold_several_authorities(store: Store, cast: Cast) -> None:
    text = (
        "标题\t制定机关\n关于甲的通知\t示范区农业农村局\n关于乙的通知\t示范区青石镇人民政府\n关于丙的通知\t"
    )
    done = import_list(store, cast.clerk, text, authority_id=None)
    assert done.authorities == {"示范区农业农村局": 1, "示范区青石镇人民政府": 1}
    assert "没有写明制定机关" in done.refused[0].reason


def test_the_year_comes_from_the_number_and_a_line_without_either_is_refused(
    store: Store, cast: Cast
) -> None:
    lines = read_issue_text("标题\t文号\n关于甲的通知\t示农〔2024〕1号\n关于乙的通知\t")
    done = import_issue_register(store, cast.clerk, lines, authority_id=2, name="粘贴", now=NOW)
    assert done.years == {2024: 1}
    assert "看不出是哪一年" in done.refused[0].reason


def test_only_the_office_and_the_authority_import_a_list(store: Store, cast: Cast) -> None:
    for actor, error in ((cast.auditor, Denied), (cast.admin, Denied), (cast.stranger, Hidden)):
        with pytest.raises(error):
            import_list(store, actor)
    with pytest.raises(Refusal, match="年份应在"):
        import_issue_register(store, cast.clerk, [], authority_id=2, year=2027, name="粘贴", now=NOW)
