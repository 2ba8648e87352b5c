"""The office's own affairs: settings, rules, calendar, backup, verification, sending."""
