"""What people do with a document: register it, correct it, publish it, record what became of it."""
