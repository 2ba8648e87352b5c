"""Vertically managed bodies are a kind of authority; nothing registered so far changes its kind."""

from registry.storage.migrations.words import widen

revision = "0013"
down_revision = "0012"

_BEFORE = ("government", "office", "department", "subdistrict", "township", "outside")
_AFTER = ("government", "office", "department", "vertical", "subdistrict", "township", "outside")


def upgrade() -> None:
    widen("authority", "kind", _BEFORE, _AFTER)
