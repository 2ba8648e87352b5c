"""What people do with a filing: its moves, its papers, and filing a document again."""
