"""How often one address may ask for what costs the machine most; beyond it, a page says to wait (429)."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

SEARCHES = "120 per minute"
DOWNLOADS = "30 per minute"

# Counted in the process: each process of several allows as much again.
limiter = Limiter(get_remote_address, storage_uri="memory://")


def install(app: Flask) -> None:
    limiter.init_app(app)
