"""What differs between two texts, for the page where two have written at once."""

from __future__ import annotations

from procure.web.redline import Piece as Piece
from procure.web.redline import redline as redline
