import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.doc_numbers import key, parse, parse_all, printed, spell

SPELLINGS = [
    ("泉政〔2022〕3号", "泉政|2022|3", "泉政〔2022〕3号"),
    ("泉政[2022]3号", "泉政|2022|3", "泉政〔2022〕3号"),
    ("泉政(2022)3号", "泉政|2022|3", "泉政〔2022〕3号"),
    ("泉政（2022）3号", "泉政|2022|3", "泉政〔2022〕3号"),
    ("泉政【2022】3号", "泉政|2022|3", "泉政〔2022〕3号"),
    ("泉政［2022］3号", "泉政|2022|3", "泉政〔2022〕3号"),
    ("泉政﹝2022﹞3号", "泉政|2022|3", "泉政〔2022〕3号"),
    ("泉政(2022〕3号", "泉政|2022|3", "泉政〔2022〕3号"),
    ("泉政〔20223号", "泉政|2022|3", "泉政〔2022〕3号"),
    ("泉政〔２０２２〕０３号", "泉政|2022|3", "泉政〔2022〕3号"),
    ("泉 政 〔 2022 〕 第 037 号", "泉政|2022|37", "泉政〔2022〕37号"),
    ("\u200b泉政\u3000〔2022〕3号\ufeff", "泉政|2022|3", "泉政〔2022〕3号"),
    ("泉政〔2022〕3", "泉政|2022|3", "泉政〔2022〕3号"),
    ("泉政2022年第3号", "泉政|2022|3", "泉政〔2022〕3号"),
    ("泉政〔二〇二二〕三号", "泉政|2022|3", "泉政〔2022〕3号"),
    ("发文字号：泉政〔2022〕3号", "泉政|2022|3", "泉政〔2022〕3号"),
    ("发文字号泉政〔2022〕3号", "泉政|2022|3", "泉政〔2022〕3号"),
    ("中华人民共和国公安部令〔2022〕3号", "公安部令|2022|3", "公安部令〔2022〕3号"),
    ("文号: 泉政〔2022〕3号。", "泉政|2022|3", "泉政〔2022〕3号"),
    ("（泉政〔2022〕3号）", "泉政|2022|3", "泉政〔2022〕3号"),
    ("要全面落实泉政〔2022〕3号", "泉政|2022|3", "泉政〔2022〕3号"),
    ("加快护林的若干措施泉政办发〔2022〕3号", "泉政办发|2022|3", "泉政办发〔2022〕3号"),
    (
        "泉州市护林管理办法福建省人民政府令〔2009〕第5号",
        "福建省人民政府令|2009|5",
        "福建省人民政府令〔2009〕5号",
    ),
    ("国家计划委员会令第1号", "国家计划委员会令||1", "国家计划委员会令第1号"),
    ("沪规划资源规〔2020〕9号", "沪规划资源规|2020|9", "沪规划资源规〔2020〕9号"),
    ("［1992］泉科改字第545号", "泉科改字|1992|545", "泉科改字〔1992〕545号"),
    ("（90）泉科财字第065号", "泉科财字|1990|65", "泉科财字〔1990〕65号"),
    ("闽政办发明电〔2020〕5号", "闽政办发明电|2020|5", "闽政办发明电〔2020〕5号"),
    ("皖政（办）〔2019〕3号", "皖政(办)|2019|3", "皖政(办)〔2019〕3号"),
    ("省政府令 第181号", "省政府令||181", "省政府令第181号"),
    ("国务院令386号", "国务院令||386", "国务院令第386号"),
    ("国务院第386号令", "国务院令||386", "国务院令第386号"),
    ("中华人民共和国主席令第四十九号", "主席令||49", "主席令第49号"),
    (
        "国家科委、国家保密局令第6号",
        "国家科委国家保密局令||6",
        "国家科委国家保密局令第6号",
    ),
    (
        "河北省人民政府令[2007]第2号",
        "河北省人民政府令|2007|2",
        "河北省人民政府令〔2007〕2号",
    ),
    (
        "第十二届人大常委会公告第５号",
        "第十二届人大常委会公告||5",
        "第十二届人大常委会公告第5号",
    ),
    ("公告2022年第32号", "公告|2022|32", "公告2022年第32号"),
    (
        "财政部 税务总局公告2022年第32号",
        "财政部税务总局公告|2022|32",
        "财政部税务总局公告2022年第32号",
    ),
    ("财政部公告（2022年第32号）", "财政部公告|2022|32", "财政部公告2022年第32号"),
    ("国家税务总局2018年第12号", "国家税务总局|2018|12", "国家税务总局2018年第12号"),
]

NO_NUMBERS = [
    ("", "没有填写发文字号"),
    ("  -  ", "没有填写发文字号"),
    ("泉政20223号", "“泉政20223号”的年份没有加括号，疑为 泉政〔2022〕3号，请核对"),
    ("20170233号", "“20170233号”缺少机关代字，不能作为发文字号，请补全"),
    ("第37号", "“第37号”缺少机关代字，不能作为发文字号，请补全"),
    ("〔1997〕第205号", "“〔1997〕第205号”缺少机关代字，不能作为发文字号，请补全"),
    ("泉政〔2022〕号", "“泉政〔2022〕号”缺少序号，不能作为发文字号，请补全"),
    ("泉政〔1822〕3号", "“泉政〔1822〕3号”中的年份1822不合理，请核对"),
    ("泉政〔2022〕0号", "“泉政〔2022〕0号”中的序号是0，请核对"),
    (
        "泉政〔2022〕3号-1",
        "“泉政〔2022〕3号-1”的“号”后面还有内容，看不出是哪一个文号，请核对",
    ),
    ("HFGS—2017—9", "“HFGS—2017—9”不是发文字号（应如：泉政〔2022〕3号），请核对"),
    ("字" * 2000, "内容太长，不是发文字号，请核对"),
]

SEVERAL = [
    ("泉政〔2022〕3号；泉政办〔2022〕4号", ["泉政〔2022〕3号", "泉政办〔2022〕4号"]),
    ("泉政〔2022〕3号\n泉政办〔2022〕4号", ["泉政〔2022〕3号", "泉政办〔2022〕4号"]),
    ("泉政〔2022〕3号 泉政办〔2022〕4号", ["泉政〔2022〕3号", "泉政办〔2022〕4号"]),
    ("泉政〔2022〕3号、泉政办〔2022〕4号", ["泉政〔2022〕3号", "泉政办〔2022〕4号"]),
    ("泉政〔2022〕3号和泉政办〔2022〕4号", ["泉政〔2022〕3号", "泉政办〔2022〕4号"]),
    ("泉政〔2022〕3号、4号", ["泉政〔2022〕3号", "泉政〔2022〕4号"]),
]

ORGANS = st.one_of(
    st.text("泉晋闽政府办发规函字综财科农明电", min_size=1, max_size=8),
    st.sampled_from(["省政府令", "国务院令", "财政部公告", "市住建局通告"]),
)
NUMBERS = st.tuples(ORGANS, st.integers(1949, 2099), st.integers(1, 99999))
BRACKETS = st.sampled_from(["〔〕", "[]", "()", "（）", "【】", "［］", "﹝﹞", "(〕"])
GAPS = st.sampled_from(["", " ", "\u3000", "\u200b"])


@pytest.mark.parametrize(("written", "expected", "spelled"), SPELLINGS)
def test_a_real_spelling_gets_its_key_and_standard_form(written: str, expected: str, spelled: str) -> None:
    number = parse(written)
    assert (number.key, number.spelled, number.problem, number.raw) == (
        expected,
        spelled,
        None,
        written,
    )


@pytest.mark.parametrize(("written", "problem"), NO_NUMBERS)
def test_a_text_that_is_not_a_number_says_why(written: str, problem: str) -> None:
    number = parse(written)
    assert (number.key, number.problem) == (None, problem)
    assert parse_all(written) == [number]


@pytest.mark.parametrize(("written", "spelled"), SEVERAL)
def test_several_numbers_in_a_cell_are_all_read_and_none_is_chosen(written: str, spelled: list[str]) -> None:
    assert [number.spelled for number in parse_all(written)] == spelled
    assert parse(written).key is None
    assert "2个文号" in (parse(written).problem or "")


@given(
    NUMBERS,
    BRACKETS,
    GAPS,
    st.sampled_from(["", "第"]),
    st.sampled_from(["", "0", "00"]),
)
def test_every_spelling_of_a_number_shares_its_key(
    number: tuple[str, int, int], brackets: str, gap: str, ordinal: str, zeros: str
) -> None:
    organ, year, serial = number
    opening, closing = brackets
    written = f"{organ}{gap}{opening}{gap}{year}{closing}{gap}{ordinal}{zeros}{serial}{gap}号"
    assert key(written) == key(spell(organ, year, serial)) == f"{organ}|{year}|{serial}"


@given(NUMBERS, NUMBERS)
def test_two_different_numbers_never_share_a_key(
    first: tuple[str, int, int], second: tuple[str, int, int]
) -> None:
    assert (key(spell(*first)) == key(spell(*second))) == (first == second)


@given(st.text(max_size=60) | st.text("泉政令公告年第号〔〕[]()0123456789一二十、；和 -", max_size=24))
def test_no_text_raises_and_a_parsed_number_is_read_back_from_its_spelling(
    text: str,
) -> None:
    for number in [parse(text), *parse_all(text)]:
        assert (number.key is None) == (number.problem is not None)
        if number.key:
            assert key(number.spelled or "") == number.key


def test_a_large_ledger_is_parsed_within_a_second() -> None:
    started = time.process_time()
    for serial in range(25_000):
        parse(f"泉政{'办综财'[serial % 3]}发 [2022]第{serial + 1}号")
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("示政[2020]3号", "示政[2020]3号"),
        ("示范区人民政府令第３号", "示范区人民政府令第３号"),
        ("第3号示范区人民政府令", "第3号示范区人民政府令"),
        ("泉政20223号", "泉政20223号"),
        (" 示政〔2020〕\n3号 ", "示政〔2020〕 3号"),
        ("文号：示政〔2020〕3号", "示政〔2020〕3号"),
        ("无", "无"),
        ("", ""),
    ],
)
def test_lists_print_a_number_as_it_was_written(written: str, said: str) -> None:
    assert printed(written) == said
