"""What the address of a public page may say: numbers the database can hold, and days that can be."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask import request

from registry.clock import today

NUMBER = "int(max=2147483647)"  # the largest id a table can have
_FIRST_DAY, _LAST_DAY = date(1949, 10, 1), date(2199, 12, 31)

Word = TypeVar("Word", bound=StrEnum)


def asked_day() -> tuple[date, bool]:
    """The day that `on` names, today without one; and whether what it names is no day that can be shown."""
    written = request.args.get("on", "").strip()
    if not written:
        return today(), False
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return today(), True
    return (day, False) if _FIRST_DAY <= day <= _LAST_DAY else (today(), True)


def asked_number(name: str) -> int | None:
    """A whole number of at most nine digits, None for anything else."""
    written = request.args.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None


def asked_word(name: str, kind: type[Word]) -> Word | None:
    """A member of the enum by its value, None for anything else."""
    written = request.args.get(name, "")
    return kind(written) if written in set(kind) else None
