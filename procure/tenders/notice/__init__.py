"""The texts of the notice, field by field, for the one who writes it into Doffin."""

from __future__ import annotations

from procure.tenders.notice.fields import Field, as_text, english, texts, untold

__all__ = ["Field", "as_text", "english", "texts", "untold"]
