from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.errors import Refusal
from registry.readers.documents.dates import dates_in, day_in, parse_date

FIFTH_OF_MARCH = [
    "2021.3.5", "2021/3/5", "2021-03-05", "20210305", "2021年3月5日", "2021 年 3 月 5 日", "２０２１年３月５日",
    "二〇二一年三月五日", "二○二一年三月五日", "二Ｏ二一年三月五日", "2021-03-05 00:00:00",
    "2021-03-05T08:30:00Z", "2021.3.5.", "2021年3月5日起施行", "44260", "44260.0", 44260, 20210305,
    date(2021, 3, 5), datetime(2021, 3, 5, 9, 30, tzinfo=UTC),
]  # fmt: skip

NO_DATES = [
    ("1987年10年27日", "“1987年10年27日”里有两个“年”，看不出月份，请改为如 2021-03-05 的写法"),
    ("2021年2月30日", "“2021年2月30日”不存在：2021年没有2月30日，请核对"),
    ("2021.13.5", "“2021.13.5”不存在：2021年没有13月5日，请核对"),
    ("2021年3月", "“2021年3月”没有写到日，请改为如 2021-03-05 的写法"),
    ("2021", "“2021”没有写到日，请改为如 2021-03-05 的写法"),
    ("21.3.5", "“21.3.5”的年份不是四位数，分不清年月日，请改为如 2021-03-05 的写法"),
    ("05/03/2021", "“05/03/2021”的年份不是四位数，分不清年月日，请改为如 2021-03-05 的写法"),
    ("2021.3.5，2022.1.1", "“2021.3.5,2022.1.1”里有不止一个日期，请只保留一个"),
    ("长期", "“长期”不是日期，请改为如 2021-03-05 的写法"),
    ("", "没有填写日期，请改为如 2021-03-05 的写法"),
]


@pytest.mark.parametrize("cell", FIFTH_OF_MARCH)
def test_a_date_is_read_in_every_form(cell: object) -> None:
    assert parse_date(cell) == date(2021, 3, 5)


@pytest.mark.parametrize(("cell", "sentence"), NO_DATES)
def test_a_cell_without_a_date_is_refused_with_the_reason(cell: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_date(cell)
    assert refusal.value.sentence == sentence


@pytest.mark.parametrize(
    ("written", "on"),
    [
        ("二〇二一年十二月三十一日", date(2021, 12, 31)),
        ("二〇二〇年十月二十日", date(2020, 10, 20)),
        ("一九九八年元月十日", date(1998, 1, 10)),
    ],
)
def test_han_numerals_are_counted(written: str, on: date) -> None:
    assert parse_date(written) == on


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_date_is_read_back_from_every_form(on: date) -> None:
    for form in (
        f"{on:%Y%m%d}",
        on.isoformat(),
        f"{on.year}.{on.month}.{on.day}",
        f"{on.year}年{on.month}月{on.day}日",
    ):
        assert parse_date(form) == on


@given(st.text(max_size=30) | st.text("0123456789年月日.-/一二十〇", max_size=12))
def test_any_cell_is_a_date_or_a_refusal(text: str) -> None:
    with suppress(Refusal):
        assert isinstance(parse_date(text), date)


def test_dates_in_running_text_are_read_with_their_quotes() -> None:
    text = "自2021年5月1日起施行，有效期至二〇二六年四月三十日；2021年2月30日不存在。"
    assert [(day.on, day.quote) for day in dates_in(text)] == [
        (date(2021, 5, 1), "2021年5月1日"),
        (date(2026, 4, 30), "二〇二六年四月三十日"),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "2021.3.5",
        "2021/03/05",
        "2021年\n3月5日",
        "二○二一年三月五日",
        "二00二年三月五日",
        "二ΟΟ二年三月五日",
        "二 〇 二 一 年 三 月 五 日",
    ],
)
def test_a_date_under_a_signature_is_read_in_every_form(written: str) -> None:
    (day,) = dates_in(f"青溪市教育局\n{written}")
    assert (day.on.replace(year=2021), day.quote) == (date(2021, 3, 5), written)


@pytest.mark.parametrize("text", ["版本2021.3.5.1", "gov.cn/2021/03/05/a", "2020.1-2021.3", "2021.3/5"])
def test_words_that_only_look_like_a_date_are_not_read(text: str) -> None:
    assert list(dates_in(text)) == []


@pytest.mark.parametrize(
    "written", ["2021-03-05", "2021年3月5日", "2021.3.5", "2021/03/05 10:20", "时间：2021年3月5日 来源"]
)
def test_the_date_in_a_field_of_a_page_is_read_in_every_form(written: str) -> None:
    assert day_in(written) == date(2021, 3, 5)


@pytest.mark.parametrize("written", ["", "长期", "2021年", "gov.cn/2021-03-05/a", "13800-2021-03-05"])
def test_a_field_without_a_date_gives_none(written: str) -> None:
    assert day_in(written) is None


@pytest.mark.parametrize("cell", ["2021/3/5 00:00:00", "2021—3—5", "2021.03.05\n（印发）", "2021·3·5"])
def test_a_time_a_dash_and_a_word_in_brackets_do_not_change_the_date(cell: str) -> None:
    assert parse_date(cell) == date(2021, 3, 5)
