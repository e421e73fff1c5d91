"""Long work with visible progress."""
