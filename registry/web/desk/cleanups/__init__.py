"""Cleanup rounds: the list, one round with its outcomes, its gate and its release."""

from registry.web.desk.cleanups.show import pages as pages
