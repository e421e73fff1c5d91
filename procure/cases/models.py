"""Which case files were brought in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.accounts.models import User
from procure.db import Base
from procure.tenders.models import Tender


class ImportedCase(Base):
    """A case file that became a tender here (innlest sak), by the hash of its canonical content."""

    __tablename__ = "imported_case"
    __table_args__ = ({"info": {"append_only": True}},)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    frozen_at: Mapped[datetime | None]  # the moment that the file says its documents are frozen at
    imported_at: Mapped[datetime]
    imported_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    tender: Mapped[Tender] = relationship()
    imported_by: Mapped[User] = relationship()
