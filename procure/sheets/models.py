"""A list that somebody is bringing in, kept while they match its columns and look at the result."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, and_, false
from sqlalchemy.orm import Mapped, mapped_column

from procure.db import Base
from procure.domain.policy import Actor, Standing
from procure.sheets.table import Sheet


class Upload(Base):
    """One spreadsheet on its way in (opplasting): its table as text, for a week; the file is not kept."""

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint("(done_at IS NULL) = (count IS NULL)", name="done_has_count"),
        CheckConstraint("count >= 0", name="count_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))  # what the rows become: "needs", "requirements"
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    tender_id: Mapped[int | None] = mapped_column(ForeignKey("tender.id"))  # that the rows go into
    once: Mapped[str] = mapped_column(String(40), unique=True)  # of the form it came by
    name: Mapped[str] = mapped_column(String(200))  # of the file
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    mapping: Mapped[dict[str, Any]]  # the place of each column, by its key
    created_at: Mapped[datetime] = mapped_column(index=True)
    done_at: Mapped[datetime | None]
    count: Mapped[int | None]  # rows that were saved
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The person who brings it in, acting for the same body; it may hold figures nobody else sees."""
        if actor.user_id is None or actor.organisation_id is None:
            return false()
        return and_(cls.user_id == actor.user_id, cls.organisation_id == actor.organisation_id)

    @property
    def sheet(self) -> Sheet:
        """The table that was in the file."""
        return Sheet.from_data(self.content)

    def standings(self, actor: Actor) -> Set[Standing]:
        mine = (actor.user_id, actor.organisation_id) == (self.user_id, self.organisation_id)
        return {Standing.OWNER} if mine else frozenset()
