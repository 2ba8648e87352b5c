"""What is wrong with a regular expression, in Chinese and with its place; and the texts that it is tried on."""

import random
import re
import warnings
from collections.abc import Iterator

_AROUND = 8  # characters that are shown on each side of a mistake
_MISTAKES: tuple[tuple[str, str], ...] = (
    ("missing ), unterminated comment", "注释“(?#”没有配对的“)”"),
    ("missing ), unterminated", "“(”没有配对的“)”"),
    ("unbalanced parenthesis", "多了一个“)”，前面没有配对的“(”"),
    ("nothing to repeat", "“*”“+”“?”“{ }”前面没有可以重复的内容；要找这个符号本身的，在它前面加“\\”"),
    ("multiple repeat", "两个重复符号连在一起；要找这个符号本身的，在它前面加“\\”"),
    ("unterminated character set", "“[”没有配对的“]”"),
    ("bad escape (end of pattern)", "最后是一个“\\”，后面缺少字符"),
    ("bad escape", "“\\”后面的字符没有这种用法；要找“\\”本身的，写成“\\\\”"),
    ("incomplete escape", "“\\”后面的编码不完整"),
    ("undefined character name", "“\\N”后面的名称不存在"),
    ("bad character range", "“[ ]”里用“-”连接的范围前后颠倒"),
    ("min repeat greater than max repeat", "“{ }”里的最少次数大于最多次数"),
    (
        "look-behind requires fixed-width",
        "“(?<=”“(?<!”里的内容长短不定；请写成长短固定的几个词，分开几个“(?<!…)”",
    ),
    ("invalid group reference", "引用了不存在的括号"),
    ("cannot refer to", "引用了还没有写完的括号"),
    ("unknown group name", "引用了没有这个名字的括号"),
    ("redefinition of group", "两个括号用了同一个名字"),
    ("missing group name", "“(?P<”后面缺少名字"),
    ("bad character in group name", "括号的名字里有不能用的字符"),
    ("missing >", "括号的名字没有写完，缺少“>”"),
    ("unknown extension", "“(?”后面的用法不存在"),
    ("unexpected end of pattern", "没有写完"),
    ("global flags not at the start", "“(?i)”这样的开关只能写在最前面"),
    ("unknown flag", "“(?”后面的开关不存在"),
    ("missing flag", "“(?”后面缺少开关"),
    ("missing -, : or )", "“(?”后面的开关没有写完"),
    ("missing :", "“(?”后面的开关没有写完"),
    ("bad inline flags", "“(?”后面的开关不能这样用"),
    ("conditional backref", "条件括号的分支多于两个"),
)

ORDINARY: tuple[str, ...] = (
    "第三条　县城市管理部门负责本办法的组织实施，有关部门按照各自职责做好相关工作",
    "各乡镇人民政府要高度重视，加强领导，确保各项措施落到实处",
    "对认定的示范合作社，一次性给予5万元补助",
    "申请人提交的材料齐全的，应当当场受理并出具凭证",
    "本办法自2026年1月1日起施行，有效期5年",
    "（二）完善工作台账",
    "联系电话：0000-1234567，邮箱：office@example.invalid",
    "《示范县村庄绿化管理办法》",
    "山川河流",
    "ABC abc",
    "12345",
    "（（（",
)
"""Sentences invented for the purpose that have nothing in common: who hits all of them hits everything."""

_LONG, _SHORT = 2_000, 40  # the longest sentence there is; an endless search shows with 40 characters already
_BASES = "的1a　（，"
_STRANGE = "〓"
_SYNTAX = re.compile(r"\\.|\(\?(?:P?<?[=!]|[:aiLmsux-]+|P[<=]\w*>?)?|\{[\d,]*\}|[][(){}*+?|^$.]")
_HEADS = 6
_MOST = 12  # different characters, and words, of a pattern that texts are made of


def mistake_in(pattern: str) -> str:
    """What is wrong with a pattern, with its place; "" when it can be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            flags = re.compile(pattern).flags
    except re.error as error:
        return _mistake(pattern, error.msg, error.pos)
    except Warning as warning:
        place = re.search(r"at position (\d+)", str(warning))
        words = "“[ ]”里的“[”“--”“&&”“||”“~~”含义不清；要找这些符号本身的，在前面加“\\”"
        return _placed(pattern, words, int(place[1]) if place else None)
    except (RecursionError, OverflowError, MemoryError):
        return "括号套得太深，或者重复的次数太大；请写得简单些"
    return "不能使用“(?x)”" if flags & re.VERBOSE else ""


def _mistake(pattern: str, message: str, place: int | None) -> str:
    for beginning, words in _MISTAKES:
        if message.startswith(beginning):
            return _placed(pattern, words, place)
    return _placed(pattern, "写法不能识别", place)


def _placed(pattern: str, words: str, place: int | None) -> str:
    if place is None:
        return words
    around = pattern[max(0, place - _AROUND) : place + _AROUND]
    return f"第{place + 1}个字符处（“{around}”一带）{words}"


def trial_texts(pattern: str) -> Iterator[str]:
    """Texts on which a pattern that may run for ever does so: repetitions, of the pattern's own characters too.

    An endless search is one that fails late: each repetition is followed by characters at which it may fail.
    """
    words = [word for word in _SYNTAX.split(pattern) if word]
    marks = list(dict.fromkeys("".join(words)))[:_MOST]
    bases = [
        base for base in dict.fromkeys([*_BASES, *marks, *words[:_MOST], "".join(words)[:_SHORT]]) if base
    ]
    tails = ["", _STRANGE, *(mark * 2 for mark in marks)]
    yield from ORDINARY
    for head in ["", *words[:_HEADS]]:
        for base in bases:
            for tail in tails:
                yield head + base * (_SHORT // len(base) + 1) + tail
    chance = random.Random(0)
    for _ in range(100):
        yield "".join(chance.choices([*_BASES, *marks], k=_LONG // 10))
    for base in bases:
        yield base * (_LONG // len(base)) + _STRANGE
