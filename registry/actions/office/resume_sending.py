"""Resume sending and numbering after a restore, once an admin has confirmed the last number that was used."""

from datetime import datetime

from registry.actions.filings.start_number_series import check_serial
from registry.domain.doc_numbers import filing_no
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, counters, office
from registry.storage.engine import Store, transaction


def resume_sending(store: Store, actor: Actor, *, last_serial: int, now: datetime) -> str:
    """The next 备案登记号, which was given neither before the backup nor after it. Raises Refusal."""
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
        office.set_setting(session, "sending_paused_because", "")
        changes = {"sending_paused_because": [because, ""], name: [str(counted), str(last_serial)]}
        audit.record(session, now, actor.name, "edit_settings", "registry", changes=changes)
    return filing_no(year, last_serial + 1)
