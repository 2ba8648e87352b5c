"""What people do: one verb, one file, one transaction, one audit line."""

from registry.storage import tables as tables  # a write needs every table that its foreign keys refer to
