"""Differences are kept or taken value by value, and the verdicts follow."""

import pytest
from sqlmodel import select

from registry.actions.intakes.apply_intake import apply_intake
from registry.actions.intakes.choose_values import choose_values
from registry.domain.errors import Refusal
from registry.domain.intakes import Choice, Options, Verdict
from registry.domain.roles import OPERATOR
from registry.storage.audit import AuditEntry
from registry.storage.engine import Store, reading
from registry.storage.intakes import Intake, IntakeRow, rows_of
from tests.building.ledgers import StoredIntake, import_ledger, ledger, stage_ledger, stored_documents
from tests.cast import NOW

AGRI = "示范区农业农村局"
HEADINGS = ("文件名称", "发文字号", "制定机关", "公布日期", "施行日期", "主题分类")
OLD = [
    (f"关于第{n}件事的通知", f"示农〔2019〕{n}号", AGRI, "2019-05-06", "2019-06-01", "农业")
    for n in (1, 2, 3)
]
NEW = [(title, number, who, day, "2019-07-01", "林业") for title, number, who, day, _, _ in OLD]


def registered(store: Store, *, is_update: bool) -> StoredIntake:
    import_ledger(store, ("旧.csv", ledger(*OLD, headings=HEADINGS)))
    return stage_ledger(store, ("新.csv", ledger(*NEW, headings=HEADINGS)), options=Options(is_update))


def rows(store: Store, intake_id: int) -> list[IntakeRow]:
    with reading(store) as session:
        return rows_of(session, intake_id)


def test_one_value_is_kept_and_the_others_are_still_overwritten(store: Store) -> None:
    new = registered(store, is_update=True)
    assert choose_values(store, OPERATOR, new.id, "effective_on", Choice.KEEP, 1, now=NOW) == 1
    first, second, _ = rows(store, new.id)
    assert set(first.changes) == {"subject"}
    assert set(second.changes) == {"subject", "effective_on"}
    assert "已选择保留原值" in first.problems[0]["sentence"]
    apply_intake(store, OPERATOR, new.id, NOW)
    with reading(store) as session:
        days = [str(document.effective_on) for document in stored_documents(session)]
        acts = session.exec(select(AuditEntry).where(AuditEntry.act == "apply_intake"))
        n_kept = [entry.fields["n_kept"] for entry in acts]
    assert days == ["2019-06-01", "2019-07-01", "2019-07-01"]
    assert sorted(n_kept) == [0, 1]


def test_who_drafted_and_who_implements_are_compared_and_taken_like_other_values(store: Store) -> None:
    headings = ("文件名称", "发文字号", "制定机关", "起草单位", "实施机关")
    number = ("甲办法", "示农〔2019〕1号", AGRI)
    import_ledger(store, ("旧.csv", ledger((*number, "种植业科", ""), headings=headings)))
    second = ("二.csv", ledger((*number, "畜牧科", AGRI), headings=headings))
    new = stage_ledger(store, second)
    (row,) = rows(store, new.id)
    assert row.changes == {"implementing_authority": ["", AGRI]}
    assert "起草单位与登记的不一致：登记为“种植业科”，本次为“畜牧科”，未改动" in row.problems[-1]["sentence"]
    choose_values(store, OPERATOR, new.id, "drafting_unit", "take", 1, now=NOW)
    apply_intake(store, OPERATOR, new.id, NOW)
    with reading(store) as session:
        (document,) = stored_documents(session)
        assert (document.drafting_unit, document.implementing_authority, document.note) == (
            "畜牧科",
            AGRI,
            "",
        )


def test_a_whole_column_is_kept_at_once_and_the_counts_follow(store: Store) -> None:
    new = registered(store, is_update=True)
    assert choose_values(store, OPERATOR, new.id, "effective_on", Choice.KEEP, now=NOW) == 3
    assert choose_values(store, OPERATOR, new.id, "subject", Choice.KEEP, now=NOW) == 3
    assert [row.verdict for row in rows(store, new.id)] == [Verdict.UNCHANGED] * 3
    with reading(store) as session:
        intake = session.get_one(Intake, new.id)
        assert (intake.n_updated, intake.n_unchanged) == (0, 3)


def test_without_update_a_single_difference_can_be_taken(store: Store) -> None:
    new = registered(store, is_update=False)
    assert new.verdicts == [Verdict.UNCHANGED] * 3
    assert choose_values(store, OPERATOR, new.id, "subject", Choice.TAKE, 2, now=NOW) == 1
    apply_intake(store, OPERATOR, new.id, NOW)
    with reading(store) as session:
        assert [document.subject for document in stored_documents(session)] == ["农业", "林业", "农业"]


def test_a_value_that_was_kept_can_be_taken_later(store: Store) -> None:
    new = registered(store, is_update=True)
    choose_values(store, OPERATOR, new.id, "subject", Choice.KEEP, 1, now=NOW)
    choose_values(store, OPERATOR, new.id, "subject", Choice.TAKE, 1, now=NOW)
    assert "subject" in rows(store, new.id)[0].changes


def test_a_filled_blank_can_be_refused_too(store: Store) -> None:
    import_ledger(store, ("旧.csv", ledger(("关于甲的通知", "示农〔2019〕1号", AGRI, "2019-05-06"))))
    fuller = ("关于甲的通知", "示农〔2019〕1号", AGRI, "2019-05-06", "2019-07-01", "林业")
    new = stage_ledger(store, ("新.csv", ledger(fuller, headings=HEADINGS)))
    choose_values(store, OPERATOR, new.id, "subject", Choice.KEEP, 1, now=NOW)
    (row,) = rows(store, new.id)
    assert set(row.changes) == {"effective_on"}
    assert "登记没有" in row.problems[0]["sentence"]


def test_a_number_of_another_document_is_not_taken(store: Store) -> None:
    import_ledger(store, ("旧.csv", ledger(("关于甲的通知", "", AGRI, "2019-05-06"), OLD[0][:4])))
    headings = ("文件名称", "发文字号", "制定机关", "公布日期", "重号说明")
    again = ("关于甲的通知", "", AGRI, "2019-05-06", "")
    new = stage_ledger(store, ("新.csv", ledger(again, headings=headings)))
    assert new.verdicts == [Verdict.UNCHANGED]


@pytest.mark.parametrize(
    ("field", "choice"), [("subject", Choice.KEEP), ("title", Choice.TAKE), ("nonsense", Choice.TAKE)]
)
def test_nothing_is_chosen_where_nothing_differs(store: Store, field: str, choice: str) -> None:
    new = registered(store, is_update=False)
    with pytest.raises(Refusal):
        choose_values(store, OPERATOR, new.id, field, choice, 1, now=NOW)
