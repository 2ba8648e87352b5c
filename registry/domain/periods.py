"""Until when a document is valid: a last day, for ever, until a task is done, or not stated."""

from datetime import date
from typing import NamedTuple


class Period(NamedTuple):
    """The period of a document; `ends_when` is the task (阶段性工作完成) with which it ends on no known day."""

    valid_until: date | None = None
    has_no_expiry: bool = False
    ends_when: str = ""

    @property
    def words(self) -> str:
        """What stands for a last day where there is none; "" where nothing is stated."""
        return "长期有效" if self.has_no_expiry else until_words(self.ends_when)


def until_words(ends_when: str) -> str:
    """至阶段性工作完成为止; "" without a condition."""
    return f"至{ends_when}为止" if ends_when else ""
