"""Reading the yearly holiday notice."""

from datetime import date

import pytest

from registry.domain.calendars import HolidayYear
from registry.domain.errors import Refusal
from registry.domain.holiday_decrees import read_decree

NOTICE = """
经国务院批准，现将2026年元旦等节假日放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
"""


def test_the_notice_of_2026_gives_33_days_off_and_6_make_up_days() -> None:
    decree = read_decree(NOTICE, 2026)
    assert (decree.year, len(decree.off), len(decree.work)) == (2026, 33, 6)
    assert decree.off[date(2026, 2, 23)] == "春节"
    assert sorted(decree.work) == [
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    ]


def test_a_new_year_holiday_may_begin_in_the_year_before() -> None:
    text = NOTICE.replace("1月1日（周四）至3日（周六）", "2025年12月31日至2026年1月3日")
    assert read_decree(text, 2026).off[date(2025, 12, 31)] == "元旦"


def test_advice_to_take_leave_is_no_day_off() -> None:
    text = NOTICE.replace("2月28日（周六）上班。", "2月28日（周六）上班。鼓励职工在除夕前（2月13日）休息。")
    assert date(2026, 2, 13) not in read_decree(text, 2026).off


def test_a_continued_line_belongs_to_the_festival_before() -> None:
    text = NOTICE.replace("放假，共3天。\n四、", "放假，\n共3天。\n四、")
    assert len(read_decree(text, 2026).off) == 33


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("二、春节", "二、新春", "春节"),
        ("2月28日（周六）上班", "2月27日上班", "周五，不会是补班日"),
        ("1月4日（周日）上班", "1月3日上班", "既写了放假又写了上班"),
        ("5月1日（周五）至5日", "5月1日至35日", "不是一个日期"),
        ("5月1日（周五）至5日", "5月10日至5日", "起止日期不合理"),
        ("1月1日（周四）至3日（周六）", "2024年1月1日至3日", "不属于2026年"),
    ],
)
def test_an_impossible_date_is_named(old: str, new: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        read_decree(NOTICE.replace(old, new), 2026)


@pytest.mark.parametrize("text", ["", "放假", "：：：\n元旦：", "一、元旦：1月1日至3日放假。"])
def test_half_a_notice_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="没有读到"):
        read_decree(text, 2026)


PRESENT = read_decree(NOTICE, 2026)
PROLONGED = """
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将延长2026年春节假期的具体安排通知如下。
一、延长2026年春节假期至3月1日（农历正月十三，星期日），3月2日（星期一）起正常上班。
二、各地学校推迟开学，具体时间由教育部门另行通知。
"""


def days_changed(decree: HolidayYear) -> tuple[set[date], set[date]]:
    """(the days that are newly off, the make-up days that are no more)."""
    return set(decree.off) - set(PRESENT.off), set(PRESENT.work) - set(decree.work)


def test_a_notice_that_prolongs_a_holiday_changes_the_year() -> None:
    decree = read_decree(PROLONGED, 2026, PRESENT)
    added, unworked = days_changed(decree)
    assert added == {date(2026, 2, day) for day in range(24, 29)} | {date(2026, 3, 1)}
    assert unworked == {date(2026, 2, 28)}
    assert decree.off[date(2026, 3, 1)] == "春节"
    assert set(PRESENT.off) < set(decree.off)
    assert len(decree.work) == 5


@pytest.mark.parametrize(
    "text",
    [
        "四、劳动节：5月1日至4日放假调休，共4天。4月26日（周日）上班。",
        "经国务院批准，现将调整2026年劳动节假期安排通知如下。\n2026年5月1日至4日放假调休，共4天。4月26日上班。",
    ],
)
def test_a_notice_about_one_holiday_leaves_the_others(text: str) -> None:
    decree = read_decree(text, 2026, PRESENT)
    assert set(PRESENT.off) - set(decree.off) == {date(2026, 5, 5)}
    assert set(decree.work) ^ set(PRESENT.work) == {date(2026, 4, 26), date(2026, 5, 9)}


def test_a_whole_notice_replaces_the_year() -> None:
    shorter = NOTICE.replace("1月1日（周四）至3日（周六）", "1月1日（周四）")
    assert date(2026, 1, 2) not in read_decree(shorter, 2026, PRESENT).off


@pytest.mark.parametrize("until", ["2月20日", "另行通知的日期"])
def test_a_holiday_that_is_not_prolonged_is_refused(until: str) -> None:
    with pytest.raises(Refusal, match="没有读到延长到哪一天"):
        read_decree(f"延长2026年春节假期至{until}。", 2026, PRESENT)


def test_a_change_of_a_year_that_was_never_decreed_is_refused() -> None:
    with pytest.raises(Refusal, match="没有读到这些节日"):
        read_decree(PROLONGED, 2026)
