"""The two tables of the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.db import Base


class AuditEvent(Base):
    """Who did what to which thing, for ever (hendelse); people and things are named by plain id."""

    __tablename__ = "audit_event"
    __table_args__ = ({"info": {"append_only": True}},)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(index=True)
    organisation_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(60))
    about: Mapped[str | None] = mapped_column(String(60), index=True)  # "pool:3"
    details_hash: Mapped[str] = mapped_column(String(64))

    detail: Mapped[AuditDetail | None] = relationship(back_populates="event")


class AuditDetail(Base):
    """What it was before and after, until its retention ends; the hash in the event stays."""

    __tablename__ = "audit_detail"
    __table_args__ = ({"info": {"append_only": "keep_until"}},)

    event_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"), primary_key=True)
    details: Mapped[dict[str, Any]]
    keep_until: Mapped[datetime]

    event: Mapped[AuditEvent] = relationship(back_populates="detail")
