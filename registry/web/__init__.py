"""What the browser sees: the only part that knows Flask."""
