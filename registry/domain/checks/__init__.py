"""Rule checks of a document's text: sentences in, findings with their source out. Every rule can be read."""
