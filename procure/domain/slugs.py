"""Texts as plain words for addresses, names of files and labels."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LETTERS: Final = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŧ": "t", "ŋ": "n", "ß": "ss"})
LONGEST: Final = 80


def slug(text: str, longest: int = LONGEST, nameless: str = "uten-navn") -> str:
    """Return a text as lowercase ASCII words with hyphens; `nameless` where nothing is left of it.

    >>> slug("Bilag 1: Kundens kravspesifikasjon (både A og B)")
    'bilag-1-kundens-kravspesifikasjon-bade-a-og-b'
    >>> slug("✓"), slug("Oppetid på natten", longest=8)
    ('uten-navn', 'oppetid')
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(LETTERS)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:longest].strip("-") or nameless
