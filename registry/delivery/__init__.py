"""Telling people: the words of a notice, and the mail that carries them."""
