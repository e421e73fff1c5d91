"""What a purchase is worth: the estimate line by line, the framework maximum, and each body's share."""

from __future__ import annotations

from enum import StrEnum


class CostKind(StrEnum):
    """How an amount of the estimate is counted."""

    ONE_OFF = "one_off"
    MONTHLY = "monthly"
    YEARLY = "yearly"
    HOURLY = "hourly"
