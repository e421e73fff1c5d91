"""What we tell people, on the page and by mail."""
