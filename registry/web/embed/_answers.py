"""An embedded list as a page of its own or as a fragment that another site puts into its page."""

from collections.abc import Mapping
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.web.access import current_settings
from registry.web.paging import with_query

_LOOKS = ("text", "link", "background", "line")


def answer(fragment: str, **context: Any) -> ResponseReturnValue:
    """The fragment alone with `format=fragment`, else inside a page; links lead to this system, outside the frame."""
    is_fragment = request.args.get("format") == "fragment"
    shared = {"address_of": _whole_address if is_fragment else url_for, "is_fragment": is_fragment, **context}
    if is_fragment:
        return Response(render_template(fragment, **shared), headers={"Access-Control-Allow-Origin": "*"})
    return render_template("embed/page.html", fragment=fragment, looks=_looks(), **shared)


def _whole_address(endpoint: str, **values: Any) -> str:
    """The address with this system's own before it: a fragment stands in the page of another site."""
    return f"{current_settings().public_url}{url_for(endpoint, **values)}"


def _looks() -> str:
    asked: Mapping[str, str] = {name: request.args[name] for name in _LOOKS if name in request.args}
    return with_query(url_for("embed.colours"), asked)
