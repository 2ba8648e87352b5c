"""Sending notices: the text of a notice, and the mail that carries it."""
