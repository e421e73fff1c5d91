"""What comes from outside to find a row or a page by; where it leads nowhere, no database is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, TypeVar

from flask import Flask, has_request_context, request
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

LARGEST_ID: Final = 2**31 - 1  # of PostgreSQL's integer
LONGEST_SEARCH: Final = 100
Kind = TypeVar("Kind", bound=StrEnum)
ODD: Final = re.compile(r"[\x00-\x20\\\x7f]")


class IdConverter(IntegerConverter):
    """An `<int:…>` in an address; a larger number matches no page, which is 404."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:  # noqa: A002  werkzeug names it
        super().__init__(map, *args, **{"max": LARGEST_ID, **kwargs})


class WordConverter(UnicodeConverter):
    """Any other part of an address; one with a NUL, which PostgreSQL cannot keep, matches no page."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:  # noqa: A002  werkzeug names it
        super().__init__(map, *args, **kwargs)
        self.regex = self.regex.replace("[^/]", r"[^/\x00]")


def asked_id(name: str) -> int | None:
    """Return an id that stands after the question mark; None when there is none that a row could have."""
    return id_in(request.args, name)


def id_in(fields: MultiDict[str, str], name: str) -> int | None:
    """Return an id among what was sent; None when there is none that a row could have."""
    number = fields.get(name, type=int)
    return number if number is not None and 0 < number <= LARGEST_ID else None


def words_in(fields: Mapping[str, str], name: str = "q") -> str:
    """Return what a list is searched for, with single spaces between the words; "" for nothing."""
    return " ".join(fields.get(name, "").replace("\x00", "").split())[:LONGEST_SEARCH]


def one_in(kinds: type[Kind], fields: Mapping[str, str], name: str) -> Kind | None:
    """Return which of a few is chosen; None for what is none of them."""
    return next((each for each in kinds if each.value == fields.get(name)), None)


def local_path(typed: str | None, otherwise: str = "/start") -> str:
    """Return the path when it leads to a page of ours, and nowhere else.

    >>> local_path("/pools/3?tab=2"), local_path("//evil.example/x"), local_path("/\\\\evil.example")
    ('/pools/3?tab=2', '/start', '/start')
    """
    text = typed or ""
    if text.startswith("/") and not text.startswith("//") and not ODD.search(text):
        return text
    return f"{request.script_root}{otherwise}" if has_request_context() else otherwise


def init_app(app: Flask) -> None:
    """Read the parts of all addresses so; called before any page is registered."""
    app.url_map.converters |= {"int": IdConverter, "string": WordConverter, "default": WordConverter}
