"""The notice and the public page."""
