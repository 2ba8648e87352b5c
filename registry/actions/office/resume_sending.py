"""Resume sending and numbering after a restore, once an admin has confirmed the last number that was used."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from registry.actions.filings.start_number_series import check_serial
from registry.domain.doc_numbers import MAX_SERIAL, filing_no
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.papers.kinds import counter_of
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, counters, office
from registry.storage.engine import Store, transaction


def resume_sending(
    store: Store,
    actor: Actor,
    *,
    last_serial: int,
    last_papers: Mapping[str, int] | None = None,
    now: datetime,
) -> str:
    """The next 备案登记号, which was given neither before the backup nor after it. Raises Refusal.

    `last_papers` holds the last number of each series of papers; a series that is not named goes on from its counter.
    """
    require(actor, Permission.MANAGE_RULES)
    check_serial(last_serial)
    year = day_of(now).year
    name = f"registration-{year}"
    with transaction(store) as session:
        because = office.setting(session, "sending_paused_because")
        if not because:
            raise Refusal("发送和编号没有暂停，无需恢复。")
        counted = counters.hold(session, name)
        if last_serial < counted:
            raise Refusal(
                f"库中已编到{filing_no(year, counted)}，填写的序号不能比它小。请核对纸质登记簿。",
                "last_serial",
            )
        counters.set_at_least(session, name, last_serial)
        papers = _go_on(session, year, last_papers or {})
        office.set_setting(session, "sending_paused_because", "")
        changes = {"sending_paused_because": [because, ""], name: [str(counted), str(last_serial)]}
        changes |= papers
        audit.record(session, now, actor.name, "edit_settings", "registry", changes=changes)
    return filing_no(year, last_serial + 1)


def _go_on(session: Session, year: int, last_papers: Mapping[str, int]) -> dict[str, list[str]]:
    """Sets the counters of the series of papers to the confirmed numbers; what changed. Raises Refusal."""
    changes = {}
    for series, last in last_papers.items():
        name = counter_of(series, year)
        counted = counters.hold(session, name)
        if not counted <= last <= MAX_SERIAL:
            raise Refusal(
                f"{series}文书库中已编到{counted}，填写的序号应不小于它，最大{MAX_SERIAL}。请核对发文登记簿。",
                series,
            )
        counters.set_at_least(session, name, last)
        if last != counted:
            changes[name] = [str(counted), str(last)]
    return changes
