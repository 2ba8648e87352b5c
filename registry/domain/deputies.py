"""Who gets a person's notices on a day: the person, or while it is absent its deputy."""

from collections.abc import Callable
from datetime import date
from typing import Protocol, TypeVar

from registry.domain.errors import Refusal
from registry.domain.roles import Role
from registry.domain.written_days import cn_date

_OFFICE = frozenset({Role.CLERK, Role.LEAD})
MAX_HOPS = 2  # to the deputy, and once more when that one is absent too


class Colleague(Protocol):
    """What is asked of a person here; `storage.people.User` has it."""

    id: int | None
    name: str
    role: Role
    authority_id: int | None
    is_active: bool
    absent_from: date | None
    absent_until: date | None
    deputy_id: int | None


Person = TypeVar("Person", bound=Colleague)


def is_absent(person: Colleague, day: date) -> bool:
    """Whether the person said to be absent on a day, the first and the last day included."""
    first, last = person.absent_from, person.absent_until
    return first is not None and last is not None and first <= day <= last


def may_stand_in(deputy: Colleague, person: Colleague) -> bool:
    """Whether one may get the other's notices: active, and of the same authority, or both of the office, or admins."""
    if not deputy.is_active or deputy.id == person.id:
        return False
    if person.role is Role.CONTACT:
        return deputy.role is Role.CONTACT and deputy.authority_id == person.authority_id
    return deputy.role is person.role or {deputy.role, person.role} <= _OFFICE


def stand_in(person: Person, day: date, find: Callable[[int], Person | None]) -> Person:
    """Who gets the person's notices of a day; the person itself unless it is absent and named a possible deputy.

    An absent deputy passes on once more at most, and never back.
    """
    holder, seen = person, {person.id}
    for _ in range(MAX_HOPS):
        deputy = find(holder.deputy_id) if holder.deputy_id and is_absent(holder, day) else None
        if deputy is None or deputy.id in seen or not may_stand_in(deputy, holder):
            break
        holder = deputy
        seen.add(deputy.id)
    return holder


def check_absence(
    person: Colleague,
    absent_from: date | None,
    absent_until: date | None,
    deputy: Colleague | None,
    today: date,
) -> None:
    """Raises Refusal unless the person may be absent on these days with this deputy; no days at all end an absence."""
    if absent_from is None or absent_until is None:
        if absent_from or absent_until or deputy:
            raise Refusal("请填写不在岗的第一天和最后一天；要取消不在岗，两天和代收人都不填。", "absent_from")
        return
    if absent_until < absent_from:
        raise Refusal(
            f"最后一天{cn_date(absent_until)}早于第一天{cn_date(absent_from)}，请核对。", "absent_until"
        )
    if absent_until < today:
        raise Refusal(
            f"最后一天{cn_date(absent_until)}已经过去（今天是{cn_date(today)}），请填写今后的日期。",
            "absent_until",
        )
    if deputy is None:
        return
    if deputy.id == person.id:
        raise Refusal("代收人不能是本人，请选择另一位同事。", "deputy_id")
    if not may_stand_in(deputy, person):
        raise Refusal(
            f"{deputy.name}不能代收：代收人须是在用的账号，联络员由同一机关的联络员代收，法制机构人员由法制机构人员代收。",
            "deputy_id",
        )
    if deputy.deputy_id == person.id and _overlaps(deputy, absent_from, absent_until):
        raise Refusal(
            f"{deputy.name}在{cn_date(deputy.absent_from)}至{cn_date(deputy.absent_until)}也不在岗，并且由您代收，请改选他人。",
            "deputy_id",
        )


def _overlaps(person: Colleague, first: date, last: date) -> bool:
    own_first, own_last = person.absent_from, person.absent_until
    return own_first is not None and own_last is not None and own_first <= last and first <= own_last
