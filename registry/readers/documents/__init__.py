"""Reading a document: text in, facts with their evidence out."""
