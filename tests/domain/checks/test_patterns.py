"""Mistakes of regular expressions in Chinese, and the texts that patterns are tried on."""

import re

import pytest

from registry.domain.checks.patterns import ORDINARY, mistake_in, trial_texts
from registry.domain.checks.sentences import LONGEST, sentences


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("处以(罚款", "第3个字符处（“处以(罚款”一带）“(”没有配对的“)”"),
        ("罚款)", "第3个字符处（“罚款)”一带）多了一个“)”"),
        ("*罚款", "第1个字符处"),
        ("罚+*", "两个重复符号"),
        ("[罚款", "“[”没有配对的“]”"),
        ("[[罚]款]", "含义不清"),
        ("罚款\\", "最后是一个“\\”"),
        (r"罚\q", "没有这种用法"),
        (r"\x1", "编码不完整"),
        (r"\N{NO SUCH MARK}", "名称不存在"),
        ("[款-一罚]", "前后颠倒"),
        ("罚{5,2}", "最少次数大于最多次数"),
        ("(?<=依法*)罚", "长短不定"),
        (r"\3", "不存在的括号"),
        (r"(罚\1)", "还没有写完的括号"),
        ("(?P=a)", "没有这个名字"),
        ("(?P<a>罚)(?P<a>款)", "同一个名字"),
        ("(?P<>罚)", "缺少名字"),
        ("(?P<1>罚)", "不能用的字符"),
        ("(?P<a", "没有写完"),
        ("(?Z罚)", "用法不存在"),
        ("(?P", "没有写完"),
        ("罚(?i)款", "只能写在最前面"),
        ("(?iZ)罚", "开关不存在"),
        ("(?i-)罚", "缺少开关"),
        ("(?i", "没有写完"),
        ("(?a-a:罚)", "不能这样用"),
        ("(?#罚", "注释"),
        ("(罚)?(?(1)a|b|c)", "多于两个"),
        ("(" * 3000, "套得太深"),
        ("罚{99999999999}", "次数太大"),
        ("(?x)罚 #款", "不能使用“(?x)”"),
    ],
)
def test_a_mistake_is_said_in_chinese_with_its_place(pattern: str, words: str) -> None:
    said = mistake_in(pattern)
    assert words in said
    assert "写法不能识别" not in said


@pytest.mark.parametrize("pattern", ["", "罚款|没收", "(?i)abc", r"(罚)\1", "罚++", "(?<!不)得"])
def test_what_can_be_read_has_no_mistake(pattern: str) -> None:
    assert mistake_in(pattern) == ""


def test_no_sensible_rule_hits_all_ordinary_sentences() -> None:
    common = re.compile("的|办法|应当|（")
    assert sum(bool(common.search(sentence)) for sentence in ORDINARY) < len(ORDINARY) - 2


def test_trial_texts_are_the_same_each_time_and_no_longer_than_a_sentence() -> None:
    texts = list(trial_texts("(?:罚款|没收)+[^，]{0,3}元"))
    assert texts == list(trial_texts("(?:罚款|没收)+[^，]{0,3}元"))
    assert max(map(len, texts)) <= LONGEST + 1
    assert any("罚款" * 20 in text for text in texts)
    assert all(list(sentences(text)) for text in texts if text)
