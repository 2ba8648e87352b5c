"""Garbage is said to be garbage, and no part of it becomes a title or a number."""

import pytest

from registry.readers.documents.legibility import is_garbled, is_garbled_line
from registry.readers.documents.reading import read_extract
from registry.readers.files.markup import Extract

TEXT = (
    "青溪县人民政府关于印发青溪县护林办法的通知各镇人民政府现将办法印发给你们请遵照执行第一条为了加强管理制定本办法"
    "第二条本办法自公布之日起施行由县林业局负责解释"
)
GARBAGE = {
    "private use": "".join(chr(0xE000 + n) for n in range(90)),
    "replacement": "\ufffd关\ufffd\ufffd于\ufffd" * 20,
    "utf-8 as latin": TEXT.encode().decode("latin-1"),
    "utf-8 as gbk": TEXT.encode().decode("gb18030", "replace"),
    "gbk as latin": TEXT.encode("gb18030").decode("latin-1"),
    "numbers of glyphs": "".join(chr(0x4E00 + n * 977 % 20000) for n in range(120)),
    "shifted": "".join(chr(ord(char) + 1) for char in TEXT),
    "signs": "!\"#$%&'()+,/:;<>?@" * 8,
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE.keys())
def test_a_file_of_garbage_is_said_to_be_so_and_nothing_is_read(garbage: str) -> None:
    reading = read_extract(Extract("pdf", [garbage]), "护林.pdf")
    (sentence,) = reading.problems
    assert "“护林.pdf”里的文字是乱码" in sentence
    assert (reading.facts, reading.text) == ({}, "")


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "An English text about nothing in particular. " * 4,
        "附件………………………………12",
        "1 2 3 4 5 6 7 8 9 " * 9,
    ],
)
def test_a_text_is_not_garbage(text: str) -> None:
    assert not is_garbled(text)


@pytest.mark.parametrize(
    "line", [GARBAGE["private use"][:12], TEXT.encode().decode("latin-1")[:20], "\ufffd" * 5]
)
def test_a_line_of_garbage_is_left_out_of_what_is_read(line: str) -> None:
    lines = [line, "青溪县人民政府关于护林的通知", TEXT, "第三条　内容。"]
    reading = read_extract(Extract("pdf", lines), "护林.pdf")
    assert reading.value("title") == lines[1]
    assert "有1行是乱码" in reading.problems[0]


def test_leaders_and_short_lines_are_no_garbage() -> None:
    assert not any(map(is_garbled_line, ("——————", "附件", "1", "（略）", "Ⅰ、Ⅱ、Ⅲ类")))


def test_a_stray_sign_is_left_out_without_a_word() -> None:
    reading = read_extract(Extract("pdf", ["\ue012", "青溪县人民政府关于护林的通知", TEXT]), "护林.pdf")
    assert (reading.value("title"), reading.problems) == ("青溪县人民政府关于护林的通知", [])
