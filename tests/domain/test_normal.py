import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.normal import normalise, tidy, title_key


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("泉政 [2022] 3 号", "泉政〔2022〕3号"),
        ("依据泉政（2022）第 3号，", "依据泉政〔2022〕第3号,"),
        ("ＡＢＣ\u200b　x\n\ty", "abc x y"),
        ("（试行）", "(试行)"),
    ],
)
def test_text_has_one_normal_form(written: str, normal: str) -> None:
    assert normalise(written) == normal


@given(st.text())
def test_the_normal_form_is_stable(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    "written",
    [
        "《泉港区 烟花爆竹管理办法（试行）》",
        "泉港区烟花爆竹管理办法(试行)【已失效】",
        "泉港区烟花爆竹\n管理办法（试行）",
    ],
)
def test_the_same_title_has_one_key(written: str) -> None:
    assert title_key(written) == "泉港区烟花爆竹管理办法(试行)"


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
    assert normalise(radicals) == title_key(radicals) == characters
