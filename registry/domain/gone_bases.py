"""Bases of a document that are gone: whether they were gone when it was published, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.domain.citations import NameKeys
from registry.domain.laws import Law, LawTable, ending_words


class Timing(StrEnum):
    """When a basis ended, as seen from the day of the document that rests on it."""

    BEFORE = "before"
    AFTER = "after"
    UNKNOWN = "unknown"


TIMING_WORDS: dict[Timing, str] = {
    Timing.BEFORE: "公布时依据已经不在",
    Timing.AFTER: "公布后依据才终止",
    Timing.UNKNOWN: "先后不明",
}
_ADVICE: dict[Timing, str] = {
    Timing.BEFORE: "公布时它已经不能作依据，请核对后更正依据，或者修改、废止本文件",
    Timing.AFTER: "公布时它还有效，请在清理时定去留，或者按现行规定修改",
    Timing.UNKNOWN: "缺少日期，看不出公布时它是否还有效，请核对",
}


def timing_of(ended_on: date | None, made_on: date | None) -> Timing:
    """Whether a basis that ended on a day had ended when a document of another day was made."""
    if ended_on is None or made_on is None:
        return Timing.UNKNOWN
    return Timing.BEFORE if ended_on <= made_on else Timing.AFTER


def advice_of(timing: Timing) -> str:
    """What to do about a basis that ended, by when it did."""
    return _ADVICE[timing]


@dataclass(frozen=True)
class GoneBasis:
    """A law that is gone and a document still rests on; `relation_id` is the row by which it does."""

    relation_id: int
    law: Law
    ending: str
    timing: Timing

    @property
    def says(self) -> str:
        return f"依据{self.ending}；{_ADVICE[self.timing]}。"

    @property
    def ground(self) -> str:
        """What the doubt rests on: another law, another day, or another order of the days is another doubt."""
        return f"{self.law.keys.title} {self.law.keys.doc_no or ''} {self.law.since} {self.timing}"


def gone_bases(
    bases: Iterable[tuple[int, NameKeys]], made_on: date | None, table: LawTable, on: date
) -> list[GoneBasis]:
    """The bases (relation id, keys) of a document made on a day that are laws gone by the day `on`."""
    gone = []
    for relation_id, keys in bases:
        law = table.find(keys, made_on)
        if law is not None and law.is_gone_on(on):
            gone.append(GoneBasis(relation_id, law, ending_words(table, law), timing_of(law.since, made_on)))
    return gone
