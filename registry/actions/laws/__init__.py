"""The table of laws: loading it, keeping it by hand, and following what ends with the days."""
