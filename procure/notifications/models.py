"""What people are told, and the mail that waits to go out."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from procure.db import Base
from procure.domain.policy import Actor


class Notification(Base):
    """One thing one person is told on the page (varsel)."""

    __tablename__ = "notification"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))  # whom it concerns
    sentence: Mapped[str] = mapped_column(String(400))  # marked with N_, translated when shown
    facts: Mapped[dict[str, Any]]
    path: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """A person sees their own."""
        return cls.user_id == actor.user_id


class MailState(StrEnum):
    """Where a letter is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Mail(Base):
    """A letter in the outbox (e-post): written with the act that causes it, sent by the worker."""

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)  # emptied when it has gone: it may carry a right
    state: Mapped[MailState] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]  # not tried before this; moved ahead by each try
    sent_at: Mapped[datetime | None]
