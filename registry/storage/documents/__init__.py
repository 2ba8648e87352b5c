"""Documents: their tables and timelines, and the queries that list, lock, print and publish them."""
