"""A county that never was, run day by day: its people and papers, the register that serves it, and what must follow."""
