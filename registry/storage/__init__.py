"""What we remember: tables and queries per noun. Nothing here commits, except engine.transaction()."""
