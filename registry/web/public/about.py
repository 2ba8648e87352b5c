"""The explanation of the catalog's words, and the rules for crawlers."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from registry.domain.roles import Permission
from registry.web.access import needs

pages = Blueprint("about", __name__)

ROBOTS = "User-agent: *\nDisallow: /desk\nDisallow: /account\nDisallow: /catalog.\nAllow: /\n"


@pages.route("/about")
@needs(Permission.READ_PUBLIC)
def index() -> ResponseReturnValue:
    return render_template("public/about/index.html")


@pages.route("/robots.txt")
@needs(Permission.READ_PUBLIC)
def robots() -> ResponseReturnValue:
    return Response(ROBOTS, mimetype="text/plain")
