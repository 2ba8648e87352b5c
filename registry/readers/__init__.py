"""Reading: a document file or a ledger becomes facts with their evidence; nothing here decides or remembers."""
