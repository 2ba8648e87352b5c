"""Lists for the sites of other bodies: pages that may be framed there, and fragments of them without any script."""

import re

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from registry.domain.roles import Permission
from registry.web.access import needs
from registry.web.embed import authorities, releases

COLOURS = {"text": "#1f2328", "link": "#0b57a4", "background": "#ffffff", "line": "#d0d7de"}
_HEX = re.compile(r"[0-9a-fA-F]{6}|[0-9a-fA-F]{3}")

embed = Blueprint("embed", __name__, url_prefix="/embed")
embed.add_url_rule("/releases/<id:release_id>", "release", releases.show)
embed.add_url_rule("/authorities/<code>", "authority", authorities.show)


@embed.route("/colours.css")
@needs(Permission.READ_PUBLIC)
def colours() -> ResponseReturnValue:
    """The colours of a framed list as the address gives them, in hex figures; any other word leaves the usual one."""
    lines = [f"--embed-{name}: {_colour(name, usual)};" for name, usual in COLOURS.items()]
    return Response(f":root {{ {' '.join(lines)} }}\n", mimetype="text/css")


def _colour(name: str, usual: str) -> str:
    asked = request.args.get(name, "").removeprefix("#")
    return f"#{asked}" if _HEX.fullmatch(asked) else usual
