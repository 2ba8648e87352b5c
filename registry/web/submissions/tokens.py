"""The token of a form that an unknown person sends: signed, for this browser, for a time, and for one proposal.

The receipt code is derived from it: who sends the same form twice gets the same receipt, and nobody else can make it.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from flask import current_app, session
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

LIVES_S = 4 * 3600
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U, which are misread
_N_SIGNS = 20  # of 5 bits each
_LONGEST = 400


@dataclass(frozen=True)
class FormToken:
    """A token that this site gave to this browser: `once` tells the form apart from every other."""

    once: str
    is_expired: bool


def new_token() -> str:
    """A token for a form of this browser."""
    visitor = session.setdefault("visitor", secrets.token_urlsafe(16))
    return _signer().dumps([secrets.token_urlsafe(16), visitor])


def read_token(text: str) -> FormToken | None:
    """The token of a form that was sent; None for one that was forged, or given to another browser."""
    if len(text) > _LONGEST:
        return None
    is_expired = False
    try:
        payload = _signer().loads(text, max_age=LIVES_S)
    except SignatureExpired as expired:
        payload, is_expired = _signer().load_payload(expired.payload or b""), True
    except BadSignature:
        return None
    if not (
        isinstance(payload, list) and len(payload) == 2 and all(isinstance(part, str) for part in payload)
    ):
        return None
    once, visitor = payload
    return FormToken(once, is_expired) if visitor == session.get("visitor") else None


def code_of(once: str) -> str:
    """The receipt code of a form: twenty signs in four groups."""
    key = str(current_app.secret_key).encode()
    digest = hmac.new(key, f"receipt-code:{once}".encode(), hashlib.sha256).digest()
    return spelled(digest)


def random_code() -> str:
    """A receipt code for a proposal that no form made."""
    return spelled(secrets.token_bytes(32))


def spelled(bits: bytes) -> str:
    """The first 100 bits as twenty signs in four groups."""
    number = int.from_bytes(bits[:16], "big")
    signs = "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_N_SIGNS))
    return "-".join(signs[at : at + 5] for at in range(0, _N_SIGNS, 5))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="review-proposal")
