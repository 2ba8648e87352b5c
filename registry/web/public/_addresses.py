"""What the address of a public page may say: the day that is asked about."""

from datetime import date

from flask import request

from registry.clock import today

_FIRST_DAY, _LAST_DAY = date(1949, 10, 1), date(2199, 12, 31)


def asked_day() -> tuple[date, bool]:
    """The day that `on` names, else today; and whether `on` is given and is no day that can be shown."""
    written = request.args.get("on", "").strip()
    if not written:
        return today(), False
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return today(), True
    return (day, False) if _FIRST_DAY <= day <= _LAST_DAY else (today(), True)
