"""The shelf: what has been laid out is kept by its key, and taken from there when it is wanted again."""

from __future__ import annotations

from typing import Protocol


class Shelf(Protocol):
    """Keeps bytes by a key that says all about how they are made."""

    def get(self, key: str, /) -> bytes | None:
        """Return what was put there; None when there is nothing, or it is damaged."""
        ...

    def has(self, key: str, /) -> bool:
        """Answer whether something lies there, without a look at it."""
        ...

    def put(self, key: str, data: bytes, /) -> None:
        """Keep the bytes; what is there already stays or is written again, it is the same."""
        ...


class Forgetful:
    """Keeps nothing."""

    def get(self, _key: str, /) -> bytes | None:
        """Return nothing."""
        return None

    def has(self, _key: str, /) -> bool:
        """Answer no."""
        return False

    def put(self, _key: str, _data: bytes, /) -> None:
        """Do nothing."""
