"""Settings: what the office says about itself, its rules, the decreed holidays, its numbers."""

from registry.web.desk.settings.show import pages as pages
