"""Official papers: their facts, their templates, and how they are drawn (GB/T 9704-2012)."""
