"""Organisations, people, roles, sign-in, sessions."""
