"""What the papers of figures say: the lists of a period, the bulletin and the yearly report."""
