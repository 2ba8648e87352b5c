"""How often an address may ask for the most expensive pages; beyond that it gets a page that says to wait (429)."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

SEARCHES = "120 per minute"
DOWNLOADS = "30 per minute"
TRIALS = "6 per minute"
FEEDS, FEEDS_OF_ADDRESS = "30 per hour", "600 per hour"  # of one calendar; of all behind one address

# Counted per process: several processes together allow a multiple of it.
limiter = Limiter(get_remote_address, storage_uri="memory://")


def install(app: Flask) -> None:
    limiter.init_app(app)
