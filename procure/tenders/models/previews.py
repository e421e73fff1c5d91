"""What is made from a draft before it is frozen: the newest working draft, replaced by the next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.accounts.models import User
from procure.db import Base
from procure.tenders.models.tender import OfTender, Tender


class Preview(OfTender, Base):
    """The newest documents of a draft (arbeidsutkast): never a version, and gone when a newer one is made."""

    __tablename__ = "preview"

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), unique=True)
    content: Mapped[dict[str, Any]]  # what the documents were made from, as a version's
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    tender: Mapped[Tender] = relationship()
    made_by: Mapped[User | None] = relationship()
    files: Mapped[list[PreviewFile]] = relationship(
        back_populates="preview", order_by="PreviewFile.position", cascade="all, delete-orphan"
    )


class PreviewFile(Base):
    """One file of a working draft, by the hash of its bytes; they lie in a folder that is cleared."""

    __tablename__ = "preview_file"
    __table_args__ = (
        UniqueConstraint("preview_id", "name"),
        CheckConstraint("size >= 0", name="size_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    preview_id: Mapped[int] = mapped_column(ForeignKey("preview.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))  # as a version's files
    title: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(120))  # as downloaded
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    pages: Mapped[int | None]

    preview: Mapped[Preview] = relationship(back_populates="files")

    @property
    def stored_at(self) -> datetime:
        """When the bytes were put away."""
        return self.preview.made_at
