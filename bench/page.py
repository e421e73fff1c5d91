"""What a measured page is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench import floors as f


@dataclass(frozen=True)
class Page:
    """A page: its view, who reads it (None: a stranger), its address, and the statements of its floor."""

    name: str
    reader: str | None
    address: str
    rows: tuple[str, ...] = ()

    def path(self, known: Mapping[str, Any]) -> str:
        """Return the address with the ids of seeded things in it."""
        return self.address.format_map(known)

    def statements(self) -> tuple[str, ...]:
        """Return the floor's statements; whoever is signed in is told how much is unread, on every page."""
        return (f.UNREAD, *self.rows) if self.reader else self.rows
