"""The row that a long piece of work is followed by."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ColumnElement, String, false
from sqlalchemy.orm import Mapped, mapped_column

from procure.db import Base
from procure.domain.policy import Actor, Standing


class JobState(StrEnum):
    """Where a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"  # stopped by somebody who had asked for it


class Job(Base):
    """A long piece of work (bakgrunnsjobb): written with the request that asks for it, run by the worker."""

    __tablename__ = "job"
    __table_args__ = (CheckConstraint("done >= 0 AND total >= 0", name="progress_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(60), index=True)  # "version:8"
    state: Mapped[JobState]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    part: Mapped[str | None] = mapped_column(String(200))  # what is being worked on now, or what failed
    parts: Mapped[list[Any]] = mapped_column(
        JSON, default=list, server_default="[]"
    )  # `progress.Part` by part
    reason: Mapped[str | None] = mapped_column(String(500))  # why it failed, for people
    place: Mapped[str | None] = mapped_column(String(120))  # where that is mended: "section:scope"
    attempts: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None] = mapped_column(String(80))  # the worker that has claimed it
    beat_at: Mapped[datetime | None]
    user_id: Mapped[int | None]
    organisation_id: Mapped[int | None]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]  # of the attempt that runs, or ran last
    finished_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """A job is followed by the organisation that asked for it."""
        return cls.organisation_id == actor.organisation_id if actor.organisation_id is not None else false()

    def standings(self, actor: Actor) -> Set[Standing]:
        return {Standing.OWNER} if actor.organisation_id == self.organisation_id else frozenset()


def id_in(about: str) -> int:
    """Return the id of the row that a job is about.

    >>> id_in("version:8")
    8
    """
    return int(about.partition(":")[2])
