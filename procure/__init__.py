"""Samkjøp: municipalities buy line-of-business software together."""
