"""Every column of the released list is a field of its rows, fits its annex, and is frozen as it was printed."""

from dataclasses import fields, replace
from datetime import date

import pytest

from registry.domain.authorities import AuthorityKind
from registry.domain.cleanups import Outcome
from registry.domain.documents import Disclosure
from registry.domain.listed import (
    COLUMNS,
    ListedDocument,
    ReleaseRow,
    columns_in,
    freeze,
    frozen_fields,
    list_row,
    standings,
)
from registry.domain.validity import EVER, Status

DOCUMENT = ListedDocument(
    id=1, title="关于甲的通知", title_key="", doc_no="示农[2020]1号", doc_no_key=None, duplicate_reason="",
    local_serial="", disclosure=Disclosure.PUBLIC, is_published=True, authority_id=1, authority="某局",
    authority_kind=AuthorityKind.SUBDISTRICT, co_issuers=("甲局", "乙局"), signed_on=date(2020, 1, 2),
    published_on=None, effective_on=None, valid_until=date(2030, 5, 6), has_no_expiry=False,
    ends_when="", status=Status.IN_FORCE, status_from=EVER, why="",
)  # fmt: skip
LANDSCAPE = 12_756 - 640


def test_every_column_is_a_field_of_the_rows_and_frozen() -> None:
    names = [column.name for column in COLUMNS]
    assert len(set(names)) == len(names)
    assert set(names) < {field.name for field in fields(ReleaseRow)}
    assert set(names) < set(frozen_fields())


@pytest.mark.parametrize("outcome", Outcome)
def test_every_annex_leaves_room_for_the_title(outcome: Outcome) -> None:
    widths = [column.annexes[outcome].width for column in columns_in(outcome)]
    assert widths.count(0) == 1
    assert LANDSCAPE - sum(widths) > 2000


def test_a_row_prints_the_number_as_written_and_names_the_other_issuers() -> None:
    row = list_row(DOCUMENT)
    assert (row.doc_no, row.authority_group) == ("示农[2020]1号", "township")
    assert row.reason == "与甲局、乙局联合制定"
    assert list_row(replace(DOCUMENT, doc_no="无号")).doc_no == "无号"


def test_a_frozen_row_has_the_last_day_in_words_and_prints_the_same() -> None:
    row = list_row(DOCUMENT)
    kept = freeze(row, position=3, outcome=Outcome.RETAIN, document_id=1)
    assert (kept.valid_until_text, kept.valid_until, kept.position) == ("2030-05-06", None, 3)
    for column in COLUMNS:
        assert str(column.printed(kept)) == str(column.printed(row))


def test_who_amends_is_the_issuer_unless_another_is_named() -> None:
    responsible = next(column for column in COLUMNS if column.name == "responsible")
    row = list_row(DOCUMENT)
    assert (responsible.kept(row), responsible.printed(row)) == ("", "某局")
    assert responsible.printed(replace(row, responsible="园林局")) == "园林局"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.IN_FORCE, ""),
        (Status.REPEALED, ""),
        (Status.NOT_YET_EFFECTIVE, "尚未施行，自2027年1月1日起施行"),
        (Status.NOT_YET_PUBLISHED, "尚未公布，自2027年1月1日起施行"),
        (Status.SUSPENDED, "停止执行"),
        (Status.UNKNOWN, "效力待核"),
    ],
)
def test_what_is_listed_and_not_in_force_says_so(status: Status, said: str) -> None:
    row = list_row(replace(DOCUMENT, status=status, effective_on=date(2027, 1, 1), co_issuers=()))
    reason = next(column for column in COLUMNS if column.name == "reason")
    assert row.standing == said
    assert reason.value(replace(row, reason="与甲局联合制定")) == f"{said}；与甲局联合制定".removeprefix("；")
    assert freeze(row, position=1, outcome=Outcome.RETAIN, document_id=1).standing == said


def test_a_publication_to_come_is_the_first_day_where_no_other_is_known() -> None:
    document = replace(DOCUMENT, status=Status.NOT_YET_PUBLISHED, published_on=date(2027, 3, 5))
    assert list_row(document).standing == "尚未公布，自2027年3月5日起施行"
    assert list_row(replace(document, published_on=None)).standing == "尚未公布"


def test_the_rows_that_are_not_in_force_are_counted_by_status() -> None:
    row = list_row(DOCUMENT)
    later = [replace(row, standing=f"尚未施行，自2027年{month}月1日起施行") for month in (1, 2)]
    assert standings([row, *later, replace(row, standing="停止执行")]) == "含尚未施行2件、停止执行1件"
    assert standings([row]) == ""
