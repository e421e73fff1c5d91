"""The printer: a Document in, the same PDF out every time."""
