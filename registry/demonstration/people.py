"""The people who sign in to the demonstration; every name is invented, and passwords are made when it is loaded."""

from registry.demonstration.shapes import Person
from registry.domain.roles import Role


def _person(login: str, name: str, role: Role, authority: str | None = None) -> Person:
    return Person(login, name, role, f"{login}@yunting.example.invalid", authority)


PEOPLE: tuple[Person, ...] = (
    _person("admin", "温知行", Role.ADMIN),
    _person("lead", "岑予安", Role.LEAD),
    _person("clerk", "柏听澜", Role.CLERK),
    _person("auditor", "靳慎言", Role.AUDITOR),
    _person("zfb", "祁云舟", Role.CONTACT, "zfb"),
    _person("jyj", "阮书禾", Role.CONTACT, "jyj"),
    _person("nyncj", "郁稻生", Role.CONTACT, "nyncj"),
)
