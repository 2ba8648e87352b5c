"""Evaluations of documents before their last valid day: opened by the clock, answered, settled."""
