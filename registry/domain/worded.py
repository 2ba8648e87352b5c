"""An enum whose members carry their Chinese word beside the value that is stored."""

from enum import StrEnum
from typing import Self


class Worded(StrEnum):
    """`word` is the member's name on screen."""

    word: str

    def __new__(cls, value: str, word: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_, member.word = value, word
        return member
