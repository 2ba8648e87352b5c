"""Writing a worksheet: the article as it stands, one version at a time, and nothing while it waits to be signed."""

import pytest
from sqlmodel import select

from registry.actions.filings.edit_worksheet import (
    Written,
    begin_worksheet,
    clear_items,
    raise_finding,
    remove_finding,
    write_finding,
)
from registry.domain.errors import Denied, Refusal
from registry.domain.levels import Level
from registry.domain.roles import OPERATOR
from registry.storage.audit import AuditEntry
from registry.storage.engine import Store, reading
from registry.storage.worksheets import worksheets_of
from tests.building.concurrent_acts import check_sound, perform_at_once
from tests.building.documents import register
from tests.building.filings import filing_of, make_move, owed_filing
from tests.building.worksheets import (
    FEE,
    FINE,
    WORDS,
    clear_the_rest,
    examined_filing,
    findings,
    hand_over,
    handed_over_filing,
    sheet_of,
    write,
)
from tests.cast import NOW, Cast


def test_a_finding_quotes_the_article_as_it_stands(store: Store, cast: Cast) -> None:
    filing_id = examined_filing(store)
    write(store, cast.clerk, filing_id, FEE)
    write(store, cast.clerk, filing_id, Written("制定程序", Level.ADVICE, "没有听证", "art-2"))
    write(store, cast.clerk, filing_id, WORDS)
    assert [(row.article, row.quote) for row in findings(store, filing_id)] == [
        ("第三条", "每船每日收取停泊费二十元。"),
        ("第二条", "船舶停泊应当服从调度。\n调度由渔港站负责。"),
        ("", ""),
    ]
    sheet = sheet_of(store, filing_id)
    assert (sheet.round, list(sheet.drafters.values())) == (1, [cast.clerk.name])
    with reading(store) as session:
        written = select(AuditEntry.fields).where(AuditEntry.act == "edit_worksheet")
        assert session.exec(written).all()[0] == {"round": 1, "change": "新增问题：上位法依据，第三条"}
    check_sound(store)


def test_an_article_that_the_text_does_not_have_is_refused(store: Store, cast: Cast) -> None:
    filing_id = examined_filing(store)
    with pytest.raises(Refusal, match="没有所选的这一条") as refused:
        write(store, cast.clerk, filing_id, Written("制定权限", Level.UNLAWFUL, "越权", "art-99"))
    assert refused.value.field == "article_key"
    assert sheet_of(store, filing_id).version == 0


def test_an_item_has_no_problem_or_findings_but_not_both(store: Store, cast: Cast) -> None:
    filing_id = examined_filing(store)
    clear_items(store, cast.clerk, filing_id, ["制定程序", "上位法依据"], version=0, now=NOW)
    write(store, cast.clerk, filing_id, FEE)
    assert sheet_of(store, filing_id).cleared == ["制定程序"]
    with pytest.raises(Refusal, match="上位法依据已经写有问题"):
        clear_items(
            store, cast.clerk, filing_id, ["上位法依据"], version=sheet_of(store, filing_id).version, now=NOW
        )


def test_findings_are_changed_moved_up_and_removed(store: Store, cast: Cast) -> None:
    filing_id = examined_filing(store)
    first, second = (write(store, cast.clerk, filing_id, written) for written in (FEE, FINE))
    write(store, cast.clerk, filing_id, WORDS, finding_id=first)
    raise_finding(store, cast.clerk, filing_id, second, version=sheet_of(store, filing_id).version, now=NOW)
    assert [row.item for row in findings(store, filing_id)] == ["制定权限", "内容适当性"]
    remove_finding(store, cast.clerk, filing_id, second, version=sheet_of(store, filing_id).version, now=NOW)
    assert [row.id for row in findings(store, filing_id)] == [first]
    with pytest.raises(Refusal, match="已经被删除"):
        write(store, cast.clerk, filing_id, FEE, finding_id=second)


def test_what_another_clerk_wrote_meanwhile_is_not_overwritten(store: Store, cast: Cast) -> None:
    filing_id = examined_filing(store)
    finding_id = write(store, cast.clerk, filing_id, FEE)
    seen = sheet_of(store, filing_id).version
    write(store, cast.lead, filing_id, FINE, finding_id=finding_id)
    with pytest.raises(Refusal, match=r"林负责（lead）于.*修改。您这一次的内容还没有保存") as refused:
        write(store, cast.clerk, filing_id, WORDS, finding_id=finding_id, version=seen)
    assert refused.value.field == "sheet"
    assert findings(store, filing_id)[0].item == FINE.item
    assert set(sheet_of(store, filing_id).drafters.values()) == {cast.clerk.name, cast.lead.name}


def test_a_version_that_never_was_blames_nobody(store: Store, cast: Cast) -> None:
    filing_id = examined_filing(store)
    with pytest.raises(Refusal, match=r"^页面已过时，没有保存。.*仍在表单里"):
        write(store, cast.clerk, filing_id, FINE, version=-1)
    write(store, cast.clerk, filing_id, FEE)
    for never in (-1, sheet_of(store, filing_id).version + 1):
        with pytest.raises(Refusal, match=r"^页面已过时，没有保存。.*仍在表单里") as refused:
            write(store, cast.clerk, filing_id, FINE, version=never)
        assert refused.value.field == "sheet"


def test_a_worksheet_in_which_nobody_wrote_has_not_changed(store: Store, cast: Cast) -> None:
    filing_id = examined_filing(store)
    clear_items(store, cast.clerk, filing_id, [], version=0, now=NOW)
    write(store, cast.lead, filing_id, FEE, version=0)
    with pytest.raises(Refusal, match="已有变动：林负责（lead）于"):
        write(store, cast.clerk, filing_id, FINE, version=0)


def test_a_double_click_adds_one_finding(store: Store, cast: Cast) -> None:
    filing_id = examined_filing(store)

    def click() -> int:
        return write_finding(store, cast.clerk, filing_id, FEE, version=0, now=NOW)

    ids = perform_at_once([click, click])
    assert ids[0] == ids[1]
    assert len(findings(store, filing_id)) == 1
    with reading(store) as session:
        assert len(worksheets_of(session, filing_id)) == 1


def test_two_clerks_at_once_begin_one_worksheet(store: Store, cast: Cast) -> None:
    filing_id = examined_filing(store)
    answers = perform_at_once(
        [
            lambda: write_finding(store, cast.clerk, filing_id, FEE, version=0, now=NOW),
            lambda: write_finding(store, cast.lead, filing_id, FINE, version=0, now=NOW),
        ]
    )
    assert sum(isinstance(answer, str) for answer in answers) == 1
    assert len(findings(store, filing_id)) == 1


def test_what_waits_to_be_signed_is_not_changed(store: Store, cast: Cast) -> None:
    filing_id = handed_over_filing(store, cast)
    finding_id = findings(store, filing_id)[0].id or 0
    version = sheet_of(store, filing_id).version
    for act in (
        lambda: write(store, cast.clerk, filing_id, FINE),
        lambda: write(store, cast.clerk, filing_id, FINE, finding_id=finding_id),
        lambda: remove_finding(store, cast.clerk, filing_id, finding_id, version=version, now=NOW),
        lambda: clear_the_rest(store, cast.clerk, filing_id),
        lambda: hand_over(store, cast.clerk, filing_id),
    ):
        with pytest.raises(Refusal, match="已经交负责人"):
            act()


def test_only_a_filing_that_we_examine_has_a_worksheet(store: Store, cast: Cast) -> None:
    with pytest.raises(Refusal, match="“待报送”，不在审查中"):
        begin_worksheet(store, cast.clerk, owed_filing(store, 8), now=NOW)
    outgoing = filing_of(store, register(store, cast.clerk, NOW, authority_id=cast.government_id))
    with pytest.raises(Refusal, match="由上级备案机关审查"):
        begin_worksheet(store, cast.clerk, outgoing, now=NOW)
    filing_id = examined_filing(store, 4)
    for actor in (cast.drafter, cast.stranger, cast.admin, cast.auditor):
        with pytest.raises(Denied):
            write(store, actor, filing_id, FEE)
    make_move(store, OPERATOR, filing_id, "pass", NOW)
    with pytest.raises(Refusal, match="准予备案"):
        write(store, cast.clerk, filing_id, FEE)
