"""Who did what, when; append only."""

from procure.audit.log import events_about, note, record, seen

__all__ = ["events_about", "note", "record", "seen"]
