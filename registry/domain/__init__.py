"""What the rules say. Standard library only: no Flask, no SQL, no clock, no files."""
