"""The notice, and through it the public page."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, func
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.db import Base
from procure.domain.policy import Actor, Standing
from procure.tenders.models import Tender, Version


class Notice(Base):
    """The facts of the notice (kunngjøring) as the lead has entered them; the page follows from them."""

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint(
            "ted_published_at IS NULL OR dispatched_at IS NOT NULL", name="published_was_dispatched"
        ),
    )

    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    slug: Mapped[str] = mapped_column(String(120))
    dispatched_at: Mapped[datetime | None]
    doffin_id: Mapped[str | None] = mapped_column(String(40))
    ted_confirmed_at: Mapped[datetime | None]
    ted_published_at: Mapped[datetime | None]
    opens_at: Mapped[datetime | None]  # when the public page opens; computed from the facts, none yet: closed
    deadline: Mapped[datetime]  # of the dispatched version
    requests_until: Mapped[datetime | None]  # of that version too: in two stages, to ask to take part
    changed: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": changed}

    tender: Mapped[Tender] = relationship()
    version: Mapped[Version] = relationship()

    @hybrid_property
    def closes_at(self) -> datetime:
        """The first deadline that a supplier must meet: for asking to take part, else for the offer."""
        return self.requests_until or self.deadline

    @closes_at.inplace.expression
    @classmethod
    def _closes_at(cls) -> ColumnElement[datetime]:
        return func.coalesce(cls.requests_until, cls.deadline)

    def standings(self, actor: Actor) -> Set[Standing]:
        return self.tender.standings(actor)
