"""The public site: no sign-in, reads only, one module per noun."""

from flask import Blueprint

from registry.web.public import about, authorities, catalog, consultations, documents, lapses, releases

PAGES: tuple[Blueprint, ...] = (
    catalog.pages,
    documents.pages,
    releases.pages,
    lapses.pages,
    consultations.pages,
    authorities.pages,
    about.pages,
)

public = Blueprint("public", __name__)
for pages in PAGES:
    public.register_blueprint(pages)
