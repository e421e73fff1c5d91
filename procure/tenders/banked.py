"""Tells the pages of the bank, which know nothing of tenders, how many have a requirement."""

from __future__ import annotations

from sqlalchemy import func, select

from procure import db
from procure.tenders.models import Requirement
from procure.tenders.views import bp


@bp.app_template_global()
def tenders_with(bank_key: str) -> int:
    """Count the tenders that hold a requirement of the bank, in whatever edition."""
    asked = select(func.count(Requirement.tender_id.distinct())).where(
        Requirement.bank_key == bank_key, Requirement.removed_at.is_(None)
    )
    return db.session().scalar(asked) or 0
