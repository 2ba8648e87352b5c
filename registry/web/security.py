"""Security headers of every answer: no foreign scripts, no framing, no guessing of types, no caching of the desk."""

import secrets

from flask import Flask, Response, abort, g, request

from registry.web.access import current_settings

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FRAMED_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
PRIVATE = {"desk", "account", "submissions"}  # pages no cache may keep
UNLISTED = {"submissions"}  # pages no search engine may list, and whose addresses no other page may learn
FRAMED = {"embed"}  # pages that other sites may show inside theirs
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def csp_nonce() -> str:
    """The nonce that lets the scripts of this answer run."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return g.csp_nonce


def install(app: Flask) -> None:
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.before_request(_refuse_nul)
    app.after_request(_harden)


def _refuse_nul() -> None:
    """Answers 400 to a NUL in the address: no name or number has one, and PostgreSQL refuses it."""
    if b"%00" in request.query_string or "\0" in request.path:
        abort(400)


def _harden(response: Response) -> Response:
    response.headers.update(HEADERS)
    response.headers["Content-Security-Policy"] = POLICY.format(nonce=csp_nonce())
    if current_settings().secure_cookies:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    room = request.blueprints[-1] if request.blueprints else ""
    if room in PRIVATE:
        response.headers["Cache-Control"] = "no-store"
    if room in FRAMED:
        _let_frame(response)
    if room in UNLISTED:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _let_frame(response: Response) -> None:
    """Lets any site show the page in a frame. It has no script, and nobody is signed in by what it shows."""
    response.headers["Content-Security-Policy"] = FRAMED_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    del response.headers["X-Frame-Options"]
