"""Municipalities that gather their needs, and who is committed."""
