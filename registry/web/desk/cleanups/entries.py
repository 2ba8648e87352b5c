"""What a clerk types beside the documents of a round: a verdict, words, and what the outcome needs."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass

from registry.domain.cleanups import ANSWER_FIELDS
from registry.domain.normal import tidy
from registry.web.desk.cleanups.forms import Typed

_NEEDED = tuple(name for name in ANSWER_FIELDS if name != "outcome")


@dataclass(frozen=True)
class Entry:
    """What was typed for one item; `verdict` is an outcome, or a word of the page."""

    verdict: str = ""
    words: str = ""
    needed: Typed = Typed()  # noqa: RUF009  # frozen
    version: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.verdict or self.words or any(astuple(self.needed)))


def entered(form: Mapping[str, str]) -> dict[int, Entry]:
    """item id → what was typed for it, for every item of the page."""
    entries = {}
    for name, version in form.items():
        kind, _, item_id = name.partition("-")
        if kind == "version" and item_id.isdecimal() and len(item_id) < 10:
            needed = {field: tidy(form.get(f"{field}-{item_id}", "")) for field in _NEEDED}
            verdict, words = (tidy(form.get(f"{field}-{item_id}", "")) for field in ("verdict", "words"))
            entries[int(item_id)] = Entry(verdict, words, Typed(**needed), version)
    return entries
