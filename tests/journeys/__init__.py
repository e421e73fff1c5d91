"""Stories as a user would tell them, in a real browser."""
