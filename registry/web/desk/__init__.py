"""The desk: the office's and the authorities' own pages, one module per noun."""

from flask import Blueprint

PAGES: tuple[Blueprint, ...] = ()

desk = Blueprint("desk", __name__, url_prefix="/desk")
for pages in PAGES:
    desk.register_blueprint(pages)
