"""What all pages stand on: access, forms, errors, headers, language."""
