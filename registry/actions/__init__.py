"""What people do: one verb, one file, one transaction, one audit line."""
