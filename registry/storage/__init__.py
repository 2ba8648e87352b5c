"""What we remember: tables and queries per noun. Nothing here commits, except engine.transaction()."""

from registry.storage import columns as columns  # the naming convention stands before the first table is read
