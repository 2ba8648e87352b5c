"""What an examiner should look at when two documents stand beside each other: a hint each, never a verdict."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.domain.beside import VERY_LIKE, Nearness, acts_on_others
from registry.domain.documents import RelationKind
from registry.domain.normal import tidy
from registry.domain.validity import ALIVE, Status


class Hint(StrEnum):
    """Why a pair of documents wants a second look."""

    DOUBLE = "double"
    UNREPEALED = "unrepealed"
    SUPERSEDED = "superseded"
    EARLIER_VERSION = "earlier_version"
    COPIED = "copied"


HINT_WORDS: dict[Hint, str] = {
    Hint.DOUBLE: "可能是同一件文件登记了两次，请核对。",
    Hint.UNREPEALED: "标题相近、仍然有效，本文没有废止它：是否应当同时废止或者写明二者的关系？",
    Hint.SUPERSEDED: "标题相近、公布在后，也没有废止本文：本文是否仍应继续有效？",
    Hint.EARLIER_VERSION: "可能是本文以前的版本，没有登记二者的关系。",
    Hint.COPIED: "其他机关在先的文件，正文大部分相同：请核对地名、机构名称和本地的依据是否都已改过来。",
}
OFFERED: dict[Hint, tuple[RelationKind, ...]] = {
    Hint.UNREPEALED: (RelationKind.REPEALS, RelationKind.REPLACES),
    Hint.EARLIER_VERSION: (RelationKind.REISSUES, RelationKind.REPLACES),
}
"""The relations that a person may choose to register from this document to the other one."""

_ENDED = {Status.REPEALED, Status.LAPSED, Status.DECLARED_LAPSED}
_ENDING = {RelationKind.REPEALS, RelationKind.REPLACES, RelationKind.REISSUES}
_CONNECTED = _ENDING | {RelationKind.AMENDS, RelationKind.INTERPRETS, RelationKind.CONFIRMS}


@dataclass(frozen=True)
class Side:
    """A document of the pair. `issuer` is whoever answers for its lead authority today; a government and its
    office are one."""

    title_key: str
    doc_no_key: str | None
    issuer: int
    published_on: date | None
    status: Status


def hints(
    here: Side, there: Side, nearness: Nearness, likeness: float, ties: Collection[RelationKind]
) -> tuple[Hint, ...]:
    """What to look at; `ties` are the relations between the two, in either direction."""
    return tuple(_hints(here, there, nearness, likeness, frozenset(ties)))


def _hints(
    here: Side, there: Side, nearness: Nearness, likeness: float, ties: frozenset[RelationKind]
) -> Iterator[Hint]:
    if acts_on_others(here.title_key) or acts_on_others(there.title_key):
        return
    if here.issuer != there.issuer:
        is_copy = nearness >= Nearness.MOSTLY_SAME and _is_before(there, here)
        if is_copy and not ties & {RelationKind.FORWARDS, RelationKind.IMPLEMENTS}:
            yield Hint.COPIED
        return
    if _is_double(here, there, nearness) and not ties & _CONNECTED:
        yield Hint.DOUBLE
        return
    is_near = likeness >= VERY_LIKE or nearness >= Nearness.MOSTLY_SAME
    if not is_near or ties & _CONNECTED:
        return
    if _is_before(there, here):
        if there.status in ALIVE:
            yield Hint.UNREPEALED
        elif there.status in _ENDED:
            yield Hint.EARLIER_VERSION
    elif _is_before(here, there) and here.status in ALIVE:
        yield Hint.SUPERSEDED


def _is_double(here: Side, there: Side, nearness: Nearness) -> bool:
    """Whether nothing speaks for two documents: the days and numbers agree or are missing."""
    is_same_day = None in (here.published_on, there.published_on) or here.published_on == there.published_on
    is_same_number = None in (here.doc_no_key, there.doc_no_key) or here.doc_no_key == there.doc_no_key
    is_same = nearness is Nearness.SAME_TEXT or here.title_key == there.title_key
    return is_same and is_same_day and is_same_number


def _is_before(first: Side, second: Side) -> bool:
    """Whether the first was published before the second, or the second is not published at all."""
    if first.published_on is None:
        return False
    return second.published_on is None or first.published_on < second.published_on


_OUR_UNIT = re.compile(r"(?:[我本]|(?<![健安完])全)([县旗])(?![、（(乡级域])|[我本](区)(?![、（(域间块段位])")
_NAMED_UNIT = re.compile(
    r"(?!直辖|.?设区|.?所在|.?有关|.?相关|.?其他|.?各|.?该|.?本|.?我|.?全|.?辖|.?当地|.?上级|.?的)"
    r"([一-龥]{2}[县旗区])(?:人民政府|行政区域|(?<!区)(?:辖区|范围内|境内|实际|各乡镇))"
)


@dataclass(frozen=True)
class ForeignPlace:
    """Words of a text that speak of another place as if it were the issuer's own."""

    words: str
    start: int
    context: str


def foreign_places(text: str, known_names: Collection[str], own_units: Collection[str]) -> list[ForeignPlace]:
    """The first three words of a text that name another place as its own.

    `known_names` are the names of all authorities of the register, `own_units` the kinds of places among them (县, 区).
    """
    if not own_units:
        return []
    places = []
    for match in _OUR_UNIT.finditer(text):
        if (match[1] or match[2]) not in own_units:
            places.append(_place(text, match))
    for match in _NAMED_UNIT.finditer(text):
        name = match[1]
        if not any(name[:2] in known for known in known_names):
            places.append(_place(text, match))
    return sorted(places, key=lambda place: place.start)[:3]


def _place(text: str, match: re.Match[str]) -> ForeignPlace:
    context = tidy(text[max(0, match.start() - 15) : match.end() + 15])
    return ForeignPlace(match[0], match.start(), context)
