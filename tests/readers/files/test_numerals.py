import pytest

from registry.readers.files.numerals import numeral


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("decimal", "1 10 12 20 99 100 105 110 1010"),
        ("chineseCountingThousand", "一 十 十二 二十 九十九 一百 一百〇五 一百一十 一千〇一十"),
        ("chineseCounting", "一 十 十二 二十 九十九 一○○ 一○五 一一○ 一○一○"),
        ("japaneseCounting", "一 十 十二 二十 九十九 百 百五 百十 千十"),
        ("ideographDigital", "一 一〇 一二 二〇 九九 一〇〇 一〇五 一一〇 一〇一〇"),
        ("chineseLegalSimplified", "壹 壹拾 壹拾贰 贰拾 玖拾玖 壹佰 壹佰零伍 壹佰壹拾 壹仟零壹拾"),
        ("ideographTraditional", "甲 癸 12 20 99 100 105 110 1010"),
        ("decimalEnclosedCircle", "① ⑩ ⑫ ⑳ 99 100 105 110 1010"),
        ("upperLetter", "A J L T UUUU VVVV AAAAA FFFFF 1010"),
        ("lowerRoman", "i x xii xx xcix c cv cx mx"),
        ("decimalZero", "01 10 12 20 99 100 105 110 1010"),
        ("nobodyKnowsIt", "1 10 12 20 99 100 105 110 1010"),
    ],
)
def test_a_number_is_written_as_word_writes_it(kind: str, written: str) -> None:
    assert [numeral(value, kind) for value in (1, 10, 12, 20, 99, 100, 105, 110, 1010)] == written.split()


def test_a_number_beyond_every_format_stays_in_figures() -> None:
    assert [numeral(value, "chineseCounting") for value in (0, 10_000)] == ["0", "10000"]
