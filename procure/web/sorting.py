"""Lists in an order that the reader chooses by the headings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request
from werkzeug.datastructures import MultiDict


@dataclass(frozen=True)
class Order:
    """What a list is sorted by, and whether the last come first."""

    key: str
    falling: bool = False

    def __str__(self) -> str:
        return f"-{self.key}" if self.falling else self.key

    def url(self, key: str) -> str:
        """Return the address of the same list sorted by this; the other way where it is so already."""
        wanted = Order(key, key == self.key and not self.falling)
        kept = [(n, v) for n, v in request.args.items(multi=True) if n not in ("sort", "page") and v]
        return f"{request.script_root}{request.path}?{urlencode([*kept, ('sort', str(wanted))])}"

    def aria(self, key: str) -> str:
        """Say how a column is sorted, as screen readers ask for it; "" when it is another that is."""
        if key != self.key:
            return ""
        return "descending" if self.falling else "ascending"


def wanted_order(args: MultiDict[str, str], keys: Collection[str], usual: str) -> Order:
    """Read what the address asks for; what no column is called is the usual."""
    typed = args.get("sort", usual)
    asked = Order(typed.removeprefix("-"), typed.startswith("-"))
    return asked if asked.key in keys else wanted_order(MultiDict(), keys, usual)
