"""Finding the lists that somebody is bringing in."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.domain.policy import Actor
from procure.sheets.models import Upload


def find_upload(
    session: Session, actor: Actor, upload_id: int, kind: str, tender_id: int | None = None
) -> Upload | None:
    """Find a list of this kind, for this tender if any, that the actor is bringing in."""
    return session.scalar(
        select(Upload).where(
            Upload.id == upload_id,
            Upload.kind == kind,
            Upload.tender_id.is_not_distinct_from(tender_id),
            Upload.visible_to(actor),
        )
    )


def find_by_once(session: Session, actor: Actor, once: str) -> Upload | None:
    """Find the list that this form has brought in already."""
    return session.scalar(select(Upload).where(Upload.once == once, Upload.visible_to(actor)))
