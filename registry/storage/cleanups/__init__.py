"""Cleanup rounds: their tables, their scope, and the outcomes of their documents."""
