"""Documents laid out while they are written: what a draft will need is on the shelf when it is left in peace.

Nobody sees this, and no row tells of it. "Freeze a version" then mostly puts together what is there.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure import clock, db
from procure.audit.models import AuditDetail, AuditEvent
from procure.documents.press import Cancelled, PrintFailed
from procure.documents.printer import prepare
from procure.jobs import queue
from procure.tenders import papers, previews
from procure.tenders.models import Tender
from procure.tenders.pressroom import press, shelf
from procure.tenders.service import OPEN

logger = logging.getLogger(__name__)

QUIET: Final = timedelta(seconds=5)  # so long after the last change, somebody has stopped writing
LATELY: Final = timedelta(minutes=10)  # what was changed before a worker began, it leaves alone
AT_A_TIME: Final = 1_000  # entries of the log that are read in one go


@dataclass
class Watch:
    """What has been changed, as the log tells it, and waits to be laid out."""

    read_to: int | None = None
    changed: dict[int, datetime] = field(default_factory=dict)  # by tender, when it was changed last

    def look(self, session: Session, now: datetime) -> None:
        """Read on in the log, from where it was left."""
        if self.read_to is None:
            earlier = select(func.max(AuditEvent.id)).where(AuditEvent.at < now - LATELY)
            self.read_to = session.scalar(earlier) or 0
        read = select(AuditEvent.id, AuditEvent.at, AuditDetail.details).join(AuditEvent.detail)
        for number, at, details in session.execute(
            read.where(AuditEvent.id > self.read_to).order_by(AuditEvent.id).limit(AT_A_TIME)
        ):
            self.read_to = number
            if isinstance(tender_id := details.get("tender"), int):
                self.changed[tender_id] = at

    def ripe(self, now: datetime) -> int | None:
        """Return a tender that has been left in peace for a while, the one that has waited longest first."""
        waiting = sorted((at, tender_id) for tender_id, at in self.changed.items() if at <= now - QUIET)
        return waiting[0][1] if waiting else None


@queue.between(seconds=2)
def lay_by() -> None:
    """Lay out what the tenders that were changed lately will need, one after another."""
    watch = _watch()
    with db.reading() as session:
        watch.look(session, clock.now())
    while (tender_id := watch.ripe(clock.now())) is not None:
        del watch.changed[tender_id]
        lay_out(tender_id)


def lay_out(tender_id: int) -> None:
    """Put what is missing of a draft's pieces on the shelf; what cannot be printed is told at the freeze."""
    with db.reading() as session:
        tender = session.get(Tender, tender_id)
        if tender is None or tender.state not in OPEN:
            return
        content = previews.contents(session, tender, clock.now())
    try:
        prepare(papers.package(content), press(), shelf(), turn=f"draft:{tender_id}")
    except (PrintFailed, Cancelled) as reason:
        logger.info("the draft of tender %s could not be laid out: %s", tender_id, reason)


def _watch() -> Watch:
    """Return this app's watch."""
    watch: Watch = current_app.extensions.setdefault("draft_watch", Watch())
    return watch
