"""Measuring: `python -m bench` for pages, `python -m bench.documents` for printing."""
