"""The web application, joined from its parts: settings, store, pages, guards."""

import gc

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from waitress import serve as run

from registry.config import ROOT, Settings, secret_key
from registry.storage.engine import Store, open_store
from registry.web import access, addresses, calendar, errors, frame, health, limits, security, words
from registry.web.account import account
from registry.web.desk import desk
from registry.web.embed import embed
from registry.web.public import public
from registry.web.submissions import OWN_TOKEN, submissions

THREADS = 8
TEMPLATES = ROOT / "templates"
MAX_UPLOAD = 64 * 1024 * 1024
MAX_FORM = 8 * 1024 * 1024  # text typed or pasted into a form


def create_app(settings: Settings, store: Store | None = None) -> Flask:
    """The application, for waitress or a test. Raises RuntimeError when the folder of templates is missing."""
    if not (TEMPLATES / "_layouts" / "shell.html").is_file():
        raise RuntimeError(f"页面模板不在 {TEMPLATES}，系统没有启动。请在完整的检出目录中运行。")
    app = Flask(
        "registry.web",
        instance_path=str(settings.instance),
        template_folder=str(TEMPLATES),
        static_folder=str(ROOT / "registry" / "web" / "static"),
        static_url_path="/static",
    )
    app.config.update(
        SECRET_KEY=secret_key(settings),
        WTF_I18N_ENABLED=False,  # our forms bring their own Chinese
        MAX_CONTENT_LENGTH=MAX_UPLOAD,
        MAX_FORM_MEMORY_SIZE=MAX_FORM,
        MAX_FORM_PARTS=10_000,  # a whole folder of documents is one form
        SESSION_COOKIE_NAME="registry_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session, which ends by itself
        WTF_CSRF_SSL_STRICT=False,  # behind a proxy the referrer's scheme differs
    )
    app.url_map.converters["id"] = addresses.RecordId
    app.url_map.strict_slashes = False  # an address with or without its last slash is the same page
    app.jinja_env.undefined = StrictUndefined
    app.extensions["registry.settings"] = settings
    app.extensions["registry.store"] = store or open_store(settings.database_url, settings.instance)
    access.install(app)
    protection = CSRFProtect(app)
    for view in OWN_TOKEN:
        protection.exempt(view)
    for part in (security, errors, words, frame, limits):
        part.install(app)
    for pages in (public, embed, submissions, account, desk, calendar.pages, health.pages):
        app.register_blueprint(pages)
    return app


def serve(settings: Settings, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Answers requests until the process is stopped. Headers of a proxy are ignored."""
    app = create_app(settings)
    gc.collect()
    gc.freeze()  # the garbage collector need not scan the modules and templates whenever a page makes many rows
    run(
        app,
        host=host,
        port=port,
        threads=THREADS,
        max_request_body_size=MAX_UPLOAD + MAX_FORM,
        ident=None,
        clear_untrusted_proxy_headers=True,
    )
