"""Reading a ledger: sheets in, rows with named fields out."""
