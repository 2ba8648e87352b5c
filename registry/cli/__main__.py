"""`python -m registry.cli` is the same as `registry`."""

from registry.cli import main

main()
