"""Where a form leads when it is done: back to the list it was opened from, when its address names one."""

from flask import request

_LONGEST = 1000


def way_back(usual: str) -> str:
    """The `back` of this address when it is a page of this desk, else the usual one: it never leads to another site."""
    asked = request.args.get("back", "")
    is_ours = asked.startswith(f"{request.script_root}/desk/") and asked.isprintable() and "\\" not in asked
    return asked if is_ours and len(asked) <= _LONGEST else usual
