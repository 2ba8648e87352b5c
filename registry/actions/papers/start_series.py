"""Start a year's series of papers after the last number that was given outside the system."""

from datetime import datetime

from registry.domain.doc_numbers import MAX_SERIAL
from registry.domain.errors import Refusal
from registry.domain.papers.kinds import counter_of, spell_number
from registry.domain.papers.series import all_series, start_counter_of
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, counters, office
from registry.storage.engine import Store, transaction
from registry.storage.papers import is_numbered


def start_paper_series(
    store: Store, actor: Actor, series: str, *, year: int, last_serial: int, now: datetime
) -> str:
    """The number that comes next; a start may be set anew. Raises Refusal once a paper has a number of that year."""
    require(actor, Permission.MANAGE_RULES)
    if series not in all_series():
        raise Refusal("请选择是哪一种编号。", "series")
    if not 0 <= last_serial <= MAX_SERIAL:
        raise Refusal(f"最后使用的序号应为0至{MAX_SERIAL}的整数，没有用过填0。", "last_serial")
    name = counter_of(series, year)
    with transaction(store) as session:
        code = office.setting(session, "paper_code")
        last_given = counters.hold(session, name)
        start = start_counter_of(series, year)
        if last_given != counters.read(session, start) or is_numbered(session, series, year):
            raise Refusal(
                f"{year}年已编到{spell_number(code, series, year, last_given)}，起始号不能再改，否则会出现缺号。",
                "last_serial",
            )
        counters.reset(session, name, last_serial)
        counters.reset(session, start, last_serial)
        changes = {name: [str(last_given), str(last_serial)]}
        audit.record(session, now, actor.name, "edit_settings", "registry", changes=changes)
        return spell_number(code, series, year, last_serial + 1)
