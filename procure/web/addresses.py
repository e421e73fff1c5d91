"""The numbers in addresses: what no row can have for an id leads nowhere, before the database is asked."""

from __future__ import annotations

from typing import Any, Final

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID: Final = 2**31 - 1  # of PostgreSQL's integer


class IdConverter(IntegerConverter):
    """An `<int:…>` in an address; a larger number matches no page, which is 404."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:  # noqa: A002  werkzeug names it
        super().__init__(map, *args, **{"max": LARGEST_ID, **kwargs})


def asked_id(name: str) -> int | None:
    """Return an id that stands after the question mark; None when there is none that a row could have."""
    number = request.args.get(name, type=int)
    return number if number is not None and 0 < number <= LARGEST_ID else None


def init_app(app: Flask) -> None:
    """Read the numbers of all addresses so; called before any page is registered."""
    app.url_map.converters["int"] = IdConverter
