"""Return addresses: after saving, a form leads back to the list it was opened from."""

from flask import request

_LONGEST = 1000


def way_back(usual: str) -> str:
    """The address in `back` if it is a page of this desk, else `usual`; never another site."""
    asked = request.args.get("back", "")
    is_ours = asked.startswith(f"{request.script_root}/desk/") and asked.isprintable() and "\\" not in asked
    return asked if is_ours and len(asked) <= _LONGEST else usual
