"""Tables and queries, a module per noun. Only engine.transaction() commits."""

from registry.storage import columns as columns  # the naming convention stands before the first table is read
