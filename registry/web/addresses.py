"""What an address asks for: a value that means nothing asks for nothing."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask import request

Word = TypeVar("Word", bound=StrEnum)


def asked_number(name: str) -> int | None:
    """A whole number of at most nine digits, None for anything else."""
    written = request.args.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None


def asked_word(name: str, kind: type[Word]) -> Word | None:
    """A member of the enum by its value, None for anything else."""
    written = request.args.get(name, "")
    return kind(written) if written in set(kind) else None


def asked_date(name: str) -> date | None:
    """A day as YYYY-MM-DD, None for anything else."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
