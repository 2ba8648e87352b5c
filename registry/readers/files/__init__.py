"""Opening a file: bytes in, text and cells out."""
