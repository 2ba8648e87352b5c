"""Rule profiles: which profile holds, the validity it proposes, and its form in JSON."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.errors import Refusal
from registry.domain.places import DEFAULT_PROFILES
from registry.domain.rules import (
    RuleProfile,
    from_json,
    is_provisional,
    parameters,
    profile_for,
    proposed_valid_until,
    to_json,
)

ORDER_107, ORDER_219 = DEFAULT_PROFILES

n_days = st.integers(1, 400)
reminders = st.lists(st.integers(0, 400), max_size=6).map(tuple)
profiles = st.builds(
    RuleProfile,
    name=st.text(),
    version=st.integers(1),
    place=st.text(),
    in_force_from=st.dates(max_value=date(2020, 1, 1)),
    in_force_until=st.none() | st.dates(min_value=date(2020, 1, 1)),
    source=st.text(),
    confirmed=st.booleans(),
    filing_days_government=n_days,
    filing_days_congress=st.none() | n_days,
    rollover=st.booleans(),
    validity_months_ordinary=n_days,
    expiry_reminders=reminders,
    filing_reminders=reminders,
    cleanup_reminders=reminders,
    materials=st.lists(st.text()).map(tuple),
)


@pytest.mark.parametrize(
    ("published", "profile"),
    [
        (date(1998, 3, 1), ORDER_107),
        (date(2010, 7, 1), ORDER_107),
        (date(2021, 12, 31), ORDER_107),
        (date(2022, 1, 1), ORDER_219),
        (date(2026, 11, 22), ORDER_219),
    ],
)
def test_a_document_follows_the_profile_of_its_publication(published: date, profile: RuleProfile) -> None:
    assert profile_for(published, DEFAULT_PROFILES) == profile
    assert profile_for(published, reversed(DEFAULT_PROFILES)) == profile


def test_a_day_after_the_last_profile_follows_that_one() -> None:
    assert profile_for(date(2025, 1, 1), [ORDER_107]) == ORDER_107


def test_an_ended_profile_gives_way_to_the_one_still_in_force() -> None:
    lasting = replace(ORDER_107, in_force_until=None)
    interlude = replace(ORDER_219, in_force_from=date(2015, 1, 1), in_force_until=date(2015, 12, 31))
    assert profile_for(date(2015, 6, 1), [lasting, interlude]) == interlude
    assert profile_for(date(2018, 6, 1), [lasting, interlude]) == lasting


def test_the_newest_version_holds() -> None:
    corrected = replace(ORDER_107, version=2, filing_days_government=30)
    for published in (date(2000, 1, 1), date(2015, 1, 1)):
        assert profile_for(published, [corrected, ORDER_107]) == corrected


def test_no_profile_is_refused() -> None:
    with pytest.raises(Refusal, match="还没有设置期限规则"):
        profile_for(date(2026, 1, 1), [])


def test_the_shipped_profiles_wait_for_the_office_to_confirm_them() -> None:
    assert not any(profile.confirmed for profile in DEFAULT_PROFILES)
    assert {profile.filing_days_government for profile in DEFAULT_PROFILES} == {15}


@given(profiles)
def test_a_profile_comes_back_from_json_unchanged(profile: RuleProfile) -> None:
    assert from_json(json.loads(json.dumps(to_json(profile)))) == profile


def test_an_old_stored_version_gets_the_default_of_a_newer_parameter() -> None:
    stored = to_json(ORDER_219)
    del stored["expiry_reminders"]
    assert from_json(stored) == ORDER_219


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("review_days", 0),
        ("filing_days_congress", -1),
        ("filing_reminders", (5, -1)),
        ("in_force_until", date(2000, 1, 1)),
    ],
)
def test_a_senseless_period_is_refused_by_its_field(field: str, value: object) -> None:
    with pytest.raises(Refusal) as refused:
        from_json({**to_json(ORDER_219), field: value.isoformat() if isinstance(value, date) else value})
    assert refused.value.field == field


def test_the_settings_page_names_every_parameter_with_its_unit() -> None:
    shown = {row.label: row.value for row in parameters(ORDER_219)}
    assert shown["报上一级政府备案期限"] == "15日（自公布之日起）"
    assert shown["报本级人大常委会备案期限"] == "30日（自公布之日起）"
    assert shown["期满遇休息日顺延"] == "是"
    assert shown["有效期届满前提醒"] == "180、60、30、7日"
    assert (shown["一般文件有效期"], shown["定期清理周期"]) == ("5年", "2年")
    assert shown["备案材料"].startswith("备案报告、正式文本")
    about = {"name", "version", "place", "in_force_from", "in_force_until", "source", "confirmed", "sources"}
    assert {row.field for row in parameters(ORDER_219)} == set(to_json(ORDER_219)) - about


@pytest.mark.parametrize(
    "title",
    [
        "示范区公共停车场管理办法（试行）",
        "示范区公共停车场管理办法(暂行)",
        "示范区公共停车场管理暂行办法",
        "示范区招商引资试行规定",
        "示范区人民政府关于印发《示范区公租房管理暂行办法》的通知",
        "示范区人民政府关于印发示范区公租房管理办法（ 试行 ）的通知",
        "示范区教育局转发市教育局《学校命名暂行办法》的通知",
        "示范区船舶公司暂行管理办法",
        "绿色通道试行方案",
    ],
)
def test_a_document_that_calls_itself_provisional_is(title: str) -> None:
    assert is_provisional(title)


@pytest.mark.parametrize(
    "title",
    [
        "示范区公共停车场管理办法",
        "示范区人民政府关于试行国有资本经营预算的意见",
        "示范区人民政府关于开展垃圾分类试行工作的通知",
        "示范区人民政府关于废止《示范区公租房管理暂行办法》的决定",
        "示范区人民政府关于修改示范区公租房管理暂行办法的决定",
        "关于贯彻落实《公租房管理暂行办法》的通知",
        "关于《公租房管理办法（试行）》有关事项的补充通知",
        "《示范区公租房管理办法（试行）》解读",
    ],
)
def test_a_trial_or_the_name_of_another_document_is_not_provisional(title: str) -> None:
    assert not is_provisional(title)


@pytest.mark.parametrize(
    ("title", "until", "words"),
    [
        ("示范区停车管理办法", date(2031, 7, 31), "一般文件有效期5年"),
        ("示范区停车管理办法（试行）", date(2028, 7, 31), "暂行、试行文件有效期2年"),
        ("示范区人民政府关于废止一批规范性文件的决定", None, "长期有效"),
        ("示范区人民政府关于公布2026年度行政规范性文件清理结果的通告", None, "长期有效"),
        ("示范区人民政府关于废止《停车暂行办法》的决定", None, "长期有效"),
    ],
)
def test_a_validity_is_proposed_with_its_reason(title: str, until: date | None, words: str) -> None:
    proposed, reason = proposed_valid_until(date(2026, 8, 1), title, ORDER_219)
    assert proposed == until
    assert words in reason


def test_the_reason_shows_the_sum_and_the_source() -> None:
    _, reason = proposed_valid_until(
        date(2026, 8, 1), "示范区停车管理办法", replace(ORDER_219, validity_months_ordinary=18)
    )
    assert reason == (
        "一般文件有效期18个月：自2026年8月1日起施行，有效期至2028年1月31日；依据："
        "福建省人民政府令第219号《福建省行政规范性文件备案审查办法》。文件另有规定的，以文件为准。"
    )


def test_the_sum_from_the_29th_of_february_says_that_it_ends_with_the_month() -> None:
    proposed, reason = proposed_valid_until(date(2024, 2, 29), "示范区停车管理办法", ORDER_219)
    assert proposed == date(2029, 2, 28)
    assert "有效期至2029年2月28日（2029年2月没有29日，到月末为止）" in reason


def test_without_an_effective_day_nothing_is_proposed() -> None:
    assert proposed_valid_until(None, "示范区停车管理办法", ORDER_219) == (
        None,
        "未填施行日期，无法推算有效期。",
    )


def test_a_day_at_the_end_of_the_calendar_proposes_nothing() -> None:
    proposed, reason = proposed_valid_until(date(9999, 12, 31), "示范区停车管理办法", ORDER_219)
    assert proposed is None
    assert "晚于2199年" in reason
