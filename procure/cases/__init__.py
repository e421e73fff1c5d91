"""Whole cases as files: read, checked, brought in, written out, built into documents."""
