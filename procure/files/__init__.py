"""Bytes kept by name and hash."""
