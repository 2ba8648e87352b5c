"""Doubts: their tables, the facts they rest on, and the queue of the desk."""
