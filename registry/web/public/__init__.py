"""The public site: no sign-in, reads only, one module per noun."""

from flask import Blueprint

PAGES: tuple[Blueprint, ...] = ()

public = Blueprint("public", __name__)
for pages in PAGES:
    public.register_blueprint(pages)
