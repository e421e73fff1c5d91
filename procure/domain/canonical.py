"""The one form of plain data that hashes are made from: two that mean the same are the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any


def canonical(content: object) -> bytes:
    """Return the one JSON form of plain data: sorted keys, no spaces, UTF-8.

    Takes dataclasses, mappings with text keys, lists, tuples, texts, numbers without fraction, dates, moments
    with a zone, enums and None. Raises TypeError for all else: a set has no order, a float no exact form.

    >>> canonical({"b": (1, None), "a": date(2026, 12, 2)}).decode()
    '{"a":"2026-12-02","b":[1,null]}'
    """
    return json.dumps(_plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(content: object) -> str:
    """Return the SHA-256 of the content's canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def _plain(content: object) -> Any:
    if content is None or (isinstance(content, (str, bool, int)) and not isinstance(content, Enum)):
        return content
    if isinstance(content, Enum):
        return _plain(content.value)
    if isinstance(content, (date, datetime)):
        return _moment(content)
    if isinstance(content, (tuple, list)):
        return [_plain(item) for item in content]
    return _plain_mapping(content)


def _plain_mapping(content: object) -> dict[str, Any]:
    if is_dataclass(content) and not isinstance(content, type):
        named = {field.name: _plain(getattr(content, field.name)) for field in fields(content)}
        return {"is": type(content).__name__, **named}
    if isinstance(content, Mapping) and all(isinstance(key, str) for key in content):
        return {str(key): _plain(value) for key, value in content.items()}
    raise TypeError(f"{type(content).__name__} has no canonical form")


def _moment(when: date) -> str:
    if isinstance(when, datetime) and when.tzinfo is None:
        raise TypeError("a moment without a zone has no canonical form")
    return when.isoformat()
