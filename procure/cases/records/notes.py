"""How the records of a case file are described: keys, lists, limits, patterns."""

from __future__ import annotations

from typing import Final

from procure.cases.shape import LARGEST_COUNT, Schema

KEY: Final = r"^[a-z0-9][a-z0-9-]{0,59}$"
IDENTIFIER: Final = r"^[A-ZÆØÅ]{3}-([0-9]{3}|[1-9][0-9]{3})$"
MUNICIPALITY: Final = "^[0-9]{4}$"
NUMBER: Final = "^[0-9]{9}$"
LARGEST_ATTACHMENT: Final = 14_000_000  # characters of base64
MOST_ROWS: Final = 2_000


def key(about: str) -> Schema:
    """Describe the key of a record, or a reference to one."""
    return {"type": ["string", "null"], "pattern": KEY, "description": about}


def rows(name: str, about: str, most: int = MOST_ROWS) -> Schema:
    """Describe a list of records."""
    items = {"$ref": f"#/$defs/{name}"}
    return {"type": ["array", "null"], "items": items, "maxItems": most, "description": about}


def there(found: Schema) -> Schema:
    """Take null out of what must be there."""
    if "enum" in found:
        return {**found, "enum": [value for value in found["enum"] if value is not None]}
    return {**found, "type": found["type"][0]} if isinstance(found.get("type"), list) else found


def count(about: str, least: int = 0, most: int = LARGEST_COUNT) -> Schema:
    """Describe a whole number."""
    return {"type": ["integer", "null"], "minimum": least, "maximum": most, "description": about}


def text(about: str, longest: int) -> Schema:
    """Describe a text."""
    return {"type": ["string", "null"], "maxLength": longest, "description": about}


MONTHS: Final[Schema] = {"maximum": 600}
PERCENT: Final[Schema] = {"maximum": 100}
ANNEX: Final[Schema] = {"minimum": 1, "maximum": 99}
CONTRACT: Final[Schema] = {"minimum": 1, "maximum": 2}
FIRST: Final[Schema] = {"minimum": 1}
WRITTEN: Final[Schema] = {"minLength": 1}
ROW: Final = ("id", "tender_id", "version")
OF_FORM: Final = (*ROW, "position", "once")
