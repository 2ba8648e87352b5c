"""Validity bound to a task or an object (阶段性工作完成为止): the condition in words, and when it is asked about.

No day ends such a document. Whether the condition is met is asked a year after the last answer, and in every round.
"""

import re
from datetime import date

from registry.domain.calendars import add_months
from registry.domain.document_fields import LONGEST
from registry.domain.errors import Refusal
from registry.domain.validity import EventKind

ASKED_EVERY = 12  # months
LONGEST_CONDITION = LONGEST["ends_when"]
ANSWERS = frozenset({EventKind.CONFIRMED, EventKind.TO_AMEND, EventKind.EXTENDED, EventKind.REISSUED})
"""The acts that say that the condition is not met yet; the first two also come of a round."""
_BEFORE = re.compile(r"^(?:有效期限?|施行|实施|执行)?[，,]?(?:为|:|：)?[至到]")
_AFTER = re.compile(
    r"(?:之日|之时|时|之?后)?(?:起)?(?:自行失效|自动失效|即行失效|失效|废止|为止|止)?[。；，]?$"
)


def bare_condition(words: str) -> str:
    """The condition as it is kept, without 至 … 为止: 阶段性工作完成."""
    return _AFTER.sub("", _BEFORE.sub("", "".join(words.split())))


def condition_of(validity: str) -> str:
    """The condition in 至阶段性工作完成为止, which an import writes in place of a last day; "" for anything else."""
    return validity[1:-2] if validity.startswith("至") and validity.endswith("为止") else ""


def check_condition(words: str, field: str = "ends_when") -> str:
    """The condition as it is kept, "" for none. Raises Refusal when it is too long for a list."""
    kept, longest = bare_condition(words), LONGEST_CONDITION
    if len(kept) > longest:
        raise Refusal(
            f"有效期所附的条件有{len(kept)}字，超过{longest}字，请概括，例如“阶段性工作完成”。", field
        )
    return kept


def ask_on(begun_on: date, answered_on: date | None) -> date:
    """The day on which the condition is to be asked about: a year after the last answer, else after the first day."""
    return add_months(max(begun_on, answered_on or begun_on), ASKED_EVERY)
