"""Values in an address: ids in the path, and query parameters, where an invalid value counts as missing."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask import request
from werkzeug.routing import IntegerConverter, Map

from registry.domain.normal import id_of

Word = TypeVar("Word", bound=StrEnum)


class RecordId(IntegerConverter):
    """`<id:document_id>` in a rule: a whole number that the id of a row can be; 404 for any other."""

    def __init__(self, map_: Map) -> None:
        super().__init__(map_, max=2**31 - 1)


def record_id(text: str) -> int:
    """For `args.get(…, type=record_id)`. Raises ValueError for what no id in the database can be."""
    key = id_of(text)
    if key is None:
        raise ValueError(text)
    return key


def asked_number(name: str) -> int | None:
    """A whole number of at most nine digits; None for anything else."""
    return request.args.get(name, type=record_id)


def asked_word(name: str, kind: type[Word]) -> Word | None:
    """The enum member with this value; None for anything else."""
    written = request.args.get(name, "")
    return kind(written) if written in set(kind) else None


def asked_date(name: str) -> date | None:
    """The day written as YYYY-MM-DD; None for anything else."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
