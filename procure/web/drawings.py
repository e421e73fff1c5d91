"""Pictures that pages hand out: how wide they are, and what a browser may do with them."""

from __future__ import annotations

from typing import Final

WIDE: Final = 720  # pixels across, on a desk
NARROW: Final = 340  # and on a phone
DRAWN: Final = {  # headers: a picture runs and fetches nothing
    "Content-Type": "image/svg+xml",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}
