"""Bodies that ended according to the register of authorities, and the names of those that exist."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from registry.domain.checks.bodies import EndedBody

# What stands before a name that leaves out the place: 由县农业局, but not 邻县农业局.
_BEFORE = r"(?:^|(?<=[\s、，。：；（“由经向报与和及或到送对按是本我全各]))"
_PLACE = re.compile(r"[一-龥]{1,10}?(?:自治县|县|市|区|旗)")


class FormerName(NamedTuple):
    """A name that an authority bore until a day, with its present name or heirs, and the paper that says so."""

    authority_id: int
    name: str
    until_on: date
    successor: str
    source: str


def bodies_of_register(
    former: Iterable[FormerName], living: Sequence[str], government: str
) -> Iterator[EndedBody]:
    """The bodies that ended, also by the name that leaves out the place; a name that an authority bears now is none."""
    present = set(living)
    for name in former:
        if name.name in present:
            continue
        ended_on = name.until_on + timedelta(days=1)
        yield EndedBody(
            code=f"body.authority.{name.authority_id}.{name.until_on}",
            name=name.name,
            pattern=_pattern(name.name, government),
            successor=name.successor,
            since=ended_on,
            source=name.source,
            ended_on=ended_on,
        )


def living_names(living: Iterable[str], government: str, bodies: Iterable[EndedBody]) -> tuple[str, ...]:
    """The names of authorities that exist, as texts may write them: whole, without the place, and the part by which
    a body that ended elsewhere would be taken for them."""
    names = dict.fromkeys(living)
    shorter = {name: _without_place(name, government) for name in names}
    patterns = [re.compile(body.pattern) for body in bodies if not body.ended_on]
    parts = [match[0] for name in names for pattern in patterns if (match := pattern.search(name))]
    return tuple(dict.fromkeys([*names, *filter(None, shorter.values()), *parts]))


def _pattern(name: str, government: str) -> str:
    short = _without_place(name, government)
    return f"{re.escape(name)}|{_BEFORE}{re.escape(short)}" if short else re.escape(name)


def _without_place(name: str, government: str) -> str:
    """县农业局 for 示范县农业局 of the government of 示范县; "" for a name that does not begin with the place."""
    place = _PLACE.match(government)
    if place is None or not name.startswith(place[0]):
        return ""
    kind = "县" if place[0].endswith("自治县") else place[0][-1]
    return kind + name.removeprefix(place[0])
