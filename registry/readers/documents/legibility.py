"""Whether a text can be read at all: fonts without a table of characters and wrong encodings leave garbage."""

import re
import unicodedata
from collections.abc import Callable

_COMMON = set(
    "的一年月日第条定通知办法规应当及关政府人民市县区国务院部门管理单位本自发以为和中有工作行实施项目不在是对或者其下上会要"
)
_HAN = re.compile("[一-鿿㐀-䶿]")
_WESTERN = re.compile("[\u0080-ÿŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]")
_WESTERN_LETTER = re.compile("[À-ÿ]")
_LEADERS = re.compile(r"[\s.…·_—–\-=*]")
_LEAST = 40  # characters that a judgment needs
_LINE = 4
_SAMPLE = 5000


def is_garbled(text: str) -> bool:
    """Whether most of the text stands for nothing, or for other characters than it shows."""
    marks = _LEADERS.sub("", text)[:_SAMPLE]
    if len(marks) < _LEAST:
        return False
    han = _HAN.findall(marks)
    return (
        _share(marks, _is_unmapped) > 0.2
        or _share(marks, str.isalnum) < 0.4
        or (len(han) < len(marks) * 0.1 and len(_WESTERN_LETTER.findall(marks)) > len(marks) * 0.15)
        or (len(han) >= _LEAST and sum(char in _COMMON for char in han) < len(han) * 0.03)
        or _is_of_another_encoding(marks)
    )


def is_garbled_line(line: str) -> bool:
    """Whether a line has characters that stand for nothing, or is western letters in place of Chinese."""
    marks = _LEADERS.sub("", line)
    if len(marks) < _LINE:
        return bool(marks) and all(map(_is_unmapped, marks))
    is_western = not _HAN.search(marks) and len(_WESTERN_LETTER.findall(marks)) > len(marks) * 0.3
    return _share(marks, _is_unmapped) > 0.3 or is_western or _is_of_another_encoding(marks)


def _share(marks: str, is_so: Callable[[str], bool]) -> float:
    return sum(map(is_so, marks)) / len(marks)


def _is_unmapped(char: str) -> bool:
    return char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cs")


def _is_of_another_encoding(marks: str) -> bool:
    """Whether these are the bytes of UTF-8, read as GBK: read back they are fewer, and Chinese."""
    han = _HAN.findall(marks)
    if len(han) < _LINE:
        return False
    try:
        back = "".join(han).encode("gb18030").decode("utf-8", "ignore")
    except UnicodeEncodeError:
        return False
    return len(_HAN.findall(back)) > len(han) * 0.5
