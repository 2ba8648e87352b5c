"""The gate that no incomplete list passes."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.cleanups import Outcome
from registry.domain.documents import Disclosure
from registry.domain.findings import MENDS, Finding, FindingRow, Item
from registry.domain.gate import open_findings, outcome_counts, release_findings, status_mark
from registry.domain.validity import Status


def item(number: int, outcome: Outcome | None = Outcome.RETAIN, **more: object) -> Item:
    plain = Item(
        id=number,
        title=f"第{number}号办法",
        doc_no=f"云政〔2020〕{number}号",
        doc_no_key=f"云政|2020|{number}",
        authority_id=1,
        authority="云汀区人民政府",
        disclosure=Disclosure.PUBLIC,
        outcome=outcome,
        reason="已被新规定替代",
        published_on=date(2020, 1, 1),
        day=date(2020, 1, 1),
        deadline_on=date(2026, 9, 30),
        clause="第三条",
        responsible="云汀区财政局",
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def codes(items: list[Item], n_in_scope: int | None = None, **more: object) -> list[str]:
    n = len(items) if n_in_scope is None else n_in_scope
    return [finding.code for finding in release_findings(items, n, **more)]  # type: ignore[arg-type]


def test_a_complete_round_has_no_finding() -> None:
    assert codes([item(1), item(2, Outcome.REPEAL)]) == []


def test_quangang_2022_would_have_been_stopped() -> None:
    """Scope 252, outcomes 206+3+42 = 251 (DOMAIN §9)."""
    outcomes = [Outcome.RETAIN] * 206 + [Outcome.TO_AMEND] * 3 + [Outcome.REPEAL] * 42
    items = [item(n, outcome) for n, outcome in enumerate(outcomes)]
    (finding,) = release_findings(items, 252)
    assert finding.is_hard
    assert "252" in finding.sentence
    assert "251" in finding.sentence


def test_yueyang_2025_would_have_been_stopped() -> None:
    """The same document listed twice (DOMAIN §9)."""
    assert "duplicate" in codes(
        [item(1), item(2, title="第1号办法", doc_no_key="云政|2020|1", duplicate_reason="重")]
    )


def test_the_same_number_with_a_recorded_reason_passes() -> None:
    twin = item(2, doc_no_key="云政|2020|1", duplicate_reason="编号时误用，已备注")
    assert codes([item(1), twin]) == []
    assert codes([item(1), replace(twin, duplicate_reason="")]) == ["duplicate"]


@pytest.mark.parametrize(
    ("mistaken", "code", "is_hard"),
    [
        (item(2, None), "undecided", True),
        (item(2, disclosure=Disclosure.SECRET), "secret_in_public", True),
        (item(2, published_on=None), "unknown_dates", False),
        (item(2, status=Status.UNKNOWN), "unknown_dates", False),
        (item(2, Outcome.REPEAL, reason=" "), "reason_missing", False),
        (item(2, status=Status.LAPSED), "expired", True),
        (item(2, printed_reason="长" * 2001), "reason_long", True),
    ],
)
def test_each_mistake_is_named_with_its_row(mistaken: Item, code: str, is_hard: bool) -> None:
    findings = {finding.code: finding for finding in release_findings([item(1), mistaken], 2)}
    assert findings[code].is_hard is is_hard
    assert [row.id for row in findings[code].rows] == [2]


def test_an_authority_that_answered_nothing_is_named() -> None:
    silent = item(2, None, answering_id=2, answering="云汀区民政局", is_answered=False)
    assert "unanswered_authority" in codes([item(1), silent])


def test_an_authority_is_silent_although_the_office_decided_for_it() -> None:
    silent = [item(n, answering_id=2, answering="云汀区民政局", is_answered=False) for n in (2, 3)]
    (finding,) = release_findings([item(1), *silent], 3)
    assert (finding.code, finding.is_hard) == ("unanswered_authority", False)
    assert [row.label for row in finding.rows] == ["云汀区民政局（2件，法制机构已直接确定2件）"]
    assert codes([item(1), silent[0], replace(silent[1], is_answered=True)]) == []


def test_what_was_sent_back_and_not_answered_again_is_named_with_the_reason() -> None:
    sent_back = item(2, is_answered=False, sent_back_because="请写明依据")
    (finding,) = release_findings([item(1), sent_back], 2)
    assert (finding.code, finding.is_hard) == ("sent_back", False)
    assert finding.rows[0].label == "第2号办法（云政〔2020〕2号）：请写明依据"


def test_a_secret_document_counts_and_shows_nothing() -> None:
    stub = item(2, title="", doc_no=None, doc_no_key=None, disclosure=Disclosure.SECRET, published_on=None)
    assert codes([item(1), stub]) == []
    assert "涉密" in stub.label


def test_an_accepted_finding_opens_again_when_it_gains_a_row() -> None:
    first = Finding("unknown_dates", False, "…", (FindingRow(1, "甲"),))
    more = Finding("unknown_dates", False, "…", (FindingRow(1, "甲"), FindingRow(2, "乙")))
    assert open_findings([first], [first.id]) == []
    assert open_findings([more], [first.id]) == [more]


def test_a_hard_finding_can_not_be_accepted() -> None:
    hard = Finding("undecided", True, "…", (FindingRow(1, "甲"),))
    assert open_findings([hard], [hard.id]) == [hard]


@given(st.lists(st.none() | st.sampled_from(Outcome), min_size=1, max_size=30), st.integers(0, 3))
def test_no_list_passes_unless_scope_equals_the_sum_of_outcomes(
    outcomes: list[Outcome | None], n_more: int
) -> None:
    items = [item(n, outcome) for n, outcome in enumerate(outcomes)]
    passes = release_findings(items, len(items) + n_more) == []
    assert passes == (n_more == 0 and None not in outcomes)
    assert sum(outcome_counts(items).values()) == sum(1 for outcome in outcomes if outcome)


@pytest.mark.parametrize(
    ("mistaken", "code", "note"),
    [
        (item(2, doc_no="泉政20223号", doc_no_key=None), "doc_no_unreadable", "疑为泉政〔2022〕3号"),
        (item(2, doc_no="无", doc_no_key=None), "doc_no_unreadable", ""),
        (item(2, title="关于甲的通知【已失效】"), "status_in_title", "【已失效】"),
        (item(2, title="关于甲的通知（已废止）"), "status_in_title", "（已废止）"),
        (item(2, Outcome.TO_AMEND, deadline_on=None), "deadline_missing", ""),
        (item(2, status=Status.SUSPENDED, why="自2024-01-01起停止执行。"), "suspended", "停止执行"),
        (item(2, status=Status.NOT_YET_EFFECTIVE, why="自2027-01-01起施行。"), "not_begun", "2027-01-01"),
        (item(2, objections=("备案已提审查意见",)), "correction_owed", "备案已提审查意见"),
        (
            item(2, unamended="“2024年清理”要求2025年3月1日前完成修改"),
            "amendment_owed",
            "2025年3月1日前完成修改",
        ),
        (item(2, status=Status.ANNULLED), "already_ended", "撤销"),
        (item(2, stale_bases=("依据《旧办法》已废止",)), "basis_superseded", "《旧办法》"),
        (item(2, Outcome.REPEAL, successors=("《新办法》没有登记",)), "successor", "《新办法》"),
        (item(2, Outcome.REPEAL, reason=""), "reason_missing", "废止"),
        (item(2, Outcome.TO_AMEND, clause=" "), "amend_incomplete", "缺要修改的条款"),
        (item(2, Outcome.TO_AMEND, responsible="", clause=""), "amend_incomplete", "要修改的条款、责任单位"),
        (item(2, Outcome.TO_AMEND, status=Status.LAPSED), "already_ended", "失效"),
        (item(2, sent_back_because="理由不清"), "sent_back", "理由不清"),
        (item(2, extension_problem="没有写明据以延长的文件"), "extension_unclear", "没有写明"),
        (item(2, changes=("废止（示政〔2026〕2号）",)), "register_moved", "示政〔2026〕2号"),
    ],
)
def test_each_soft_finding_names_its_document_and_what_is_wrong(mistaken: Item, code: str, note: str) -> None:
    found = release_findings([item(1), replace(mistaken, document_id=12)], 2)
    finding = next(finding for finding in found if finding.code == code)
    assert not finding.is_hard
    (row,) = finding.rows
    assert (row.id, row.document_id) == (2, 12)
    assert note in row.label
    assert finding.mend


def test_words_that_must_not_be_public_are_hard() -> None:
    (finding,) = release_findings([item(1, Outcome.REPEAL, leaks=("机密★",))], 1)
    assert (finding.code, finding.is_hard) == ("secret_in_public", True)
    assert "机密★" in finding.rows[0].label


def test_the_same_title_without_numbers_is_a_duplicate_on_the_same_day_and_else_a_doubt() -> None:
    bare = {"title": "关于甲的通知", "doc_no": None, "doc_no_key": None}
    first, second = item(1, **bare), item(2, **bare)
    assert codes([first, second]) == ["duplicate"]
    other_day = replace(second, day=date(2021, 1, 1))
    assert codes([first, other_day]) == ["duplicate_title"]
    assert codes([first, replace(other_day, authority_id=2)]) == []
    assert codes([first, replace(second, authority_id=2)]) == ["duplicate_title"]
    assert codes([first, replace(other_day, doc_no="云政〔2021〕9号", doc_no_key="云政|2021|9")]) == [
        "duplicate_title"
    ]
    assert codes([first, replace(other_day, duplicate_reason="两年各一件")]) == []
    numbered = item(2, title="第1号办法")
    assert codes([item(1), numbered]) == []


def test_ten_thousand_documents_of_one_title_take_no_time_that_grows_with_their_square() -> None:
    bare = {"title": "关于甲的通知", "doc_no": None, "doc_no_key": None, "day": None}
    items = [item(n, **bare) for n in range(10_000)]
    assert codes(items) == ["duplicate_title"]


@pytest.mark.parametrize(
    "title",
    [
        "关于废止部分文件的决定", "关于宣布失效（废止）一批文件的决定", "示范区补贴办法（试行）", "示范区办法（2019年修订）",
        "关于公布继续有效文件目录的通知",
    ],
)  # fmt: skip
def test_a_title_that_is_about_ends_has_no_mark(title: str) -> None:
    assert status_mark(title) == ""


@pytest.mark.parametrize(
    "title",
    [
        "【已失效】关于甲的通知",
        "关于甲的通知（废止）",
        "关于甲的通知(已于2020年废止)",
        "关于甲的通知［已作废］",
        "已废止：关于甲的通知",
    ],
)
def test_a_mark_at_either_end_of_a_title_is_seen(title: str) -> None:
    assert status_mark(title)


def test_a_common_deadline_answers_for_amendments_without_their_own() -> None:
    found = release_findings([item(1, Outcome.TO_AMEND, deadline_on=None)], 1)
    assert [finding.code for finding in open_findings(found, [])] == ["deadline_missing"]
    assert open_findings(found, [], date(2026, 9, 30)) == []


def test_every_finding_has_one_way_to_mend_it() -> None:
    assert all(sentence.endswith("。") for sentence in MENDS.values())


def test_a_kept_document_past_its_period_passes_with_an_extension_by_an_act() -> None:
    assert codes([item(1, status=Status.LAPSED, is_extended=True)]) == []


def test_titles_that_differ_by_small_words_are_shown_as_pairs_where_both_are_kept() -> None:
    trial = item(1, title="云汀区节水的办法（试行）", title_key="云汀区节水的办法试行")
    final = item(2, title="云汀区节水办法", title_key="云汀区节水办法")
    (finding,) = release_findings([trial, final], 2)
    assert (finding.code, finding.is_hard) == ("near_title", False)
    assert [row.id for row in finding.rows] == [1, 2]
    assert "与云汀区节水办法（云政〔2020〕2号）标题相近" in finding.rows[0].label
    assert codes([replace(trial, outcome=Outcome.REPEAL), final]) == []
    assert codes([replace(trial, authority_id=2), final]) == []
    assert codes([replace(trial, duplicate_reason="不是同一件"), final]) == []


def test_two_of_one_number_are_shown_as_a_pair() -> None:
    (finding,) = release_findings([item(1), item(2, doc_no_key="云政|2020|1")], 2)
    assert "与第2号办法（云政〔2020〕2号）重号" in finding.rows[0].label


def test_an_authority_that_answered_is_not_silent_although_nothing_is_decided() -> None:
    answered = item(2, None, answering_id=7, answering="云汀区民政局", is_answered=True)
    assert codes([item(1), answered]) == ["totals", "undecided"]
    silent = replace(answered, is_answered=False)
    findings = {finding.code: finding for finding in release_findings([item(1), silent], 2)}
    assert findings["unanswered_authority"].rows == (FindingRow(7, "云汀区民政局（1件）", authority_id=7),)
