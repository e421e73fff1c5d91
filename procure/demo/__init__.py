"""A story to look around in: real municipalities, invented people and vendors, made through the services."""
