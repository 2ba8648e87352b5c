"""How often an address may ask for the most expensive pages; beyond that it gets a page that says to wait (429)."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse

SEARCHES = "120 per minute"
DOWNLOADS = "30 per minute"
TRIALS = "6 per minute"
POSTS = "60 per minute"  # forms of one address, right or wrong
SUBMISSIONS = "20 per hour"  # proposals of citizens behind one address that were kept
COMMENTS = "30 per hour"  # on draft lists, of people behind one address, that were kept
REFUSED_FORMS = "100 per hour"  # of those, what was refused after the attachments were read
CODES = "30 per 10 minutes"  # receipt codes that do not exist
FEEDS, FEEDS_OF_ADDRESS = "30 per hour", "600 per hour"  # of one calendar; of all behind one address

# Counted per process: several processes together allow a multiple of it.
limiter = Limiter(get_remote_address, storage_uri="memory://")


def is_allowed(limit: str, what: str) -> bool:
    """Whether this address may do once more what `count` counts."""
    return not limiter.enabled or limiter.limiter.test(parse(limit), what, get_remote_address())


def count(limit: str, what: str) -> None:
    """Counts once for this address, within the view: its page keeps what was typed."""
    limiter.limiter.hit(parse(limit), what, get_remote_address())


def install(app: Flask) -> None:
    limiter.init_app(app)
