"""What a municipality needs, by when, at what price."""
