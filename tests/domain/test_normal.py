import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.normal import id_of, lines_of, search_text, searchable, tidy, title_key


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("泉政 [2022] 3 号", "泉政2022,3号"),
        ("依据泉政（2022）第 3号，", "依据泉政2022第3号"),
        ("ＡＢＣ\u200b　x\n\ty", "abc,x,y"),
        ("《办法》（试行）——“甲”", "办法试行甲"),
        ("不得停车；违者，处罚。", "不得停车,违者,处罚"),
        ("每年1,000元，1 234，2、3项，3.5倍", "每年1000元,1234,2,3项,3,5倍"),
        ("二○二三年 GB/T 9704", "二〇二三年gb,t9704"),
    ],
)
def test_text_has_one_normal_form(written: str, normal: str) -> None:
    assert searchable(written) == normal


@given(st.text())
def test_the_normal_form_is_stable(text: str) -> None:
    assert searchable(searchable(text)) == searchable(text)


@pytest.mark.parametrize(
    "between",
    ["\n", "\r\n", "\f", "\t", "　", "\u2028", "\n\n", "\n— 2 —\n", "\n\n- 12 -\f", "\n第2页 共8页\n", "\n2/8\n", "\n 2\n"],
)  # fmt: skip
def test_a_word_runs_on_over_the_end_of_a_line_or_of_a_page(between: str) -> None:
    assert "抚育补助资金" in searchable(f"农户按照验收面积申领抚育补{between}助资金，逾期不补。")


def test_a_number_taken_for_that_of_a_page_stays_searchable() -> None:
    assert searchable("退耕还林补助的标准\n500\n元") == "退耕还林补助的标准元,500"


@pytest.mark.parametrize(
    "typed", ["关于甲、乙：丙（试行）", "关于甲乙丙试行", "《关于甲、乙丙》试行", "关于甲乙：丙"]
)
def test_a_title_is_found_with_and_without_its_marks(typed: str) -> None:
    text = search_text("关于甲、乙：丙（试行）", "示政〔2024〕1号", "正文")
    assert searchable(typed) in text or title_key(typed) in text
    assert searchable("示政[2024]1号") in text


@pytest.mark.parametrize(
    "written",
    [
        "《泉港区 烟花爆竹管理办法（试行）》",
        "泉港区烟花爆竹管理办法(试行)【已失效】",
        "泉港区烟花爆竹\n管理办法（试行）",
        "泉港区烟花爆竹管理办法·试行",
    ],
)
def test_the_same_title_has_one_key(written: str) -> None:
    assert title_key(written) == "泉港区烟花爆竹管理办法试行"


def test_a_page_break_separates_words_and_a_null_does_not() -> None:
    assert tidy("one\ftwo\x0bthree f\x00our\u2069") == "one two three four"


@pytest.mark.parametrize(
    ("radicals", "characters"),
    [
        ("⽇⽉⼈⾦", "日月人金"),
        ("⺠⻋⻔⻓⻚⻅⻛⻢⻥⻦⻰⻩⻮⻬⻜⻄⺟⻳", "民车门长页见风马鱼鸟龙黄齿齐飞西母龟"),
    ],
)
def test_radicals_are_the_characters_that_they_look_like(radicals: str, characters: str) -> None:
    assert tidy(radicals) == characters
    assert searchable(radicals) == title_key(radicals) == characters


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("12", 12),
        ("012", 12),
        ("", None),
        ("-1", None),
        ("１２", None),
        ("²", None),
        ("1e3", None),
        ("9" * 10, None),
    ],
)
def test_an_id_is_figures_alone(text: str, key: int | None) -> None:
    assert id_of(text) == key


def test_the_lines_of_a_text_are_those_that_say_something() -> None:
    assert lines_of("　第一段。\r\n\n 第二段。\n") == ["第一段。", "第二段。"]
