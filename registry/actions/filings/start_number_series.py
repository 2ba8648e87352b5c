"""Start a year's 备案登记号 after the last number that was given outside the system."""

from datetime import datetime

from registry.domain.doc_numbers import MAX_SERIAL, filing_no
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, counters
from registry.storage.engine import Store, transaction


def start_number_series(store: Store, actor: Actor, *, year: int, last_serial: int, now: datetime) -> str:
    """The number that comes next. Raises Refusal once the system has given a number in that year."""
    require(actor, Permission.MANAGE_RULES)
    check_serial(last_serial)
    name = f"registration-{year}"
    with transaction(store) as session:
        last_given = counters.hold(session, name)
        if last_given:
            raise Refusal(
                f"{year}年已编到{filing_no(year, last_given)}，起始号不能再改，否则会出现缺号。",
                "last_serial",
            )
        counters.set_at_least(session, name, last_serial)
        changes = {name: [str(last_given), str(last_serial)]}
        audit.record(session, now, actor.name, "edit_settings", "registry", changes=changes)
    return filing_no(year, last_serial + 1)


def check_serial(last_serial: int) -> None:
    """Raises Refusal for a serial that the last number of a year cannot have."""
    if not 0 <= last_serial <= MAX_SERIAL:
        raise Refusal(f"最后使用的序号应为0至{MAX_SERIAL}的整数，没有用过填0。", "last_serial")
