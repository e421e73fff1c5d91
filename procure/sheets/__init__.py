"""Spreadsheets: read safely, matched column by column, checked row by row, and written."""
